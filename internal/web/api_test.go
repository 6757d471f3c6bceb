package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// read asks for a JSON document.
func read[T any](t *testing.T, l *lab, path string) T {
	t.Helper()
	w := l.get(path)
	if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || kind != "application/json" {
		t.Fatal(path, w.Code, kind, w.Body)
	}
	var document T
	d := json.NewDecoder(w.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&document); err != nil {
		t.Fatal(path, err)
	}
	return document
}

type listJSON struct {
	Targets []targetJSON `json:"targets"`
}

// TestAPI: the pages tell of each state that a switch can be in, and never poll one.
func TestAPI(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := idleLab(t, 10, config.DefaultCollectors(config.ProtocolSSH), Options{})
		list := read[listJSON](t, l, "/api/v1/targets").Targets
		if len(list) != 10 || l.opens.Load() != 0 {
			t.Fatalf("%d targets, %d logins", len(list), l.opens.Load())
		}
		first := list[0]
		if first.Up != nil || first.Reason != nil || first.Error != nil || first.LastPoll != nil || first.LastSuccess != nil || first.Age != nil {
			t.Errorf("never polled: %+v", first)
		}
		want := map[string]string{"site": `mu"c\0`, "tier": "access"}
		if first.Name != "lab-sw-00000" || first.Address != "192.0.2.1:22" || first.Module != "default" ||
			first.Protocol != "ssh" || !reflect.DeepEqual(first.Labels, want) {
			t.Errorf("%+v", first)
		}
		ended := time.Now().UTC()
		l.get("/metrics")
		time.Sleep(90 * time.Second)
		logins := l.opens.Load()
		list = read[listJSON](t, l, "/api/v1/targets").Targets
		if first = list[0]; !*first.Up || first.Reason != nil || !first.LastPoll.Equal(ended) || !first.LastSuccess.Equal(ended) || *first.Age != 90 {
			t.Errorf("polled: %+v", first)
		}
		dead := list[9]
		if *dead.Up || *dead.Reason != "refused" || *dead.Error != "lab-sw-00009: refused" || !dead.LastPoll.Equal(ended) || dead.LastSuccess != nil || dead.Age != nil {
			t.Errorf("dead: %+v", dead)
		}
		for i, path := range map[int]string{0: "lab-sw-00000", 9: "192.0.2.10"} {
			one := read[targetJSON](t, l, "/api/v1/targets/"+path)
			polls := one.Polls
			if one.Polls = nil; !reflect.DeepEqual(one, list[i]) {
				t.Errorf("%+v, in the list %+v", one, list[i])
			}
			if len(polls.Recent) != 1 || len(polls.Failures) != i/9 || polls.Recent[0].Up != (i == 0) || len(polls.Recent[0].Collectors) != 3 {
				t.Errorf("%s: %+v", path, polls)
			}
		}
		if n := l.opens.Load(); n != logins {
			t.Errorf("%d logins by reading", n-logins)
		}
	})
}

// TestAPIState: the state and the figures of the page are there, and null while they are unknown.
func TestAPIState(t *testing.T) {
	o := Options{Links: func() config.Links { return config.Links{Runbooks: "https://wiki.example.net/ALERT"} }}
	l := idleLab(t, 52, config.DefaultCollectors(config.ProtocolSSH), o)
	first := read[listJSON](t, l, "/api/v1/targets").Targets[0]
	if first.State != overview.Unknown || first.Findings != nil || first.LicenceState != (licenceJSON{}) {
		t.Errorf("never polled: %+v", first)
	}
	l.get("/metrics")
	states := map[overview.State]int{}
	for _, one := range read[listJSON](t, l, "/api/v1/targets").Targets {
		states[one.State]++
		if down := one.State == overview.Down; down != !*one.Up || down != (one.Findings == nil) {
			t.Errorf("%s is %s: up %v, findings %v", one.Name, one.State, *one.Up, one.Findings)
		}
		for _, f := range one.Findings {
			if f.Severity == advise.Critical && !strings.HasPrefix(f.Runbook, "https://wiki.example.net/SLP") {
				t.Errorf("%s: %+v", one.Name, f)
			}
		}
		if n := one.LicenceState.Streak; one.State == overview.Failing && (n == nil || *n < 3 || one.LicenceState.Cause == nil) {
			t.Errorf("%s: %+v", one.Name, one.LicenceState)
		}
	}
	for _, s := range []overview.State{overview.Failing, overview.NoTrust, overview.Overdue, overview.Down, overview.OK} {
		if states[s] == 0 {
			t.Errorf("no switch is %s: %v", s, states)
		}
	}
}

// TestAPIQuery: the query of the fleet page selects here as well. Without an order, that of the configuration holds.
func TestAPIQuery(t *testing.T) {
	l := idleLab(t, 120, []string{"status"}, Options{})
	l.get("/metrics")
	for query, want := range map[string]string{
		"": "lab-sw-00000 … lab-sw-00119, 120", "?page=2": "lab-sw-00100 … lab-sw-00119, 20", "?sort=-name&page=1": "lab-sw-00119 … lab-sw-00020, 100",
		"?state=down": "lab-sw-00009 … lab-sw-00119, 12", "?q=00119": "lab-sw-00119 … lab-sw-00119, 1",
	} {
		list := read[listJSON](t, l, "/api/v1/targets"+query).Targets
		if got := fmt.Sprintf("%s … %s, %d", list[0].Name, list[len(list)-1].Name, len(list)); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	if list := read[listJSON](t, l, "/api/v1/targets?q=nothing").Targets; list == nil || len(list) != 0 {
		t.Errorf("%v", list)
	}
	for _, query := range []string{"?state=dead", "?colour=red", "?kiosk=1", "?q=%zz"} {
		if w := l.get("/api/v1/targets" + query); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}

// TestOddNames: a name may hold what a URL cannot.
func TestOddNames(t *testing.T) {
	names := []string{"a/b", "ü ö", `q"<b>`, "50%", "x?y#z", "..a"}
	l := namedLab(t, names)
	for i, g := range read[[]targetGroup](t, l, "/sd") {
		if g.Targets[0] != names[i] {
			t.Errorf("%q, want %q", g.Targets[0], names[i])
		}
	}
	for name, escaped := range map[string]string{
		"a/b": "a%2Fb", "ü ö": "%C3%BC%20%C3%B6", `q"<b>`: "q%22%3Cb%3E", "50%": "50%25", "x?y#z": "x%3Fy%23z", "..a": "..a",
	} {
		if one := read[targetJSON](t, l, "/api/v1/targets/"+escaped); one.Name != name {
			t.Errorf("%q, want %q", one.Name, name)
		}
		if w := l.get("/probe?target=" + escaped); !strings.Contains(w.Body.String(), "slp_up{") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestDiscovery: one group for each target, in the order of the configuration, without plain labels.
func TestDiscovery(t *testing.T) {
	l := idleLab(t, 12, config.DefaultCollectors(config.ProtocolSSH), Options{})
	groups := read[[]targetGroup](t, l, "/sd")
	if len(groups) != 12 || l.opens.Load() != 0 {
		t.Fatalf("%d groups, %d logins", len(groups), l.opens.Load())
	}
	want := targetGroup{Targets: []string{"lab-sw-00003"}, Labels: map[string]string{
		"__meta_slp_name": "lab-sw-00003", "__meta_slp_address": "192.0.2.4:22", "__meta_slp_module": "default",
		"__meta_slp_protocol": "ssh", "__meta_slp_label_site": `mu"c\3`, "__meta_slp_label_tier": "access",
	}}
	if !reflect.DeepEqual(groups[3], want) {
		t.Errorf("%+v", groups[3])
	}
	for range 5 {
		if again := read[[]targetGroup](t, l, "/sd"); !reflect.DeepEqual(again, groups) {
			t.Fatal("another order")
		}
	}
	inOrder := slices.IsSortedFunc(groups, func(a, b targetGroup) int { return strings.Compare(a.Targets[0], b.Targets[0]) })
	if !inOrder {
		t.Error("out of order")
	}
	if text := namedLab(t, nil).get("/sd").Body.String(); text != "[]\n" {
		t.Errorf("no targets: %q", text)
	}
}
