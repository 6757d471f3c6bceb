package simulator

import (
	"maps"
	"testing"
)

// TestTroubled checks that only switches that nothing else ails get a trouble, each kind in turn, spread over the fleet.
func TestTroubled(t *testing.T) {
	for _, row := range []struct{ switches, nexus, troubled, want int }{
		{25, 2, 0, 0}, {25, 2, 4, 4}, {25, 2, 25, 11}, {1, 0, 1, 1}, {200, 0, 32, 32},
	} {
		f, err := New(Options{Switches: row.switches, Nexus: row.nexus, Troubled: row.troubled, Seed: 1, Clock: frozen()})
		if err != nil {
			t.Fatal(err)
		}
		kinds, troubled := map[string]int{}, 0
		for i, sw := range f.Switches() {
			kind := f.Trouble(sw)
			if kind == "" {
				continue
			}
			troubled++
			kinds[kind]++
			if sw.Scenario() != Healthy || sw.Nexus() != "" {
				t.Errorf("%d of %d: switch %d has scenario %s and is %s", row.troubled, row.switches, i, sw.Scenario(), kind)
			}
			if want := Troubles()[(troubled-1)%4].Name; kind != want {
				t.Errorf("%d of %d: switch %d is %s, want %s", row.troubled, row.switches, i, kind, want)
			}
		}
		if troubled != row.want {
			t.Errorf("%d of %d: %d are in trouble, want %d", row.troubled, row.switches, troubled, row.want)
		}
		if row.troubled == 4 && !maps.Equal(kinds, map[string]int{"dead": 1, "wrong password": 1, "changed host key": 1, "slow": 1}) {
			t.Errorf("the kinds are %v", kinds)
		}
	}
	if _, err := New(Options{Switches: 2, Troubled: 3}); err == nil {
		t.Error("3 of 2 switches are in trouble")
	}
}
