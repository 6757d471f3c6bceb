package agent

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
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

// Has reports whether the form has one of the words of the command.
func (s Stamps) Has(word string) bool { return slices.Contains(strings.Fields(string(s)), word) }

// Layout is the stamp in the form of package time, without the name of the zone.
func (s Stamps) Layout() string {
	layout := "Jan _2 15:04:05"
	if s.Has("year") {
		layout = "Jan _2 2006 15:04:05"
	}
	if s.Has("msec") {
		layout += ".000"
	}
	return layout
}

// logStyle is how a switch logs.
type logStyle struct {
	Stamps   Stamps
	Sequence bool // service sequence-numbers
	Buffer   int  // bytes of the log buffer
}

// inventLogging chooses the log's form. It has a source of its own.
func (p *Profile) inventLogging(so SwitchOptions) error {
	r := invent.Source(p.Seed, p.Index, "logging")
	p.Log = inventLogStyle(r)
	if so.Stamps != "" {
		if !slices.Contains(allStamps(), so.Stamps) {
			return fmt.Errorf("simulator: unknown form of log stamps %q", so.Stamps)
		}
		p.Log.Stamps = so.Stamps
	}
	if so.LogBuffer != 0 {
		p.Log.Buffer = max(so.LogBuffer, 4096)
	}
	p.Log.Sequence = p.Log.Sequence || so.SequenceNumbers
	if p.historyDepth = historyDepth; so.LongHistory {
		p.historyDepth = longHistory
	}
	return nil
}

// inventLogStyle takes what is common more often.
func inventLogStyle(r *rand.Rand) logStyle {
	stamps := []Stamps{StampsUTC, StampsUTC, StampsUTC, StampsZone, StampsZone, StampsFull, StampsUTCYear, StampsSeconds}
	return logStyle{
		Stamps:   stamps[r.IntN(len(stamps))],
		Sequence: r.IntN(5) == 0,
		Buffer:   []int{4096, 4096, 16384, 131072}[r.IntN(4)],
	}
}
