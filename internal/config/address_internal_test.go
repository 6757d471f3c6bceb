package config

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config/address"
)

// TestDefaultPort is inside of the package because no configuration reaches NETCONF yet.
func TestDefaultPort(t *testing.T) {
	for protocol, want := range map[string]string{"ssh": "[2001:db8::1]:22", "netconf": "[2001:db8::1]:830"} {
		if got, what := address.Parse("2001:db8::1", defaultPort(protocol)); got != want || what != "" {
			t.Errorf("%s: got %s (%s), want %s", protocol, got, what, want)
		}
	}
}
