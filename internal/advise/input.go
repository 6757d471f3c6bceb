package advise

import (
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Input is what is known of one switch.
type Input struct {
	// Target is the name of the switch.
	Target string
	// State is what the licensing commands said; nil if none of them could be read.
	State *parser.State
	// Clock turns the switch's times into moments and knows how far its clock is off. Of a capture it knows
	// neither: then two times with the same zone are compared as they were printed.
	Clock localtime.Clock
	// Outputs are what became of each command that was typed, the licensing commands included, in that order.
	// A command that is not among them was not asked, which says nothing.
	Outputs evidence.Outputs
	// RightToUse is the line that shows right-to-use licensing, which has no agent; empty without one.
	RightToUse string
	// Fleet is how the other switches reach their server; nil if that is unknown.
	Fleet Fleet
}

// Fleet counts the switches of a fleet by transport, the one in question included.
type Fleet map[parser.Transport]int

// Add counts one switch. A state without a transport is not counted.
func (f Fleet) Add(s *parser.State) {
	if s != nil && s.Transport != nil && *s.Transport != (parser.Transport{}) {
		f[*s.Transport]++
	}
}

// few and most are the shares of a fleet of which the alert SLPTransportDiffers speaks.
const (
	few  = 0.1
	most = 0.9
)

// usual is what more than nine tenths of the fleet have in common, whatever else they have, if this value is one of the
// others; false if there is no such thing, or if it is nothing.
func (f Fleet) usual(own parser.Transport, what func(parser.Transport) string) (value string, ok bool) {
	all, by := 0, map[string]int{}
	for t, n := range f {
		all += n
		by[what(t)] += n
	}
	mine := what(own)
	if float64(by[mine]) > few*float64(all) {
		return "", false
	}
	for value, n := range by {
		if value != mine && float64(n) > most*float64(all) {
			return value, true
		}
	}
	return "", false
}
