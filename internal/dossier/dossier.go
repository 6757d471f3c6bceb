// Package dossier puts together everything that is known of one switch, for a person to read: facts and tables in
// sections, why something is not known, and what happened when. It is made of what the last poll brought, asks no
// switch, and has no clock. The page of a switch shows it.
package dossier

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Section is a part of what is known.
type Section struct {
	// ID is a word that an address can end with.
	ID, Title string
	// Facts are single values, Tables those of several members, messages or licences. Neither has an entry without a value.
	Facts  []Fact
	Tables []Table
	// Unknown says why there is neither; empty if there is.
	Unknown string
}

// Fact is a value with its name.
type Fact struct {
	Name string
	Value
}

// Table is values of several things of a kind.
type Table struct {
	// Title says what the rows are.
	Title string
	// Columns are the headings; the first column names a row.
	Columns []string
	Rows    [][]Value
}

// Value is what a cell shows. The zero value is one that is not known.
type Value struct {
	Text string
	// At is a moment, which is shown as such; Text is empty then.
	At time.Time
	// Number is true for text that is a count.
	Number bool
	Tone   Tone
}

// Known reports whether there is a value.
func (v Value) Known() bool { return v.Text != "" || !v.At.IsZero() }

// Tone says how a value is to be taken.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Good
	Bad
)

// Sections are all sections of a switch, in the order in which a person reads them. Each has something to show, or says why
// not.
func Sections(s fleet.Status) []Section {
	r := reader{}
	if s.Result != nil && s.Result.State != nil {
		r.State, r.clock = s.Result.State, s.Result.Clock
	} else {
		r.State = &parser.State{}
	}
	var all []Section
	for _, p := range parts() {
		made := Section{ID: p.id, Title: p.title}
		p.fill(r, &made)
		made.Facts, made.Tables = known(made.Facts), filled(made.Tables)
		if len(made.Facts)+len(made.Tables) == 0 {
			made.Unknown = p.unknown(s)
		}
		all = append(all, made)
	}
	return all
}

// part is a section before it is filled.
type part struct {
	id, title string
	// collectors report what the section shows.
	collectors []string
	fill       func(reader, *Section)
}

// parts are the sections in their order: those with wide tables come last.
func parts() []part {
	return []part{
		{"trust", "Trust", []string{"tech_support", "status", "netconf"}, reader.trust},
		{"reports", "Reports", []string{"tech_support", "status", "rum", "netconf"}, reader.reports},
		{"transport", "Transport", []string{"tech_support", "status", "netconf"}, reader.transport},
		{"policy", "Policy", []string{"tech_support", "status", "netconf"}, reader.policy},
		{"events", "Event log", []string{"eventlog"}, reader.events},
		{"log", "Log messages", []string{"syslog"}, reader.messages},
		{"device", "Device", []string{"tech_support", "status", "version", "netconf"}, reader.device},
		{"communication", "Communication", []string{"tech_support"}, reader.communication},
		{"history", "Message history", []string{"history"}, reader.history},
		{"licences", "Licences", []string{"tech_support", "usage", "summary", "netconf"}, reader.licences},
	}
}

// reader reads a state; it is never nil.
type reader struct {
	*parser.State
	clock localtime.Clock
}

// text is a value that the switch prints.
func text(s string) Value { return Value{Text: s} }

// count is a number of things; not known if nil.
func count(n *float64) Value {
	if n == nil {
		return Value{}
	}
	return Value{Text: strconv.FormatFloat(*n, 'f', -1, 64), Number: true}
}

// number is count of a number that is known.
func number(n int) Value { return Value{Text: strconv.Itoa(n), Number: true} }

// either is one of two words; not known if nil.
func either(is *bool, yes, no string) Value {
	switch {
	case is == nil:
		return Value{}
	case *is:
		return text(yes)
	}
	return text(no)
}

// toned is a value with a tone, unless it is not known.
func toned(v Value, t Tone) Value {
	v.Tone = t
	return v
}

// toneOf is good for what is as it should be, and bad for what is not.
func toneOf(is *bool) Tone {
	switch {
	case is == nil:
		return Plain
	case *is:
		return Good
	}
	return Bad
}

// when is a moment, or the time as the switch printed it if its zone is not known.
func (r reader) when(t *localtime.Time) Value {
	if t == nil {
		return Value{}
	}
	if at, ok := r.clock.Resolve(t); ok {
		return Value{At: at}
	}
	layout := "2006-01-02 15:04:05 "
	if t.NoYear {
		layout = "Jan _2 15:04:05 "
	}
	return text(strings.TrimSpace(t.Wall.Format(layout)+t.Zone) + " (on the switch's clock)")
}

// long is a length of time; "not required" where the agent prints zero for that.
func long(d *time.Duration, zero string) Value {
	switch {
	case d == nil:
		return Value{}
	case *d == 0:
		return text(zero)
	case *d%(24*time.Hour) == 0:
		if days := int(d.Hours() / 24); days != 1 {
			return text(fmt.Sprintf("%d days", days))
		}
		return text("1 day")
	}
	return text(d.String())
}

// spaced is a word of the exporter as a reader sees it.
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

// known are the facts that have a value.
func known(facts []Fact) []Fact {
	var out []Fact
	for _, f := range facts {
		if f.Known() {
			out = append(out, f)
		}
	}
	return out
}

// filled are the tables that have a row, each without the columns in which nothing is known.
func filled(tables []Table) []Table {
	var out []Table
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out = append(out, t.trimmed())
		}
	}
	return out
}

// trimmed is the table without the columns in which nothing is known.
func (t Table) trimmed() Table {
	out := Table{Title: t.Title, Rows: make([][]Value, len(t.Rows))}
	for column, title := range t.Columns {
		used := column == 0
		for _, row := range t.Rows {
			used = used || row[column].Known()
		}
		if !used {
			continue
		}
		out.Columns = append(out.Columns, title)
		for i, row := range t.Rows {
			out.Rows[i] = append(out.Rows[i], row[column])
		}
	}
	return out
}
