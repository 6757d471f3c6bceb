package agent

import (
	"slices"
	"strings"
)

// Stamps is the form of the stamps of log messages: the words after "service timestamps log" in the
// configuration.
type Stamps string

// The forms of stamps. The zero value leaves the choice to the seed.
const (
	StampsUTC     Stamps = "datetime msec"                              // without zone and year; in UTC, whatever the zone of the switch
	StampsUTCYear Stamps = "datetime msec year"                         // with the year
	StampsLocal   Stamps = "datetime msec localtime"                    // in the zone of the switch, without naming it
	StampsZone    Stamps = "datetime msec localtime show-timezone"      // in the zone of the switch, with its name
	StampsFull    Stamps = "datetime msec localtime show-timezone year" // with name and year
	StampsSeconds Stamps = "datetime localtime show-timezone"           // without milliseconds
)

func allStamps() []Stamps {
	return []Stamps{StampsUTC, StampsUTCYear, StampsLocal, StampsZone, StampsFull, StampsSeconds}
}

// Has reports whether the form contains a word, such as "msec".
func (s Stamps) Has(word string) bool { return slices.Contains(strings.Fields(string(s)), word) }

// Layout returns the layout for time.Format, without the name of the zone.
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
	Buffer   int  // size of the log buffer in bytes
}
