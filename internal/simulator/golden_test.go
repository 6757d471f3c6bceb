package simulator

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// goldenCases returns one switch per agent version, with scenarios and topologies mixed.
func goldenCases() map[string]SwitchOptions {
	return map[string]SwitchOptions{
		"4.8":            {Agent: "4.8", Scenario: PreSLP, Topology: DualSupervisor},
		"evaluation":     {Agent: "4.8", Scenario: PreSLP, Topology: StackOfTwo, Unregistered: true, Stamps: StampsSeconds},
		"5.1.26":         {Agent: "5.1.26", Topology: StackOfThree},
		"5.3.16":         {Agent: "5.3.16", Topology: StackOfTwo, Timestamps: true},
		"5.5.11":         {Agent: "5.5.11", Scenario: LostTrust, Topology: StackOfThree},
		"5.5.29":         {Agent: "5.5.29", Scenario: NeverTrusted, Topology: Standalone},
		"5.7.6":          {Agent: "5.7.6", Topology: DualSupervisor, Zone: "PDT"},
		"5.8.3":          {Agent: "5.8.3", Topology: Standalone, Zone: "pacific"},
		"5.10.1":         {Agent: "5.10.1", Scenario: ProxyRefused, Topology: DualSupervisor, Timestamps: true},
		"5.11.4":         {Agent: "5.11.4", Topology: StackOfFour, Scenario: ReportBacklog},
		"6.0.1":          {Agent: "6.0.1", Scenario: Offline, Topology: StackOfThree, Timestamps: true},
		"6.2.0":          {Agent: "6.2.0", Scenario: SkewedClock, Topology: Standalone},
		"long_outage":    {Agent: "5.5.29", Scenario: LongOutage, Topology: StackOfTwo, Zone: "CET", Stamps: StampsZone, SequenceNumbers: true, LogBuffer: 4096},
		"never_restored": {Agent: "5.8.3", Scenario: NeverRestored, Topology: Standalone, Stamps: StampsFull},
		"no_licences":    {Agent: "6.0.1", Topology: Standalone, NoLicences: true, Zone: "IST", Stamps: StampsLocal},
		"6.3.10":         {Agent: "6.3.10", Scenario: StackMemberWithoutTrust, Topology: StackOfThree},
	}
}

// kept leaves out filtered outputs and most of the long histories, because other files already cover
// them.
func kept(name, command string) bool {
	if strings.Contains(command, "history") {
		return name == "4.8" || name == "5.5.29" || name == "6.0.1" || name == "5.8.3"
	}
	return !strings.Contains(command, "|")
}

func TestGolden(t *testing.T) {
	for name, so := range goldenCases() {
		s, err := NewSwitch(Options{Seed: 11, Clock: frozen()}, so)
		if err != nil {
			t.Fatal(err)
		}
		for _, command := range allCommands() {
			if !kept(name, command) {
				continue
			}
			asInFile(t, name+"_"+strings.ReplaceAll(command, " ", "_")+".txt", s.Render(command))
		}
		if name == "4.8" || name == "evaluation" || name == "5.1.26" || name == "5.5.11" || name == "5.7.6" {
			asInFile(t, name+"_netconf.xml", strings.ReplaceAll(s.Netconf(""), "><", ">\n<")+"\n")
		}
	}
}

// asInFile compares the output of a switch with the golden file of that name.
func asInFile(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the output of the switch differs from %s; if that is intended, run the tests with -update", file)
	}
}

// TestLength checks that tech support is as long as on real switches.
func TestLength(t *testing.T) {
	for _, version := range AgentVersions()[1:] {
		s, err := NewSwitch(Options{Seed: 2, Clock: frozen()}, SwitchOptions{Agent: version, Topology: StackOfThree})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(s.Render("show license tech support")); n < 11000 || n > 15500 {
			t.Errorf("tech support of agent %s is %d bytes", version, n)
		}
	}
}
