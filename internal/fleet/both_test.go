package fleet_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// bothStates are what the CLI says alone, and what both sides say together.
func bothStates(t *testing.T) (cli, both *parser.State) {
	t.Helper()
	states := readings(t)
	first := *states[showTechSupport]
	first.Merge(states[showStatus])
	whole := first
	whole.Merge(netconfState(t))
	return &first, &whole
}

// fares checks how each collector of a poll on both sides fared, and that it was up.
func fares(t *testing.T, r *fleet.Result, cli, xml failure.Reason) {
	t.Helper()
	want := map[string]failure.Reason{techSupport: cli, status: cli, byNetconf: xml}
	var names []string
	for _, c := range r.Collectors {
		names = append(names, c.Name)
		if reason := reasonOf(c.Err); reason != want[c.Name] {
			t.Errorf("%s: %v, want %q", c.Name, c.Err, want[c.Name])
		}
	}
	if !slices.Equal(names, []string{techSupport, status, byNetconf}) {
		t.Errorf("collectors %q", names)
	}
	first := cli
	if first == "" {
		first = xml
	}
	if r.Reason() != first || r.Up() != (cli == "" || xml == "") {
		t.Errorf("up %t, %v, want %q", r.Up(), r.Err, first)
	}
}

func reasonOf(err error) failure.Reason {
	if err == nil {
		return ""
	}
	return failure.ReasonOf(err)
}

// TestBoth: the CLI's session is kept as ever, NETCONF's ends with each poll, and what both say is one.
func TestBoth(t *testing.T) {
	_, want := bothStates(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		sw := l.switches[0]
		for minute := range 3 {
			l.at(time.Duration(minute) * time.Minute)
			s := l.scrape(forever)[0]
			fares(t, s.Result, "", "")
			if !reflect.DeepEqual(s.Result.State, want) || s.Polls != uint64(minute+1) || !s.LastSuccess.Equal(s.Result.Ended) {
				t.Errorf("%d polls, %+v", s.Polls, s.Result.State)
			}
			wantStats(t, l, fleet.Stats{SessionOpens: uint64(minute + 2), Sessions: 1})
		}
		if sw.opened() != 1 || len(sw.netconfOpens()) != 3 || sw.netconf.closes != 3 {
			t.Errorf("CLI opened %d times, NETCONF %d times and closed %d times", sw.opened(), len(sw.netconfOpens()), sw.netconf.closes)
		}
	})
}

// TestBothHaveTheirTime: each side may take as long as a poll may.
func TestBothHaveTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		sw := l.switches[0]
		does := behaviour{
			run:     answers(sw.outputs, nil, 14*time.Second),
			netconf: netconfBehaviour{open: takes(14 * time.Second), get: answers(map[string]string{netconf.Filter: sw.netconf.reply}, nil, 14*time.Second)},
		}
		sw.becomes(does)
		r := l.result()
		fares(t, r, "", "")
		if r.Duration() != 56*time.Second {
			t.Errorf("took %s", r.Duration())
		}
		does.run = func(ctx context.Context, _ string) (string, error) { return "", takes(forever)(ctx) }
		sw.becomes(does)
		l.at(5 * time.Minute)
		r = l.result()
		fares(t, r, failure.Timeout, "")
		if r.Duration() != 58*time.Second {
			t.Errorf("took %s when the CLI hung", r.Duration())
		}
	})
}

// TestOneSideFails, wherever: nothing of the other one is touched.
func TestOneSideFails(t *testing.T) {
	cli, both := bothStates(t)
	xml := netconfState(t)
	crash := func(context.Context) error { panic("a fake crash") }
	refuse := func(context.Context, string) (string, error) { return "", failed(failure.Privilege) }
	for name, c := range map[string]struct {
		does     behaviour
		cli, xml failure.Reason
		state    *parser.State
	}{
		"CLI's login":      {behaviour{open: fails(failed(failure.Auth))}, failure.Auth, "", xml},
		"CLI's commands":   {behaviour{run: refuse}, failure.Privilege, "", xml},
		"CLI panics":       {behaviour{open: crash}, failure.Internal, "", xml},
		"NETCONF's login":  {behaviour{netconf: netconfBehaviour{open: fails(failed(failure.Refused))}}, "", failure.Refused, cli},
		"NETCONF's get":    {behaviour{netconf: netconfBehaviour{get: refuse}}, "", failure.Privilege, cli},
		"NETCONF's reply":  {behaviour{netconf: netconfBehaviour{get: saying("<")}}, "", failure.Parse, cli},
		"NETCONF panics":   {behaviour{netconf: netconfBehaviour{open: crash}}, "", failure.Internal, cli},
		"NETCONF's logout": {behaviour{netconf: netconfBehaviour{close: crash}}, "", "", both},
		"both": {behaviour{
			open: fails(failed(failure.Timeout)), netconf: netconfBehaviour{open: fails(failed(failure.Auth))},
		}, failure.Timeout, failure.Auth, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, bothWays)
				l.switches[0].becomes(c.does)
				s := l.scrape(forever)[0]
				fares(t, s.Result, c.cli, c.xml)
				want := map[failure.Reason]uint64{}
				if reason := s.Result.Reason(); reason != "" {
					want[reason] = 1
				}
				wantFailures(t, s, want)
				state := s.Result.State
				if c.state == nil {
					if state != nil {
						t.Errorf("%+v", state)
					}
				} else if !reflect.DeepEqual(state, c.state) {
					t.Errorf("%+v, want %+v", state, c.state)
				}
			})
		})
	}
}

// TestBothOnly shows one side as if there were no other.
func TestBothOnly(t *testing.T) {
	_, both := bothStates(t)
	xml := netconfState(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays)
		r := l.result()
		if only := r.Only([]string{byNetconf}); !reflect.DeepEqual(only.State, xml) || len(only.Collectors) != 1 || !only.Up() {
			t.Errorf("%+v", only)
		}
		if only := r.Only([]string{status}); !reflect.DeepEqual(only.State, readings(t)[showStatus]) || !only.Up() {
			t.Errorf("%+v", only)
		}
		if !reflect.DeepEqual(r.State, both) {
			t.Error("the result itself has changed")
		}
		l.switches[0].becomes(behaviour{netconf: netconfBehaviour{open: fails(failed(failure.Auth))}})
		l.at(time.Minute)
		r = l.result()
		if only := r.Only([]string{byNetconf}); only.Up() || only.Reason() != failure.Auth || only.State != nil {
			t.Errorf("%+v", only)
		}
		if only := r.Only([]string{techSupport, status}); !only.Up() || only.Err != nil {
			t.Errorf("%+v", only)
		}
	})
}

// TestUpNeedsLicenceState: "show version" alone does not make a switch up whose NETCONF fails.
func TestUpNeedsLicenceState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, bothWays, func(s *setup) { s.Collectors = []string{byNetconf, "syslog"} })
		log := map[string]string{"show logging | include SMART_LIC": ""}
		l.switches[0].becomes(behaviour{run: answers(log, nil, 0), netconf: netconfBehaviour{open: fails(failed(failure.Auth))}})
		r := l.result()
		if r.Up() || r.Collectors[0].Err != nil {
			t.Errorf("%+v", r)
		}
	})
}

// TestBothClose: a fleet that is closed while NETCONF is asked logs out of both sides at once.
func TestBothClose(t *testing.T) {
	for name, does := range map[string]netconfBehaviour{
		"login": {open: takes(forever)},
		"get":   {get: func(ctx context.Context, _ string) (string, error) { return "", takes(forever)(ctx) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 3, bothWays, func(s *setup) { s.MaxConcurrentNetconf = 1 })
				for _, sw := range l.switches {
					sw.becomes(behaviour{netconf: does})
				}
				l.scrape(time.Second)
				if err := l.Close(context.Background()); err != nil || l.elapsed() != time.Second {
					t.Errorf("closed after %s: %v", l.elapsed(), err)
				}
				for _, sw := range l.switches {
					if sw.opened() != 1 || sw.closes != 1 || len(l.observed) != 0 {
						t.Errorf("opened %d times, closed %d times, %d results", sw.opened(), sw.closes, len(l.observed))
					}
				}
			})
		})
	}
}

// TestSidesChange: with another protocol or port, neither pauses nor sessions of before go on, and the
// switch never has two sessions at a time.
func TestSidesChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		sw := s.switches[0]
		s.result()
		sw.becomes(behaviour{close: takes(time.Second), netconf: netconfBehaviour{open: fails(failed(failure.Auth))}})
		protocol := func(name string, collectors ...string) {
			s.reload(func(p *plan) { p.targets[0].Module.Protocol, p.targets[0].Module.Collectors = name, collectors })
		}
		protocol(config.ProtocolBoth, techSupport, status, byNetconf)
		r := s.result()
		fares(t, r, "", failure.Auth)
		if sw.opened() != 2 || sw.closes != 1 || s.elapsed() != time.Second {
			t.Errorf("opened %d times, closed %d times, after %s", sw.opened(), sw.closes, s.elapsed())
		}
		s.reload(func(p *plan) { p.targets[0].NetconfPort = "8300" })
		s.result()
		protocol(config.ProtocolNETCONF, byNetconf)
		wantNoNetconf(t, s.result(), failure.Auth)
		if n := len(sw.netconfOpens()); n != 3 || sw.closes != 3 {
			t.Errorf("NETCONF tried %d times, CLI closed %d times", n, sw.closes)
		}
		protocol(config.ProtocolSSH, status)
		wantUp(t, s.scrape(forever), "a")
	})
}

// TestSameSwitchAtItsUsualPorts: a change from the CLI to NETCONF is one of address, but the switch is the same.
func TestSameSwitchAtItsUsualPorts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 0)
		sw := s.switches[0]
		sw.becomes(behaviour{close: takes(2 * time.Second)})
		address := map[string]string{config.ProtocolSSH: "192.0.2.1:22", config.ProtocolNETCONF: "192.0.2.1:830"}
		conf := func(name, protocol, collector string) *config.Config {
			one := target(name, address[protocol])
			one.Module.Protocol, one.Module.Collectors = protocol, []string{collector}
			return &config.Config{Polling: s.plan.polling, Targets: []*config.Target{one}}
		}
		f := fleet.New(conf("a", config.ProtocolSSH, status), fleet.Options{
			Open:        func(ctx context.Context, _ *config.Target) (fleet.Session, error) { return sw.open(ctx) },
			OpenNetconf: func(ctx context.Context, _ *config.Target) (fleet.NetconfSession, error) { return sw.openNetconf(ctx) },
		})
		f.Collect(t.Context())
		f.Update(conf("b", config.ProtocolNETCONF, byNetconf))
		wantUp(t, f.Collect(t.Context()), "b")
		if at := sw.netconfOpens(); len(at) != 1 || at[0].Sub(s.began) != 2*time.Second {
			t.Errorf("NETCONF opened at %s, while the CLI's session ended 2 s after the beginning", at)
		}
		if err := f.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestSessionCloseWhileNetconfIsAsked: a session that is not to be kept any more is not, though the poll goes on.
func TestSessionCloseWhileNetconfIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		sw := s.switches[0]
		sw.becomes(behaviour{netconf: netconfBehaviour{open: takes(10 * time.Second)}})
		s.reload(func(p *plan) {
			p.targets[0].Module.Protocol, p.targets[0].Module.Collectors = config.ProtocolBoth, []string{status, byNetconf}
		})
		s.scrape(time.Second)
		if s.Stats().Sessions != 1 {
			t.Fatal("the CLI's session is not kept")
		}
		s.reload(func(p *plan) { p.targets[0].Module.Session = config.SessionClose })
		wantUp(t, s.scrape(forever), "a")
		synctest.Wait()
		if sw.closes != 1 || s.Stats().Sessions != 0 {
			t.Errorf("closed %d times, %d sessions", sw.closes, s.Stats().Sessions)
		}
	})
}
