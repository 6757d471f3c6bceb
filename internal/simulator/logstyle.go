package simulator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Stamps is how a switch stamps its log messages: what stands behind "service timestamps
// log" in its configuration.
type Stamps string

// The forms of the stamps. The zero value leaves the choice to the seed.
const (
	StampsUTC     Stamps = "datetime msec"                              // neither zone nor year; in UTC, whatever the switch's zone
	StampsUTCYear Stamps = "datetime msec year"                         // with the year
	StampsLocal   Stamps = "datetime msec localtime"                    // in the switch's zone, without saying so
	StampsZone    Stamps = "datetime msec localtime show-timezone"      // in the switch's zone, with its name
	StampsFull    Stamps = "datetime msec localtime show-timezone year" // with name and year
	StampsSeconds Stamps = "datetime localtime show-timezone"           // without milliseconds
)

func allStamps() []Stamps {
	return []Stamps{StampsUTC, StampsUTCYear, StampsLocal, StampsZone, StampsFull, StampsSeconds}
}

// has reports whether the form has one of the words of the command.
func (s Stamps) has(word string) bool { return slices.Contains(strings.Fields(string(s)), word) }

// layout is the stamp in the form of package time, without the name of the zone.
func (s Stamps) layout() string {
	layout := "Jan _2 15:04:05"
	if s.has("year") {
		layout = "Jan _2 2006 15:04:05"
	}
	if s.has("msec") {
		layout += ".000"
	}
	return layout
}

// logStyle is how a switch logs.
type logStyle struct {
	stamps   Stamps
	sequence bool // service sequence-numbers
	buffer   int  // bytes of the log buffer
}

// inventLogging chooses the log's form. It has a source of its own.
func (p *profile) inventLogging(so SwitchOptions) error {
	r := generator(p.seed, p.index, "logging")
	p.log = inventLogStyle(r)
	if so.Stamps != "" {
		if !slices.Contains(allStamps(), so.Stamps) {
			return fmt.Errorf("simulator: unknown form of log stamps %q", so.Stamps)
		}
		p.log.stamps = so.Stamps
	}
	if so.LogBuffer != 0 {
		p.log.buffer = max(so.LogBuffer, 4096)
	}
	p.log.sequence = p.log.sequence || so.SequenceNumbers
	if p.historyDepth = historyDepth; so.LongHistory {
		p.historyDepth = longHistory
	}
	return nil
}

// inventLogStyle takes what is common more often.
func inventLogStyle(r *rand.Rand) logStyle {
	stamps := []Stamps{StampsUTC, StampsUTC, StampsUTC, StampsZone, StampsZone, StampsFull, StampsUTCYear, StampsSeconds}
	return logStyle{
		stamps:   stamps[r.IntN(len(stamps))],
		sequence: r.IntN(5) == 0,
		buffer:   []int{4096, 4096, 16384, 131072}[r.IntN(4)],
	}
}
