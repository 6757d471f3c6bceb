package parser_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

func TestCauseOf(t *testing.T) {
	for _, c := range []struct {
		response, reason string
		want             parser.Cause
	}{
		{"", "", parser.CauseNone},
		{"OK", "", parser.CauseNone},
		{"OK_POLL", "", parser.CauseNone},
		{"NO DATA TO PROCESS", "", parser.CauseNone},
		{"OK_TRY_AGAIN", "", parser.CauseNone},
		{"NO REPLY", "", parser.CauseNoReply},
		{"NO REPLY", "Invalid token", parser.CauseOther},
		{"NO REPLY", "Cannot resolve hostname", parser.CauseNameResolution},
		{"", "Fail to send out Call Home HTTP message", parser.CauseOther},
		{"", "Failed to connect: No route to host", parser.CauseUnreachable},
		{"INVALID STATUS CODE", `{"error":"quota"}`, parser.CauseHTTPStatus},
		{"NO REPLY", "Unable to resolve server hostname/domain name", parser.CauseNameResolution},
		{"NO REPLY", "Connection timed out", parser.CauseTimeout},
		{"NO REPLY", "Couldn't connect to server", parser.CauseConnectionRefused},
		{"NO REPLY", "Received HTTP code 407 from proxy after CONNECT", parser.CauseProxy},
		{"NO REPLY", "SSL certificate problem: self-signed certificate", parser.CauseTLS},
		{"NO REPLY", "Network is unreachable", parser.CauseUnreachable},
		{"INVALID STATUS CODE", "", parser.CauseHTTPStatus},
		{"INVALID STATUS CODE", `{"product_instance_identifier":["The identity for the device is unknown"]}`, parser.CauseIdentity},
		{"ERROR", "Server error occurred: LS_LICENGINE_FAIL_TO_CONNECT", parser.CauseServerError},
		{"NO REPLY", "Device configured for Offline transport", parser.CauseOffline},
		{"BUILD REQUEST ERROR", "Null pointer Error", parser.CauseOther},
	} {
		if got := parser.CauseOf(c.response, c.reason); got != c.want {
			t.Errorf("%q, %q: %s, want %s", c.response, c.reason, got, c.want)
		}
	}
}
