package screen

import (
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// ShowHistory is "show license history message". A size above 0 is the minimum size in bytes: older
// usage reports are printed before those that the agent sent.
func ShowHistory(size int) Command { return func(pg *Page) { pg.messages(size) } }

func (pg *Page) messages(size int) {
	older := ""
	if size > 0 {
		plain := *pg
		plain.Builder = strings.Builder{}
		plain.messages(0)
		older = pg.olderExchanges(size - plain.Len())
	}
	pg.heading("Message History (oldest to newest):", 52)
	for m := range agent.MessageCount {
		if !pg.listed(m) {
			continue
		}
		pg.line("%s:", m)
		if m == agent.MessageUsage {
			pg.WriteString(older)
		}
		if len(pg.a.History[m]) == 0 && (m != agent.MessageUsage || older == "") {
			pg.line("  No past history")
		}
		for _, e := range pg.a.History[m] {
			pg.exchange(m, e)
		}
		pg.line("")
	}
	pg.imports()
}

// listed reports whether the history has a section for the message. Agents 5.5 and those of the
// registration era list Hello Message only after they have sent one, and no agent lists messages
// that it never sends.
func (pg *Page) listed(m agent.Message) bool {
	switch m {
	case agent.MessageTrustAck, agent.MessageAuthConfirm, agent.MessageTelemetry:
		return len(pg.a.History[m]) > 0
	case agent.MessageHello:
		return len(pg.a.History[m]) > 0 || !strings.HasPrefix(pg.v.Number, "5.5") && !pg.v.PreSLP
	default:
		return true
	}
}

// olderExchanges returns at least size bytes of usage reports and their answers, one per hour before
// the first that the agent remembers.
func (pg *Page) olderExchanges(size int) string {
	if size <= 0 {
		return ""
	}
	first := pg.a.Now
	if kept := pg.a.History[agent.MessageUsage]; len(kept) > 0 {
		first = kept[0].At
	}
	page := *pg
	page.Builder = strings.Builder{}
	page.exchange(agent.MessageUsage, agent.AnsweredNow(first, 1<<63, agent.ResponsePoll, agent.ResponsePoll))
	count := (size+64)/page.Len() + 1 // all are equally long
	page.Reset()
	page.Grow(size + page.Len())
	for i := count; i > 0; i-- {
		at := first.Add(-time.Duration(i) * time.Hour)
		page.exchange(agent.MessageUsage, agent.AnsweredNow(at, uint64(at)*1e6+uint64(i), agent.ResponsePoll, agent.ResponsePoll))
	}
	return page.String()
}

// exchange prints a request and its response. Without a response, the line after RESPONSE is empty
// and shows the time of the request.
func (pg *Page) exchange(m agent.Message, e agent.Exchange) {
	pg.line("  REQUEST: %s", pg.date(e.At))
	pg.line("%s", pg.requestJSON(m, e))
	pg.line("")
	if e.Answered == 0 {
		pg.line("  RESPONSE: %s", pg.date(e.At))
		pg.lines("", "")
		return
	}
	pg.line("  RESPONSE: %s", pg.date(e.Answered))
	pg.line("%s", pg.responseJSON(m, e))
	pg.line("")
}

// imports prints what arrived in files or responses.
func (pg *Page) imports() {
	pg.heading("Import Message History (oldest to newest):", 52)
	serial, carried := pg.a.Members[0].Serial, pg.p.Scenario == agent.Offline
	for _, name := range []string{"POLICY", "AUTH", "TRUST CODE", "RUM ACK", "CONVERSION ACK", "ACCOUNT INFO"} {
		pg.line("Import %s:", name)
		switch {
		case name == "POLICY" && carried && pg.a.PolicySince != 0:
			pg.line("Received on %s", pg.date(pg.a.PolicySince))
			pg.line("  <smartLicensePolicy>%s</smartLicensePolicy>", invent.Blob("policy "+serial, 240))
		case name == "TRUST CODE" && pg.a.Imports[0] != 0:
			pg.line("Received on %s", pg.date(pg.a.Imports[0]))
			pg.line("  <smartLicenseTrust>%s</smartLicenseTrust>", invent.Blob("trust "+serial, 480))
		case name == "ACCOUNT INFO" && pg.a.Imports[1] != 0:
			pg.line("  Last policy received on %s", pg.date(pg.a.Imports[1]))
			pg.line("  <accountInfo>%s</accountInfo>", pg.p.Account)
		case name == "RUM ACK" && carried && pg.a.LastAck != 0:
			pg.line("Received on %s", pg.date(pg.a.LastAck))
			pg.line("  <smartLicenseRumAck>%s</smartLicenseRumAck>", invent.Blob("ack "+serial, 360))
		default:
			pg.line("  No past Import history")
		}
		pg.line("")
	}
}
