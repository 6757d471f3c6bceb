package simulator

import (
	"strings"
	"time"
)

// drawHistory is "show license history message". A size above 0 makes it at least so many
// bytes long: older usage reports stand in front of those that the agent sent.
func drawHistory(sc *screen, size int) {
	older := ""
	if size > 0 {
		plain := *sc
		plain.Builder = strings.Builder{}
		drawHistory(&plain, 0)
		older = sc.olderExchanges(size - plain.Len())
	}
	sc.heading("Message History (oldest to newest):", 52)
	for m := range messageCount {
		if !sc.listed(m) {
			continue
		}
		sc.line("%s:", m)
		if m == msgUsage {
			sc.WriteString(older)
		}
		if len(sc.a.history[m]) == 0 && (m != msgUsage || older == "") {
			sc.line("  No past history")
		}
		for _, e := range sc.a.history[m] {
			sc.exchange(m, e)
		}
		sc.line("")
	}
	sc.imports()
}

// listed reports whether the history has a section for the message: agents up to 5.5 list
// Hello Message only once they have sent one, and none lists what it never sends.
func (sc *screen) listed(m message) bool {
	switch m {
	case msgTrustAck, msgAuthConfirm, msgTelemetry:
		return len(sc.a.history[m]) > 0
	case msgHello:
		return len(sc.a.history[m]) > 0 || !strings.HasPrefix(sc.v.number, "5.5") && !sc.v.preSLP
	default:
		return true
	}
}

// olderExchanges is at least so many bytes of usage reports and their answers, one an hour
// up to the first that the agent remembers.
func (sc *screen) olderExchanges(size int) string {
	if size <= 0 {
		return ""
	}
	first := sc.a.now
	if kept := sc.a.history[msgUsage]; len(kept) > 0 {
		first = kept[0].at
	}
	page := *sc
	page.Builder = strings.Builder{}
	page.exchange(msgUsage, answeredNow(first, 1<<63, respPoll, respPoll))
	count := (size+64)/page.Len() + 1 // each is as long as the other
	page.Reset()
	page.Grow(size + page.Len())
	for i := count; i > 0; i-- {
		at := first.add(-time.Duration(i) * time.Hour)
		page.exchange(msgUsage, answeredNow(at, uint64(at)*1e6+uint64(i), respPoll, respPoll))
	}
	return page.String()
}

// exchange prints a request and its response. Without one the line behind RESPONSE is
// empty, and its time that of the request.
func (sc *screen) exchange(m message, e exchange) {
	sc.line("  REQUEST: %s", sc.date(e.at))
	sc.line("%s", sc.requestJSON(m, e))
	sc.line("")
	if e.answered == 0 {
		sc.line("  RESPONSE: %s", sc.date(e.at))
		sc.lines("", "")
		return
	}
	sc.line("  RESPONSE: %s", sc.date(e.answered))
	sc.line("%s", sc.responseJSON(m, e))
	sc.line("")
}

// imports is what came by file or in responses.
func (sc *screen) imports() {
	sc.heading("Import Message History (oldest to newest):", 52)
	serial, carried := sc.a.members[0].serial, sc.p.scenario == Offline
	for _, name := range []string{"POLICY", "AUTH", "TRUST CODE", "RUM ACK", "CONVERSION ACK", "ACCOUNT INFO"} {
		sc.line("Import %s:", name)
		switch {
		case name == "POLICY" && carried && sc.a.policySince != 0:
			sc.line("Received on %s", sc.date(sc.a.policySince))
			sc.line("  <smartLicensePolicy>%s</smartLicensePolicy>", inventBlob("policy "+serial, 240))
		case name == "TRUST CODE" && sc.a.imports[0] != 0:
			sc.line("Received on %s", sc.date(sc.a.imports[0]))
			sc.line("  <smartLicenseTrust>%s</smartLicenseTrust>", inventBlob("trust "+serial, 480))
		case name == "ACCOUNT INFO" && sc.a.imports[1] != 0:
			sc.line("  Last policy received on %s", sc.date(sc.a.imports[1]))
			sc.line("  <accountInfo>%s</accountInfo>", sc.p.account)
		case name == "RUM ACK" && carried && sc.a.lastAck != 0:
			sc.line("Received on %s", sc.date(sc.a.lastAck))
			sc.line("  <smartLicenseRumAck>%s</smartLicenseRumAck>", inventBlob("ack "+serial, 360))
		default:
			sc.line("  No past Import history")
		}
		sc.line("")
	}
}
