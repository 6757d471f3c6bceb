package screen

import (
	"encoding/json"
	"strconv"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// The messages between agent and server are JSON with JSON texts inside. The order of members is that
// of real messages. Tokens, signatures and licences look real and begin with invent.BlobMark, so that a
// reader of these outputs can prove that it does not leak them.

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

// quoted returns a value as JSON text.
func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // cannot happen: there are only strings and numbers
		return ""
	}
	return string(b)
}

// requestJSON returns a request. Its timestamps are taken from the clock of the switch.
func (pg *Page) requestJSON(m agent.Message, e agent.Exchange) string {
	first, nonce := pg.a.Members[0], strconv.FormatUint(e.Nonce, 10)
	at, software, device := int64(e.At.Add(pg.p.Skew)), pg.p.Family.SoftwareID(), sudi{first.PID, first.Serial}
	data := requestData{
		SUDI: device, Timestamp: at - 742, Nonce: nonce, Hostname: pg.host, Mode: "PERMANENT", Force: m == agent.MessageTrust, Software: software,
	}
	switch m {
	case agent.MessageTrust:
		data.Token = invent.Blob("token "+first.Serial, 96) + "%0A"
	case agent.MessageUsage:
		data.Reports = []string{invent.Blob("report "+nonce, 520), invent.Blob("signature "+nonce, 240)}
	}
	for _, each := range pg.a.Members {
		data.Devices = append(data.Devices, requestDevice{SUDI: sudi{each.PID, each.Serial}, TrustID: each.TrustID, Software: software})
	}
	header := requestHeader{
		RequestType: m.RequestType(), SUDI: device, Version: "1.3", Locale: "en_US.UTF-8", Nonce: nonce, Timestamp: at,
		ConnectInfo: connectInfo{"C_agent", pg.v.Full, true, "", []string{"UTILITY", "DLC", "AppHA", "MULTITIER", "EXPORT_2", "OK_TRY_AGAIN", "POLICY_USAGE", "POLICY_USAGE"}},
	}
	inner := quoted(struct {
		Header requestHeader `json:"header"`
		Data   string        `json:"request_data"`
	}{header, quoted(data)})
	return quoted(struct {
		Request string `json:"request"`
	}{inner})
}

// responseJSON returns the answer of the server, stamped with the time of the server. The answer to
// a token is not signed, because there is no trust yet.
func (pg *Page) responseJSON(m agent.Message, e agent.Exchange) string {
	first, nonce := pg.a.Members[0], strconv.FormatUint(e.Nonce, 10)
	instance := invent.UUID("instance " + first.Serial)
	data := responseData{Nonce: nonce, SUDI: sudi{first.PID, first.Serial}, Account: pg.p.Account, Pool: pg.p.VirtualAccount}
	for _, each := range pg.a.Members {
		d := responseDevice{SUDI: sudi{each.PID, each.Serial}, Instance: instance}
		if m == agent.MessageTrust && e.Status == agent.ResponseOK {
			d.Licence = invent.Blob("licence "+each.Serial, 340)
		}
		data.Devices = append(data.Devices, d)
	}
	name := "SSM"
	if pg.p.Transport.Kind == "cslu" {
		name = "CSLU_V1"
	}
	inner := quoted(response{
		Header: responseHeader{
			Version: "1.3", Locale: "en_US.UTF-8", Timestamp: int64(e.Answered), Nonce: nonce, RequestType: m.RequestType(),
			SUDI: data.SUDI, ConnectInfo: connectInfo{name, "1.3", true, "", []string{"DLC", "AppHA", "EXPORT_2", "POLICY_USAGE", "UTILITY"}},
		},
		Status: e.Status, Message: e.Text, Data: quoted(data),
	})
	return quoted(struct {
		Signature   signature `json:"signature"`
		Response    string    `json:"response"`
		SCHResponse *string   `json:"sch_response"`
	}{Signature: pg.signature(m, instance, nonce), Response: inner})
}

func (pg *Page) signature(m agent.Message, instance, nonce string) signature {
	if m == agent.MessageTrust {
		return signature{}
	}
	kind, value, cert := "SHA256", invent.Blob("signature of "+nonce, 240), "3"
	return signature{&kind, &value, &instance, &cert}
}
