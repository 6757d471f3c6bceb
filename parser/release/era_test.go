package release_test

import (
	"os"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/release"
)

// TestEraOf: how a switch licenses follows from its release, and of a Nexus 7000 or an MDS from the chassis, too.
func TestEraOf(t *testing.T) {
	const nexus = "Nexus9000 C93180YC-FX Chassis"
	for _, c := range []struct {
		release, chassis, want string // the beginning of the name
		policy                 bool
	}{
		{"6.0(2)U6(10)", `Nexus 3048 Chassis ("48x1GE + 4x10G Supervisor")`, "node-locked (before 9.3(3))", false},
		{"7.0(3)I7(9)", nexus, "node-locked (before 9.3(3))", false},
		{"9.3(2)", nexus, "node-locked (before 9.3(3))", false},
		{"9.3(3)", nexus, "smart licensing or node-locked", false},
		{"9.3(6uu)I9(1uu)", nexus, "smart licensing or node-locked", false},
		{"10.1(2)", nexus, "smart licensing or node-locked", false},
		{"10.2(1)", nexus, "smart licensing using policy (10.2(1)F", true},
		{"10.2(1q)F", nexus, "smart licensing using policy (10.2(1)F", true},
		{"10.2(3t)", "Nexus 3550-T Chassis", "smart licensing using policy (10.2(1)F", true},
		{"10.5(2)", "", "smart licensing using policy (10.2(1)F", true},
		{"15.3(2b)", `N9K-C93180YC-FX ("supervisor")`, "ACI mode", false},
		{"8.4(2)", "Nexus7000 C7009 (9 Slot) Chassis", "smart licensing or node-locked, whichever is configured (Nexus 7000", false},
		{"7.3(8)D1(1)", "Nexus7700 C7710 (10 Slot) Chassis", "node-locked (Nexus 7000", false},
		{"9.2(2)", "MDS 9396T 96X32G FC (2 RU) Chassis", "smart licensing using policy (MDS", true},
		{"9.2(1)", "MDS 9148S 16G 48 FC (1 Slot) Chassis", "node-locked (MDS", false},
		{"unknown", nexus, "", false}, {"10.2", nexus, "", false}, {"10.2(x)", nexus, "", false}, {"", "", "", false},
	} {
		got := release.EraOf(c.release, c.chassis)
		if (got == nil) != (c.want == "") || got != nil && (!strings.HasPrefix(got.Name, c.want) || got.Policy != c.policy) {
			t.Errorf("%s on %s: %+v, want %s", c.release, c.chassis, got, c.want)
		}
	}
}

// TestErasAreDocumented: the table of the documentation has each name, as `poll` and errors show it.
func TestErasAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{"9.3(2)", ""}, {"9.3(3)", ""}, {"10.2(1)", ""}, {"7.3(8)", "Nexus7700"}, {"8.0(1)", "Nexus7000"},
		{"9.2(1)", "MDS 9148S"}, {"9.2(2)", "MDS 9148S"}, {"15.2(4d)", ""},
	} {
		if era := release.EraOf(c[0], c[1]); era == nil || !strings.Contains(string(page), "| "+era.Name+" |") {
			t.Errorf("%s on %q: %+v is not in the table", c[0], c[1], era)
		}
	}
}
