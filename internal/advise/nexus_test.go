package advise_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/release"
)

// TestNexus: of a Nexus it is said how it licenses, and that more is not known. No command of IOS-XE is proposed.
func TestNexus(t *testing.T) {
	for name, test := range map[string]struct {
		era  *release.Era
		want advise.Answer
	}{
		"policy":      {release.EraOf("10.4(2)", "Nexus9000 C9336C-FX2"), advise.Yes},
		"node-locked": {release.EraOf("7.0(3)I7(8)", "Nexus9000 C9336C-FX2"), advise.No},
		"unknown":     {nil, advise.NotKnown},
	} {
		in := advise.Input{Target: "leaf-1", State: &parser.State{Nexus: true, Era: test.era}}
		r := advise.Diagnose(in)
		if r.Verdict != advise.Unknown || len(r.Findings) != 0 || !strings.Contains(r.Headline, "NX-OS") {
			t.Errorf("%s: %s, %q, %v", name, r.Verdict, r.Headline, r.Findings)
		}
		for i, s := range r.Steps {
			if i == 0 && s.Answer != test.want || i > 0 && s.Answer != advise.NotKnown || len(s.Next) > 0 {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if wants := advise.Wants(in); len(wants) > 0 {
			t.Errorf("%s: wants %v", name, wants)
		}
	}
}
