package parser_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestReasonsAlike: a secret in the reason of a failure is masked in the same way, whichever output has the reason.
func TestReasonsAlike(t *testing.T) {
	said := func(r parser.State) string {
		switch {
		case r.Eventlog != nil:
			return r.Eventlog.LastFailReason
		case r.Syslog != nil:
			return r.Syslog.CommFailReason
		case r.History != nil:
			for _, m := range r.History.Messages {
				if m.StatusCode == "FAILED" {
					return m.StatusMessage
				}
			}
		case r.Usage != nil && r.Usage.LastPushFailure != "":
			return r.Usage.LastPushFailure
		case len(r.Messages) > 0:
			return r.Messages[0].Reason
		}
		return "nothing"
	}
	techSupport := fixture.Fixtures(t)["testdata/techsupport-5.1.26-standalone-never-trusted"]
	messages := fixture.Fixtures(t)["testdata/history-5.5.29-direct"]
	printed := map[string]func(reason string) string{
		"tech support": func(reason string) string {
			return strings.Replace(techSupport, `{"token":["The token provided is invalid or has expired."]}`, reason, 1)
		},
		"event log": func(reason string) string {
			return "**** Event Log ****\n2026-01-02 10:02:00.000 UTC SAEVT_COMM_FAIL error=\"" + reason + "\"\n"
		},
		"syslog": func(reason string) string {
			return "sw#show logging | include SMART_LIC\n000060: Apr  8 2026 04:00:00.114 UTC: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart Software Manager (CSSM) : " + reason + "\n"
		},
		"history": func(reason string) string {
			return strings.Replace(messages, `The product instance \\\"C9300-48UN\\\" is not known: check the account`, reason, 1)
		},
		"NETCONF": func(reason string) string {
			return fixture.RPCReply("<version>5.11.4</version><state-info><utility><reporting-times><last-report-time>2026-01-02T03:04:05Z</last-report-time><last-report-success>false</last-report-success><fail-message>" +
				reason + "</fail-message></reporting-times></utility></state-info>")
		},
	}
	for reason, want := range map[string]string{
		"The token 'ODRkMTI4' is not valid.":           "The token '<secret>' is not valid.",
		"ID token ODRkMTI4 has expired":                "ID token <secret> has expired",
		"trust code AB12-CD34 is unknown":              "trust code <secret> is unknown",
		"no answer from https://lab:hun@ter2@cslu/v1":  "no answer from https://cslu/v1",
		"proxy password hunter2 refused":               "proxy password <secret> refused",
		"signed with " + strings.Repeat("Zx9+", 20):    "signed with <blob>",
		"The token provided is invalid or has expired": "The token provided is invalid or has expired",
	} {
		for where, print := range printed {
			var s *parser.State
			if where == "NETCONF" {
				s = fixture.Read(t, print(reason))
			} else {
				var err error
				if s, err = capture.Detect(print(reason), "").Parse(capture.Output(print(reason))); err != nil {
					t.Errorf("%s: %v", where, err)
				}
			}
			if s == nil {
				continue
			}
			if got := said(*s); got != want {
				t.Errorf("%s: %q becomes %q, want %q", where, reason, got, want)
			}
		}
	}
}
