package fleet

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/parser/release"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// TestInEra: what a Nexus does not answer is explained by how its release licenses, and nothing else is.
func TestInEra(t *testing.T) {
	aci := release.EraOf("15.2(4d)", "N9K-C93180YC-FX")
	strange := fmt.Errorf("reading the output: %w", &reply.UnrecognisedError{Command: "show license usage", Line: 1, Text: "x"})
	for name, c := range map[string]struct {
		era  *release.Era
		err  error
		want failure.Reason
		said bool
	}{
		"refused":            {aci, &failure.Error{Reason: failure.Unsupported, Err: errors.New("x")}, failure.Unsupported, true},
		"another output":     {aci, &failure.Error{Reason: failure.Parse, Err: strange}, failure.Unsupported, true},
		"not allowed":        {aci, &failure.Error{Reason: failure.Privilege, Err: errors.New("x")}, failure.Privilege, false},
		"too long":           {aci, &failure.Error{Reason: failure.Parse, Err: errors.New("the output exceeds 16 MiB")}, failure.Parse, false},
		"SLP":                {release.EraOf("10.4(2)", ""), &failure.Error{Reason: failure.Parse, Err: strange}, failure.Parse, false},
		"no release, no era": {nil, &failure.Error{Reason: failure.Parse, Err: strange}, failure.Parse, false},
	} {
		got := inEra(c.err, c.era)
		if failure.ReasonOf(got) != c.want || strings.Contains(got.Error(), "licensing of this release is ACI mode") != c.said {
			t.Errorf("%s: %v", name, got)
		}
	}
}
