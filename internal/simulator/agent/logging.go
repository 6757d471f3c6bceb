package agent

import (
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

// LogStyle is how a switch logs.
type LogStyle struct {
	Stamps   Stamps
	Sequence bool // service sequence-numbers
	Buffer   int  // bytes of the log buffer
}
