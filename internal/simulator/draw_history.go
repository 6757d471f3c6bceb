package simulator

import (
	"encoding/json"
	"strconv"
)

// drawHistory is "show license history message".
func drawHistory(sc *screen) {
	sc.heading("Message History (oldest to newest):", 52)
	for _, m := range []message{msgTrust, msgUsage, msgPoll, msgAuthRequest, msgAuthReturn, msgSync, msgHello} {
		sc.line("%s:", m)
		if len(sc.a.history[m]) == 0 {
			sc.line("  No past history")
		}
		for _, e := range sc.a.history[m] {
			sc.exchange(m, e)
		}
		sc.line("")
	}
	sc.imports()
}

// exchange prints a request and its response. Without one the line behind RESPONSE is
// empty.
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

type sudi struct {
	PID    string `json:"udi_pid"`
	Serial string `json:"udi_serial_number"`
}

type messageHeader struct {
	RequestType string `json:"request_type"`
	SUDI        sudi   `json:"sudi"`
	Version     string `json:"version"`
	Locale      string `json:"locale"`
	Instance    string `json:"product_instance_identifier"`
	Nonce       string `json:"nonce"`
	Timestamp   int64  `json:"timestamp"`
}

func (sc *screen) messageHeader(m message, e exchange, at instant) messageHeader {
	first := sc.a.members[0]
	return messageHeader{
		RequestType: m.requestType(), SUDI: sudi{first.pid, first.serial}, Version: "1.3", Locale: "en_US.UTF-8",
		Nonce: strconv.FormatUint(e.nonce, 10), Timestamp: int64(at.add(sc.p.skew)),
	}
}

// quoted is a value as JSON: these messages have JSON texts inside JSON.
func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // only strings and numbers here
		return ""
	}
	return string(b)
}

// requestJSON carries, for Trust Establishment, a token that looks like one, so that
// whoever reads this can show that he does not let it out.
func (sc *screen) requestJSON(m message, e exchange) string {
	data := map[string]any{"hostname": sc.host, "mode": "PERMANENT", "software_tag_identifier": sc.p.family.softwareID()}
	if m == msgTrust {
		data["token"] = "U0lNVUxBVEVE" + inventUUID(sc.a.members[0].serial) + "%0A"
	}
	inner := quoted(map[string]any{"header": sc.messageHeader(m, e, e.at), "request_data": quoted(data)})
	return quoted(map[string]any{"request": inner})
}

func (sc *screen) responseJSON(m message, e exchange) string {
	data := map[string]any{"smart_account_name": sc.p.account, "pool_name": sc.p.virtual}
	if m == msgTrust && e.status == respOK {
		data["smart_license"] = "U0lNVUxBVEVELUxJQ0VOU0U" + inventUUID("licence "+sc.a.members[0].serial)
	}
	text := e.status
	if e.status == respInvalid {
		text = "The request was refused."
	}
	inner := quoted(map[string]any{
		"header": sc.messageHeader(m, e, e.answered), "status_code": e.status, "status_message": text,
		"retry_time_seconds": 0, "response_data": quoted(data),
	})
	return quoted(map[string]any{
		"signature": map[string]any{"type": nil, "value": nil, "piid": nil, "cert_sn": nil},
		"response":  inner, "sch_response": nil,
	})
}

// imports is what came by file or in responses.
func (sc *screen) imports() {
	sc.heading("Import Message History (oldest to newest):", 52)
	for _, name := range []string{"POLICY", "AUTH", "TRUST CODE", "RUM ACK", "CONVERSION ACK", "ACCOUNT INFO"} {
		sc.line("Import %s:", name)
		switch {
		case name == "TRUST CODE" && sc.a.imports[0] != 0:
			sc.line("Received on %s", sc.date(sc.a.imports[0]))
			sc.line("  <smartLicenseTrust>U0lNVUxBVEVELVRSVVNU%s</smartLicenseTrust>", inventUUID("trust "+sc.a.members[0].serial))
		case name == "ACCOUNT INFO" && sc.a.imports[1] != 0:
			sc.line("  Last policy received on %s", sc.date(sc.a.imports[1]))
			sc.line("  <accountInfo>%s</accountInfo>", sc.p.account)
		case name == "RUM ACK" && sc.p.scenario == Offline && sc.a.lastAck != 0:
			sc.line("Received on %s", sc.date(sc.a.lastAck))
			sc.line("  <smartLicenseRumAck>U0lNVUxBVEVELUFDSw</smartLicenseRumAck>")
		default:
			sc.line("  No past Import history")
		}
		sc.line("")
	}
}
