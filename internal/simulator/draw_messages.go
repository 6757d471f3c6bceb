package simulator

import (
	"encoding/json"
	"strconv"
)

// The messages between agent and server: JSON, with JSON texts inside. The order of the
// members is that of real ones. Tokens, signatures and licences look like such, so that
// whoever reads this can show that he does not let them out: they begin with blobMark.

type sudi struct {
	PID    string `json:"udi_pid"`
	Serial string `json:"udi_serial_number"`
}

type connectInfo struct {
	Name         string   `json:"name"`
	Version      string   `json:"version"`
	Production   bool     `json:"production"`
	Additional   string   `json:"additional_info"`
	Capabilities []string `json:"capabilities"`
}

type requestHeader struct {
	RequestType string      `json:"request_type"`
	SUDI        sudi        `json:"sudi"`
	Version     string      `json:"version"`
	Locale      string      `json:"locale"`
	Instance    string      `json:"product_instance_identifier"`
	Nonce       string      `json:"nonce"`
	Timestamp   int64       `json:"timestamp"`
	ConnectInfo connectInfo `json:"connect_info"`
}

type requestDevice struct {
	SUDI     sudi   `json:"sudi"`
	TrustID  int    `json:"trust_id"`
	Software string `json:"software_tag_identifier"`
	Instance string `json:"product_instance_identifier"`
	CSR      string `json:"csr"`
	CertSN   string `json:"id_cert_sn"`
}

type requestData struct {
	SUDI      sudi            `json:"sudi"`
	Timestamp int64           `json:"timestamp"`
	Nonce     string          `json:"nonce"`
	Instance  string          `json:"product_instance_identifier"`
	Hostname  string          `json:"hostname"`
	Token     string          `json:"token,omitempty"`
	Mode      string          `json:"mode"`
	Force     bool            `json:"force"`
	Software  string          `json:"software_tag_identifier"`
	Reports   []string        `json:"rum_reports,omitempty"`
	Devices   []requestDevice `json:"device_list"`
}

type responseHeader struct {
	Version      string      `json:"version"`
	Locale       string      `json:"locale"`
	Timestamp    int64       `json:"timestamp"`
	Nonce        string      `json:"nonce"`
	RequestType  string      `json:"request_type"`
	SUDI         sudi        `json:"sudi"`
	AgentActions *string     `json:"agent_actions"`
	ConnectInfo  connectInfo `json:"connect_info"`
	Instance     string      `json:"product_instance_identifier"`
	IDCert       *string     `json:"id_cert_serial_number"`
	SigningCert  *string     `json:"signing_cert_serial_number"`
}

type responseDevice struct {
	SUDI     sudi   `json:"sudi"`
	Licence  string `json:"smart_license,omitempty"`
	Instance string `json:"product_instance_identifier"`
}

type responseData struct {
	Nonce   string           `json:"nonce"`
	SUDI    sudi             `json:"sudi"`
	Account string           `json:"smart_account_name"`
	Pool    string           `json:"pool_name"`
	Devices []responseDevice `json:"device_list"`
}

type response struct {
	Header  responseHeader `json:"header"`
	Status  string         `json:"status_code"`
	Message string         `json:"status_message"`
	Retry   int            `json:"retry_time_seconds"`
	Data    string         `json:"response_data"`
}

type signature struct {
	Type   *string `json:"type"`
	Value  *string `json:"value"`
	PIID   *string `json:"piid"`
	CertSN *string `json:"cert_sn"`
}

// quoted is a value as JSON: these messages have JSON texts inside JSON.
func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // only strings and numbers here
		return ""
	}
	return string(b)
}

// requestJSON is a request. Its timestamps are the switch's idea of the time.
func (sc *screen) requestJSON(m message, e exchange) string {
	first, nonce := sc.a.members[0], strconv.FormatUint(e.nonce, 10)
	at, software, device := int64(e.at.add(sc.p.skew)), sc.p.family.softwareID(), sudi{first.pid, first.serial}
	data := requestData{
		SUDI: device, Timestamp: at - 742, Nonce: nonce, Hostname: sc.host, Mode: "PERMANENT", Force: m == msgTrust, Software: software,
	}
	switch m {
	case msgTrust:
		data.Token = inventBlob("token "+first.serial, 96) + "%0A"
	case msgUsage:
		data.Reports = []string{inventBlob("report "+nonce, 520), inventBlob("signature "+nonce, 240)}
	}
	for _, each := range sc.a.members {
		data.Devices = append(data.Devices, requestDevice{SUDI: sudi{each.pid, each.serial}, TrustID: each.trustID, Software: software})
	}
	header := requestHeader{
		RequestType: m.requestType(), SUDI: device, Version: "1.3", Locale: "en_US.UTF-8", Nonce: nonce, Timestamp: at,
		ConnectInfo: connectInfo{"C_agent", sc.v.full, true, "", []string{"UTILITY", "DLC", "AppHA", "MULTITIER", "EXPORT_2", "OK_TRY_AGAIN", "POLICY_USAGE", "POLICY_USAGE"}},
	}
	inner := quoted(struct {
		Header requestHeader `json:"header"`
		Data   string        `json:"request_data"`
	}{header, quoted(data)})
	return quoted(struct {
		Request string `json:"request"`
	}{inner})
}

// responseJSON is the server's answer, with the server's time. The answer to a token is
// not signed, for there is no trust yet.
func (sc *screen) responseJSON(m message, e exchange) string {
	first, nonce := sc.a.members[0], strconv.FormatUint(e.nonce, 10)
	instance := inventUUID("instance " + first.serial)
	data := responseData{Nonce: nonce, SUDI: sudi{first.pid, first.serial}, Account: sc.p.account, Pool: sc.p.virtual}
	for _, each := range sc.a.members {
		d := responseDevice{SUDI: sudi{each.pid, each.serial}, Instance: instance}
		if m == msgTrust && e.status == respOK {
			d.Licence = inventBlob("licence "+each.serial, 340)
		}
		data.Devices = append(data.Devices, d)
	}
	name := "SSM"
	if sc.p.transport.kind == "cslu" {
		name = "CSLU_V1"
	}
	inner := quoted(response{
		Header: responseHeader{
			Version: "1.3", Locale: "en_US.UTF-8", Timestamp: int64(e.answered), Nonce: nonce, RequestType: m.requestType(),
			SUDI: data.SUDI, ConnectInfo: connectInfo{name, "1.3", true, "", []string{"DLC", "AppHA", "EXPORT_2", "POLICY_USAGE", "UTILITY"}},
		},
		Status: e.status, Message: e.text, Data: quoted(data),
	})
	return quoted(struct {
		Signature   signature `json:"signature"`
		Response    string    `json:"response"`
		SCHResponse *string   `json:"sch_response"`
	}{Signature: sc.signature(m, instance, nonce), Response: inner})
}

func (sc *screen) signature(m message, instance, nonce string) signature {
	if m == msgTrust {
		return signature{}
	}
	kind, value, cert := "SHA256", inventBlob("signature of "+nonce, 240), "3"
	return signature{&kind, &value, &instance, &cert}
}
