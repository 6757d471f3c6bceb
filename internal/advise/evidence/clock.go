package evidence

import (
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// ClockState is "show clock detail":
//
//	*03:53:50.000 pacific Sun Mar 1 2026
//	Time source is NTP
type ClockState struct {
	Time *localtime.Time
	// Set is false if the clock was never set or is not believed ("*"), Synced if it has lost its source (".").
	Set, Synced bool
	// Source is "NTP", "user configuration" or "hardware calendar"; empty if it is not said.
	Source string
	// Line is the line with the time.
	Line string
}

// ReadClock reads "show clock" and "show clock detail"; false if there is no time in it.
func ReadClock(o Output) (c ClockState, ok bool) {
	for line := range o.Lines() {
		if source, found := strings.CutPrefix(line, "Time source is "); found {
			c.Source, _, _ = strings.Cut(source, ",")
			continue
		}
		if c.Time != nil {
			continue
		}
		if c.Time = localtime.ParseClock(line); c.Time != nil {
			c.Line = line
			c.Set, c.Synced = line[0] != '*', line[0] != '*' && line[0] != '.'
		}
	}
	return c, c.Time != nil
}

// NTPState is "show ntp status".
type NTPState struct {
	// Enabled is false for "%NTP is not enabled."
	Enabled bool
	// Synced is the word after "Clock is": synchronized or unsynchronized.
	Synced bool
	// Stratum is 16 for a clock without a source.
	Stratum int
	// Reference is the server that the clock follows; empty for "no reference clock".
	Reference string
	// Line is the line that says so.
	Line string
}

// ReadNTP reads "Clock is synchronized, stratum 3, reference is 192.0.2.1"; false if there is no such line.
func ReadNTP(o Output) (n NTPState, ok bool) {
	for line := range o.Lines() {
		if strings.HasPrefix(strings.ReplaceAll(line, "% ", "%"), "%NTP is not enabled") {
			return NTPState{Line: line}, true
		}
		said, found := strings.CutPrefix(line, "Clock is ")
		if !found {
			continue
		}
		n = NTPState{Enabled: true, Line: line}
		for i, part := range strings.Split(said, ", ") {
			switch value, is := strings.CutPrefix(part, "stratum "); {
			case i == 0:
				n.Synced = part == "synchronized"
			case is:
				n.Stratum, _ = strconv.Atoi(value)
			default:
				n.Reference, _ = strings.CutPrefix(part, "reference is ")
			}
		}
		if n.Reference == "no reference clock" {
			n.Reference = ""
		}
		return n, true
	}
	return n, false
}
