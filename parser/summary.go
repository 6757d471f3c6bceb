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

// summaryReading is a summary being read:
//
//	License                 Entitlement Tag               Count Status
//	-----------------------------------------------------------------------------
//	network-advantage       (C9300-48 Network Advan...)       1 IN USE
type summaryReading struct {
	*page
	*rows.Table
	// heading is the one above, cut true if the text ends within a line of use other than a row.
	heading string
	cut     bool
	// section is the one above the table, if it is read.
	section section
	keys    keys
	// inTable is true below "License Usage:" or the names of the columns; column is where the tags
	// are according to these, or 0.
	inTable bool
	column  int
	// none is true for "No licenses in use", foreign if there are headings that a summary does not have.
	none, foreign bool
}

// ParseSummary reads "show license summary". Names and tags that the switch cut, which then end in
// "...", are kept as they are. If the output ends before the list of licences or within one of its
// rows, the licences and the accounts are left out and the error is a *TruncatedError; other errors
// are ErrEmpty, *RefusedError, *RightToUseError and *UnrecognisedError. An output that was cut
// exactly between two rows cannot be told from a whole one; a session knows better, it saw the
// prompt after it.
func ParseSummary(out platform.Output) (*State, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := readSummary(out)
	usage := r.inTable || r.none || len(r.Licenses) > 0
	if r.Facts == 0 || r.foreign && !usage {
		if err := r.Rejected(commands.Summary, out, r.Filtered, r.First); err != nil {
			return nil, err
		}
	}
	if missing := r.missing(usage); missing != "" && !out.Whole {
		r.Licenses, r.Account = nil, nil
		return r.state(), rows.Truncated(r.Last, scan.Quotable(r.heading), commands.Summary, missing)
	}
	r.DropHeld()
	return r.state(), nil
}

// missing names what should follow the end of the output; empty if the output may be whole.
func (r *summaryReading) missing(usage bool) string {
	switch {
	case r.Held.Number > 0:
		return "the end of that row"
	case r.cut:
		return "the end of that line"
	case r.none, len(r.Licenses) > 0, r.Filtered, r.onlyDisabled():
		return ""
	case usage:
		return "the first licence"
	}
	return "License Usage"
}

// onlyDisabled reports whether an output says that Smart Licensing is disabled, and nothing else. That
// is all there is to say on a switch from before SLP that licenses by right to use.
func (p *page) onlyDisabled() bool {
	return p.SmartLicensing != nil && !*p.SmartLicensing && !p.seen.hasBut("Smart Licensing Status", "Smart Licensing Tech Support info")
}

func newSummary(out platform.Output) *summaryReading {
	t := rows.New(out)
	return &summaryReading{page: &page{State: &State{}, head: t.Head}, Table: t}
}

// readSummary walks once over the output.
func readSummary(out platform.Output) *summaryReading {
	r := newSummary(out)
	for l := range r.All() {
		r.take(l)
	}
	r.settle()
	return r
}

func (r *summaryReading) take(l rows.Row) {
	if r.resumed(l) {
		return
	}
	switch {
	case r.section != nil && r.inSection(l), r.atTable(l):
		r.Facts++
	case lines.IsRule(l.Text), r.TimeSource(l.Line):
	case l.Key != "" && l.Value == "":
		r.enterSection(l.Key)
	case !r.inTable && r.joinedSection(l):
	case r.isEnabled(l.Line):
		r.Facts++
	case r.Filtered && accounts{r.page}.take(l.Line):
		r.Facts++
	case r.inTable && !lines.IsLabel(l.Key), r.isRow(l):
		r.hold(l)
	case !l.Open && isLost(l.Line):
		r.unread(l.Line)
	case l.Open:
		r.cut = true
	}
}

func (r *summaryReading) isRow(l rows.Row) bool {
	_, ok := splitSummaryRow(l, r.column)
	return ok
}

// inSection offers a line to the section above the table.
func (r *summaryReading) inSection(l rows.Row) bool {
	if l.Open && !r.isWhole(l.Line) {
		r.cut = true
		return true
	}
	if r.keys.repeats(l.Line) {
		r.unread(l.Line)
		return true
	}
	return r.section.take(l.Line)
}

// enterSection starts what is under a heading.
func (r *summaryReading) enterSection(heading string) {
	r.heading, r.section = heading, nil
	r.keys.below(heading)
	switch heading {
	case "License Usage":
		r.inTable = true
	case "Account Information", "Registration", "License Authorization":
		r.section = sections[heading](r.page)
	default:
		r.foreign = true
		return
	}
	r.Facts++
}

// joinedSection reads a heading whose first line was joined to it: "Registration:Status: REGISTERED".
func (r *summaryReading) joinedSection(l rows.Row) bool {
	first, ok := firstOfSection(l.Line)
	if !ok || sections[l.Key] == nil {
		return false
	}
	r.enterSection(l.Key)
	r.take(rows.Row{Line: first, Raw: first.Text})
	return true
}

// atTable reads the lines of the table that are no licences.
func (r *summaryReading) atTable(l rows.Row) bool {
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

// resumed reports whether a line is the remainder of the row in hand. If it is not, that row is done.
func (r *summaryReading) resumed(l rows.Row) bool {
	if r.Held.Number == 0 {
		return false
	}
	_, whole := splitSummaryRow(r.Held, r.column)
	if !whole || r.Held.Full || l.AfterLog {
		both := r.Joined(l)
		_, ok := splitSummaryRow(both, r.column)
		if ok && (!whole || !r.isRow(l) && !lines.IsLabel(l.Key)) {
			r.Held = both
			r.settle()
			return true
		}
	}
	if !r.settle() {
		r.DropHeld()
	}
	return false
}

// hold takes a row in hand. It is done at once if nothing can follow its status.
func (r *summaryReading) hold(l rows.Row) {
	r.Held = l
	if lic, ok := splitSummaryRow(l, r.column); ok && isWholeStatus(lic.status) {
		r.keep(lic)
	}
}

// settle keeps the row in hand; false if it is not a row, or if it may go on.
func (r *summaryReading) settle() bool {
	lic, ok := splitSummaryRow(r.Held, r.column)
	if !ok || r.Held.Open && !isWholeStatus(lic.status) {
		return false
	}
	r.keep(lic)
	return true
}

// keep keeps what was read of the row in hand.
func (r *summaryReading) keep(lic summaryRow) {
	r.Facts++
	r.Held = rows.Row{}
	r.Licenses = scan.Add(r.Licenses, License{
		Name: scan.Text(lic.name), EntitlementTag: scan.Text(lic.tag), Count: new(float64(lic.count)), Status: scan.Text(lic.status),
	}, &r.head.Dropped)
}
