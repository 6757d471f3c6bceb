package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// usageReading is the list of licences in use being read:
//
//	network-advantage (C9300-24 Network Advantage):
//	  Description: C9300-24 Network Advantage
//	  Count: 2
//	  …
//	  License type: Perpetual
type usageReading struct {
	*page
	progress
	rows.Origin
	// section is the one above the list, if it is read, list the licences.
	section section
	list    licenseUsage
	// reached is how far the licence in hand is printed, as an index of usageKeys plus 1; endings are
	// the places where the ones before it ended.
	reached int
	endings uint
	// none is true for "No licenses in use", foreign if there are headings that this output does not have.
	none, foreign bool
	// indented is true if the lines of a licence are, as they should be.
	indented bool
	// blank is true below an empty line, spaced if there are such lines within licences.
	blank, spaced bool
}

// ParseUsage reads "show license usage": a block a licence, as in tech support but with the short
// name for the tag, and the License Authorization of agents before SLP above it. If the output ends
// before the list of licences or within one of them, the licences are left out and the error is a
// *TruncatedError; other errors are ErrEmpty, *RefusedError, *RightToUseError and
// *UnrecognisedError. An output that was cut exactly between two licences cannot be told from a whole
// one; a session knows better, it saw the prompt after it.
func ParseUsage(out platform.Output) (*State, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := readUsageOutput(out)
	if r.bare() && len(r.Licenses) == 0 && r.section == nil { // a heading of something else
		r.list.license, r.facts = nil, 0
	}
	if r.facts == 0 || r.foreign && !r.none && r.list.license == nil && len(r.Licenses) == 0 {
		if err := r.Rejected(commands.Usage, out, r.head.Filtered, r.first); err != nil {
			return nil, err
		}
	}
	missing := r.missing()
	if missing == "" || out.Whole {
		r.list.end()
		return r.state(), nil
	}
	r.Licenses = nil
	return r.state(), rows.Truncated(r.last, scan.Quotable(r.heading), commands.Usage, missing)
}

// missing names what should follow the end of the output; empty if the output may be whole.
func (r *usageReading) missing() string {
	switch {
	case r.cut:
		return "the end of that line"
	case r.head.Filtered, r.none, r.list.license == nil && r.onlyDisabled():
		return ""
	case r.list.license == nil && len(r.Licenses) == 0:
		return "the first licence"
	case r.list.license != nil && !r.wholeLicense():
		return "the end of that licence"
	}
	return ""
}

// readUsageOutput walks once over the output.
func readUsageOutput(out platform.Output) *usageReading {
	p := newPage(out)
	r := &usageReading{page: p, list: licenseUsage{page: p}}
	for in := lines.New(out); ; {
		l, ok := in.Next()
		if !ok {
			return r
		}
		switch {
		case l.Text == "":
			r.blank = !l.Open
		case !r.head.OS.IsPrompt(l.Text):
			r.take(l)
			r.blank = false
		}
	}
}

func (r *usageReading) take(l lines.Line) {
	if r.facts == 0 && r.IsEcho(r.head, l) {
		return
	}
	if r.first.Number == 0 {
		r.first = l
	}
	if r.breaksHeading(l) {
		l = lines.Split(r.last.Text+strings.Repeat(" ", min(l.Indent, 1))+l.Text, l.Number, l.Open)
	}
	r.last = l
	switch name, tag, isHeading := splitLicenseHeading(l.Text); {
	case isHeading && l.Indent < 2 && (r.list.license == nil || r.indented && l.Indent == 0 || !isLicenseLine(l)):
		r.begin(License{Name: scan.Text(name), EntitlementTag: scan.Text(tag)})
	case l.Open && r.mayGoOn(l):
		r.cut = true
		return
	case r.list.license != nil && (l.Indent > 0 || isLicenseLine(l)): // also what is not kept: a peer's UDI, for one
		r.list.set(l)
		r.reach(l)
	case r.section != nil && r.section.take(l), r.isEnabled(l):
	case !l.Open && r.head.TimeSource(l):
		return
	case strings.HasPrefix(l.Text, "No licenses in use"):
		r.none = true
	case l.Key == "License Authorization" && (l.Value == "" || strings.HasPrefix(l.Value, "Status:")): // pages join the lines
		r.heading, r.section = l.Key, licenseAuthorization{r.page}
		r.section.take(lines.Split(l.Value, l.Number, l.Open))
	default:
		if r.bare() && l.Indent == 0 {
			r.list.license, r.foreign = nil, true
		}
		r.foreign = r.foreign || l.Key != "" && l.Value == "" && l.Indent == 0
		return
	}
	r.facts++
}

// begin starts the licence under a heading.
func (r *usageReading) begin(l License) {
	switch {
	case r.bare():
		r.list.license, r.foreign = nil, true
	case r.list.license != nil:
		r.endings |= 1 << r.reached
	}
	r.section, r.reached = nil, 0
	r.heading = "License Usage"
	r.list.begin(l)
}

// bare reports whether the licence in hand is nothing but a heading, as other outputs have them too:
// "Log Buffer (4096 bytes):". A filter may leave that alone.
func (r *usageReading) bare() bool {
	return r.list.license != nil && r.reached == 0 && !r.head.Filtered
}

// reach notes how far the licence is printed. A status may have its date after it.
func (r *usageReading) reach(l lines.Line) {
	r.reached = max(r.reached, usageKey(l.Key))
	r.spaced = r.spaced || r.blank
	r.indented = r.indented || l.Indent > 0
	if l.Key == "Status" {
		r.list.license.Status, _ = cutTime(r.list.license.Status, " on ")
	}
}
