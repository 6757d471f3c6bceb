package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// transport is "Transport": how the agent reaches CSSM.
type transport struct {
	*page
	// inProxy is true below "Proxy:".
	inProxy bool
}

func (s *transport) take(l lines.Line) bool {
	if s.Transport == nil {
		s.Transport = &Transport{}
	}
	t := s.Transport
	switch l.Key {
	case "Type":
		t.Type = TransportType(l.Value)
	case "URL", "Cslu address", "CSLU address":
		t.URL = scan.Text(scan.WithoutCredentials(l.Value))
	case "Proxy":
		s.inProxy = true
	case "Address":
		if s.inProxy {
			t.ProxyAddress = scan.Text(scan.WithoutCredentials(l.Value))
		}
	case "Port":
		if s.inProxy {
			t.ProxyPort = scan.Text(l.Value)
		}
	case "VRF":
		t.VRF = scan.Text(l.Value)
	case "IP Mode":
		t.IPMode = scan.Text(l.Value)
	case "Trust Point":
		t.TrustPoint = scan.Text(l.Value)
	case "Username", "Password", "Server Identity Check": // credentials are not kept
	default:
		return l.Text == "Not Configured"
	}
	return true
}

// TransportType writes the type in lower case; "Transport Off" is off.
func TransportType(value string) string {
	if scan.IsNone(value) {
		return ""
	}
	return scan.Text(strings.TrimPrefix(strings.ToLower(value), "transport "))
}
