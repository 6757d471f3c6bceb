package dossier

import (
	"cmp"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// trust is what is known of the trust code of each member.
func (r reader) trust(s *Section) {
	s.Facts = []Fact{{"Overall", text(r.OverallTrust)}}
	t := Table{Title: "Trust code of each member", Columns: []string{"Member", "PID", "Serial number", "Trust code", "Installed", "Expires"}}
	members := r.TrustMembers()
	needed := r.needsTrust(members)
	for _, m := range members {
		state := either(m.Installed, "installed", "none")
		if !state.Known() {
			state = text("not said")
		}
		tone := toneOf(m.Installed)
		if tone == Bad && !needed {
			tone = Plain
		}
		t.Rows = append(t.Rows, []Value{
			text(cmp.Or(m.Role, "switch")), text(m.PID), text(m.SerialNumber), toned(state, tone), r.when(m.InstalledOn), r.when(m.Expires),
		})
	}
	s.Tables = []Table{t}
}

// needsTrust reports whether each member needs a trust code: the switch reports by Smart Transport, or another member has
// one.
func (r reader) needsTrust(members []parser.TrustCode) bool {
	return r.Transport != nil && r.Transport.Type == "smart" ||
		slices.ContainsFunc(members, func(m parser.TrustCode) bool { return m.Installed != nil && *m.Installed })
}

// communication is how each message to the server last went.
func (r reader) communication(s *Section) {
	s.Facts = []Fact{{"Level allowed", text(r.CommLevel)}, {"Overall state", text(r.CommState)}}
	t := Table{
		Title:   "Messages to the licence server",
		Columns: []string{"Message", "Last response", "When", "Failed in a row", "Cause", "Succeeded", "Failed", "Last success", "Last failure", "Reason"},
	}
	for _, m := range r.Messages {
		response, why := response(m)
		t.Rows = append(t.Rows, []Value{
			text(spaced(m.Name)), response, r.when(m.ResponseTime), count(m.OngoingComm), why, count(m.Success), count(m.Failure),
			r.when(m.LastSuccess), r.when(m.LastFailure), text(m.Reason),
		})
	}
	s.Tables = []Table{t}
}

// response is the last answer to a message, and the class of its failure. One that is not repeated is not taken as bad.
func response(m parser.Message) (said, why Value) {
	none := func(n *float64) bool { return n != nil && *n == 0 }
	c := cause.Of(m.Response, m.Reason)
	switch {
	case m.Response == "" && none(m.Success) && none(m.Failure):
		return text("never sent"), Value{}
	case m.Response == "":
		return Value{}, Value{}
	case c == cause.None:
		return toned(text(m.Response), Good), Value{}
	case none(m.OngoingComm):
		return text(m.Response), text(spaced(string(c)))
	}
	return toned(text(m.Response), Bad), text(spaced(string(c)))
}

// events is what the agent's own log says of communication.
func (r reader) events(s *Section) {
	e := r.Eventlog
	if e == nil {
		return
	}
	var run Value
	if e.Streak != nil {
		run = number(*e.Streak)
		if e.Open && *e.Streak > 0 {
			run.Text = "at least " + run.Text
		}
		run.Tone = Good
		if *e.Streak > 0 {
			run.Tone = Bad
		}
	}
	s.Facts = []Fact{
		{"Failures since the restore", run}, {"Failing since", r.when(e.FailSince)}, {"Last failure", r.when(e.LastFail)},
		{"Its reason", text(e.LastFailReason)}, {"Last restored", r.when(e.LastRestored)}, {"Days that were read", window(e.Window)},
	}
	t := Table{Title: "Events by name", Columns: []string{"Event", "Times"}}
	for _, c := range e.Events {
		t.Rows = append(t.Rows, []Value{text(c.Name), number(c.Count)})
	}
	s.Tables = []Table{t}
}

// window is how far back the log was read.
func window(d *time.Duration) Value {
	if d == nil {
		return Value{}
	}
	return number(int(*d / (24 * time.Hour)))
}

// history is what became of the messages that the agent kept.
func (r reader) history(s *Section) {
	h := r.History
	if h == nil {
		return
	}
	t := Table{Title: "Requests by message", Columns: []string{"Message", "Requests", "Unanswered", "Last request", "Last answer", "Status", "Text"}}
	for _, m := range h.Messages {
		if m.Requests == 0 {
			continue
		}
		unanswered := number(m.Unanswered)
		if m.Unanswered > 0 {
			unanswered.Tone = Bad
		}
		t.Rows = append(t.Rows, []Value{
			text(spaced(m.Name)), number(m.Requests), unanswered, r.when(m.LastRequest), r.when(m.LastResponse), text(m.StatusCode), text(m.StatusMessage),
		})
	}
	imports := Table{Title: "Imported from files", Columns: []string{"What", "When"}}
	for _, i := range h.Imports {
		imports.Rows = append(imports.Rows, []Value{text(spaced(i.Kind)), r.when(i.ReceivedOn)})
	}
	s.Tables = []Table{t, imports}
}

// messages are the agent's lines in the log buffer.
func (r reader) messages(s *Section) {
	l := r.Syslog
	if l == nil {
		return
	}
	last := map[string]Value{}
	for _, m := range l.Last {
		last[m.Mnemonic] = r.when(m.At)
	}
	t := Table{Title: "Messages of the smart agent in the log buffer", Columns: []string{"Message", "Severity", "Times", "Last"}}
	for _, m := range l.Messages {
		t.Rows = append(t.Rows, []Value{text(m.Mnemonic), text(m.Severity), number(m.Count), last[m.Mnemonic]})
	}
	s.Facts, s.Tables = []Fact{{"Reason of the last COMM_FAILED", text(l.CommFailReason)}}, []Table{t}
	if len(t.Rows) == 0 {
		s.Facts = []Fact{{"Messages of the agent", text("none in the buffer")}}
	}
}
