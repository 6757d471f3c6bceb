package fleet_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// namedTargets are some of every kind of address. Two are at one, and one is called like another's address.
func namedTargets() *config.Config {
	c := &config.Config{Polling: config.Polling{MaxConcurrent: 1, MinInterval: time.Minute, Timeout: time.Minute}}
	for _, t := range []struct{ name, address, protocol string }{
		{"plain", "192.0.2.1:22", "ssh"}, {"twin", "192.0.2.1:22", "ssh"}, {"six", "[2001:db8::1]:22", "ssh"},
		{"other-port", "192.0.2.2:2200", "ssh"}, {"xml", "192.0.2.3:830", "netconf"}, {"xml-on-22", "192.0.2.4:22", "netconf"},
		{"host", "sw.example.net:22", "ssh"}, {"192.0.2.5", "192.0.2.6:22", "ssh"}, {"five", "192.0.2.5:22", "ssh"},
		{"both", "192.0.2.7:22", "both"}, {"half", "192.0.2.8:2200", "both"}, {"both-six", "[2001:db8::2]:2200", "both"},
	} {
		c.Targets = append(c.Targets, &config.Target{Name: t.name, Address: t.address, Module: &config.Module{Protocol: t.protocol}})
	}
	return c
}

// found is the target of that name or address.
func found(f *fleet.Fleet, text string) (*config.Target, bool) {
	s, err := f.Select(text)
	if err != nil {
		return nil, false
	}
	return s.Peek()[0].Target, true
}

func TestSelect(t *testing.T) {
	c := namedTargets()
	f := fleet.New(c, fleet.Options{})
	for text, want := range map[string]string{
		"plain": "plain", "192.0.2.1": "plain", "192.0.2.1:22": "plain", "twin": "twin",
		"2001:db8::1": "six", "[2001:db8::1]": "six", "[2001:db8::1]:22": "six",
		"192.0.2.2:2200": "other-port", "192.0.2.2": "", "192.0.2.2:22": "",
		"192.0.2.3": "xml", "192.0.2.3:22": "", "192.0.2.4": "", "192.0.2.4:22": "xml-on-22",
		"sw.example.net": "host", "192.0.2.5": "192.0.2.5", "192.0.2.5:22": "five", "": "", ":22": "",
		"192.0.2.3:830": "xml", "192.0.2.7": "both", "192.0.2.7:22": "both", "192.0.2.7:830": "both", "192.0.2.1:830": "",
		"192.0.2.8": "half", "192.0.2.8:2200": "half", "192.0.2.8:830": "half", "192.0.2.8:22": "", "[2001:db8::2]:830": "both-six", "[2001:db8::2]": "both-six", "203.0.113.9": "",
	} {
		target, ok := found(f, text)
		if ok != (want != "") || ok && target.Name != want {
			t.Errorf("%q finds %v, want %q", text, target, want)
		}
	}
	if got := f.Configured(); !slices.Equal(got, c.Targets) {
		t.Errorf("%v", got)
	}
	c.Targets = c.Targets[1:]
	f.Update(c)
	if target, ok := found(f, "192.0.2.1"); !ok || target.Name != "twin" {
		t.Errorf("%v at the address of one that has gone", target)
	}
}

// TestPeekWithoutInterval: where each scrape polls, the last poll is shown until the next one, however long ago.
func TestPeekWithoutInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2, func(s *setup) { s.MinInterval = 0 })
		l.switches[1].becomes(behaviour{open: fails(failed(failure.Refused))})
		l.Collect(t.Context())
		for range 2 {
			time.Sleep(time.Hour)
			for i, status := range l.Peek() {
				if status.Result == nil || status.Result.Up() != (i == 0) {
					t.Errorf("switch %d: %+v", i, status.Result)
				}
			}
		}
	})
}

// TestPeek shows what is known and polls nobody.
func TestPeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 3, 3)
		for _, status := range s.Peek() {
			if status.Result != nil || status.Polls != 0 {
				t.Errorf("%+v", status)
			}
		}
		if _, err := s.CollectNamed(t.Context(), []string{"b", s.switches[1].name}); err != nil { // by name and by address
			t.Fatal(err)
		}
		var got []string
		for _, status := range s.Peek("c", "b", "nobody", s.switches[1].name) {
			if got = append(got, status.Target.Name); (status.Result != nil) != (status.Target.Name == "b") {
				t.Errorf("%+v", status)
			}
		}
		if !slices.Equal(got, []string{"c", "b"}) {
			t.Errorf("%q", got)
		}
		s.reload(func(p *plan) { p.targets[1].Labels["site"] = "muc" })
		if now := s.Peek("b")[0]; now.Target.Labels["site"] != "muc" || now.Polls != 1 {
			t.Errorf("%+v", now)
		}
		s.at(time.Hour)
		if old := s.Peek("b")[0]; old.Result != nil || !old.LastSuccess.Equal(s.began) {
			t.Errorf("an hour later: %+v", old)
		}
		if all := s.Peek(); len(all) != 3 || s.switches[0].opened()+s.switches[1].opened()+s.switches[2].opened() != 1 {
			t.Errorf("%d targets were polled for %d", s.switches[0].opened(), len(all))
		}
	})
}
