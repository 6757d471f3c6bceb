package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// summaryReading is a summary being read:
//
//	License                 Entitlement Tag               Count Status
//	-----------------------------------------------------------------------------
//	network-advantage       (C9300-48 Network Advan...)       1 IN USE
type summaryReading struct {
	table
	// section is the one above the table, if it is read.
	section section
	// inTable is true below "License Usage:" or the names of the columns; column is where the tags
	// stand according to these, or 0.
	inTable bool
	column  int
	// none is true for "No licenses in use", foreign if there are headings that a summary has not.
	none, foreign bool
}

// ParseSummary reads "show license summary". Names and tags that the switch cut, which then end in
// "...", are kept as they are. If the output ends before the list of licences or within one of its
// rows, the licences and the accounts are left out and the error is a *TruncatedError; other errors
// are ErrEmpty, *RefusedError, *RightToUseError and *UnrecognisedError. An output that was cut
// exactly between two rows cannot be told from a whole one; a session knows better, it saw the
// prompt behind it.
func ParseSummary(out platform.Output) (*State, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := readSummary(out)
	usage := r.inTable || r.none || len(r.Licenses) > 0
	if r.facts == 0 || r.foreign && !usage {
		if err := r.rejected(SummaryCommand, out, r.head.Filtered, r.first); err != nil {
			return nil, err
		}
	}
	if missing := r.missing(usage); missing != "" && !out.Whole {
		r.Licenses, r.Account = nil, nil
		return r.state(), r.truncatedIn(scan.Quotable(r.heading), SummaryCommand, missing)
	}
	r.dropHeld()
	return r.state(), nil
}

// missing names what the output ends in front of; empty if it may be whole.
func (r *summaryReading) missing(usage bool) string {
	switch {
	case r.held.Number > 0:
		return "the end of that row"
	case r.cut:
		return "the end of that line"
	case r.none, len(r.Licenses) > 0, r.head.Filtered, r.onlyDisabled():
		return ""
	case usage:
		return "the first licence"
	}
	return "License Usage"
}

// onlyDisabled tells whether an output says that Smart Licensing is disabled, and nothing else. That
// is all there is to say on a switch from before SLP that licenses by right to use.
func (p *page) onlyDisabled() bool {
	for heading := range p.ends {
		if heading != "Smart Licensing Status" && heading != "Smart Licensing Tech Support info" {
			return false
		}
	}
	return p.SmartLicensing != nil && !*p.SmartLicensing
}

// readSummary walks once over the output.
func readSummary(out platform.Output) *summaryReading {
	r := &summaryReading{table: newTable(out)}
	for {
		l, ok := r.next()
		if !ok {
			r.settle()
			return r
		}
		r.take(l)
	}
}

func (r *summaryReading) take(l row) {
	if r.resumed(l) {
		return
	}
	switch {
	case r.section != nil && r.inSection(l), r.atTable(l):
		r.facts++
	case lines.IsRule(l.Text), r.timeSource(l.Line):
	case l.Key != "" && l.Value == "":
		r.enterSection(l.Key)
	case r.isEnabled(l.Line):
		r.facts++
	case r.head.Filtered && accounts{r.page}.take(l.Line):
		r.facts++
	case r.inTable && !lines.IsLabel(l.Key), r.isRow(l):
		r.hold(l)
	case l.Open:
		r.cut = true
	}
}

func (r *summaryReading) isRow(l row) bool {
	_, ok := splitSummaryRow(l, r.column)
	return ok
}

// inSection offers a line to the section above the table.
func (r *summaryReading) inSection(l row) bool {
	if l.Open && !r.isWhole(l.Line) {
		r.cut = true
		return true
	}
	return r.section.take(l.Line)
}

// enterSection starts what is under a heading.
func (r *summaryReading) enterSection(heading string) {
	r.heading, r.section = heading, nil
	switch heading {
	case "License Usage":
		r.inTable = true
	case "Account Information", "Registration", "License Authorization":
		r.section = sections[heading](r.page)
	default:
		r.foreign = true
		return
	}
	r.facts++
}

// atTable reads the lines of the table that are no licences.
func (r *summaryReading) atTable(l row) bool {
	switch {
	case strings.HasPrefix(l.Text, "No licenses in use"):
		r.none = true
	case strings.HasPrefix(l.Text, "License ") && strings.Contains(l.Text, "Entitlement") && strings.Contains(l.Text, "Count"):
		r.inTable, r.section, r.heading = true, nil, "License Usage"
		r.column = l.Indent + strings.Index(l.Text, "Entitlement")
	default:
		return false
	}
	return true
}

// resumed tells whether a line is the remainder of the row in hand. If it is not, that row is done.
func (r *summaryReading) resumed(l row) bool {
	if r.held.Number == 0 {
		return false
	}
	_, whole := splitSummaryRow(r.held, r.column)
	if !whole || r.held.full || l.behindLog {
		both := r.joined(l)
		_, ok := splitSummaryRow(both, r.column)
		if ok && (!whole || !r.isRow(l) && !lines.IsLabel(l.Key)) {
			r.held = both
			r.settle()
			return true
		}
	}
	if !r.settle() {
		r.dropHeld()
	}
	return false
}

// hold takes a row in hand. It is done at once if nothing can follow its status.
func (r *summaryReading) hold(l row) {
	r.held = l
	if lic, ok := splitSummaryRow(l, r.column); ok && isWholeStatus(lic.status) {
		r.settle()
	}
}

// settle keeps the row in hand; false if it is none, or if it may go on.
func (r *summaryReading) settle() bool {
	lic, ok := splitSummaryRow(r.held, r.column)
	if !ok || r.held.Open && !isWholeStatus(lic.status) {
		return false
	}
	if len(r.Licenses) < scan.MaxList {
		r.Licenses = append(r.Licenses, License{
			Name: scan.Text(lic.name), EntitlementTag: scan.Text(lic.tag), Count: new(float64(lic.count)), Status: scan.Text(lic.status),
		})
	}
	r.facts++
	r.held = row{}
	return true
}
