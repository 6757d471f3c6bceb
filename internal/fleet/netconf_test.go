package fleet_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// TestNetconf: one session and one question a poll, whatever session says, and the CLI is never asked.
func TestNetconf(t *testing.T) {
	want := netconfState(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, overNetconf)
		sw := l.switches[0]
		sw.becomes(behaviour{netconf: netconfBehaviour{get: answers(map[string]string{netconf.Filter: sw.netconf.reply}, nil, 3*time.Second)}})
		for minute := range 3 {
			l.at(time.Duration(minute) * time.Minute)
			s := l.scrape(forever)[0]
			r := s.Result
			if !r.Up() || r.Err != nil || r.Duration() != 3*time.Second || !reflect.DeepEqual(r.State, want) || !s.LastSuccess.Equal(r.Ended) {
				t.Errorf("after %s in %s: %+v", l.elapsed(), r.Duration(), r)
			}
			if len(r.Collectors) != 1 || r.Collectors[0].Name != byNetconf || r.Collectors[0].Duration != 3*time.Second {
				t.Errorf("collectors %+v", r.Collectors)
			}
			wantFailures(t, s, nil)
			wantStats(t, l, fleet.Stats{SessionOpens: uint64(minute + 1)})
		}
		if sw.opened() != 0 || sw.netconf.closes != 3 || !slices.Equal(sw.netconf.filters, slices.Repeat([]string{netconf.Filter}, 3)) {
			t.Errorf("CLI opened %d times, NETCONF closed %d times, asked %q", sw.opened(), sw.netconf.closes, sw.netconf.filters)
		}
	})
}

// wantNoNetconf checks the result of a poll that read nothing over NETCONF.
func wantNoNetconf(t *testing.T, r *fleet.Result, reason failure.Reason) {
	t.Helper()
	if r.Up() || r.State != nil || r.Reason() != reason || len(r.Collectors) != 1 || r.Collectors[0].Name != byNetconf ||
		failure.ReasonOf(r.Collectors[0].Err) != reason {
		t.Errorf("up %t, %v, %+v; want %s", r.Up(), r.Err, r.Collectors, reason)
	}
}

// TestNetconfFails for each reason, be it in logging in or in asking.
func TestNetconfFails(t *testing.T) {
	for _, reason := range failure.Reasons() {
		for where, failing := range map[string]netconfBehaviour{
			"login": {open: fails(failed(reason))},
			"get":   {get: func(context.Context, string) (string, error) { return "", failed(reason) }},
		} {
			t.Run(string(reason)+" in the "+where, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l := newLab(t, 2, overNetconf)
					l.switches[0].becomes(behaviour{netconf: failing})
					all := l.scrape(forever)
					wantNoNetconf(t, all[0].Result, reason)
					wantFailures(t, all[0], map[failure.Reason]uint64{reason: 1})
					if all[1].Result.Err != nil {
						t.Errorf("the other switch: %v", all[1].Result.Err)
					}
				})
			})
		}
	}
}

// TestNetconfReplies that are no state: what the user may not read is left out of a reply without a word.
func TestNetconfReplies(t *testing.T) {
	refusal := func(tag string) string {
		return `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><rpc-error><error-type>application</error-type>` +
			`<error-tag>` + tag + `</error-tag><error-severity>error</error-severity></rpc-error></rpc-reply>`
	}
	for name, c := range map[string]struct {
		does   netconfBehaviour
		reason failure.Reason
		says   string
	}{
		"hidden":            {netconfBehaviour{get: saying(emptyReply)}, failure.Privilege, "NACM rules hide it"},
		"no such model":     {netconfBehaviour{get: saying(emptyReply), noModel: true}, failure.Unsupported, "IOS-XE has it from 16.6 on"},
		"denied":            {netconfBehaviour{get: saying(refusal("access-denied"))}, failure.Privilege, "rpc-error access-denied"},
		"unknown namespace": {netconfBehaviour{get: saying(refusal("unknown-namespace"))}, failure.Unsupported, "rpc-error unknown-namespace"},
		"another refusal":   {netconfBehaviour{get: saying(refusal("resource-denied"))}, failure.Parse, "rpc-error resource-denied"},
		"no XML":            {netconfBehaviour{get: saying("% Invalid input")}, failure.Parse, ""},
		"nothing":           {netconfBehaviour{get: saying("")}, failure.Parse, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, overNetconf)
				l.switches[0].becomes(behaviour{netconf: c.does})
				for minute := range 3 { // a switch that answers is polled with each scrape
					l.at(time.Duration(minute) * time.Minute)
					s := l.scrape(forever)[0]
					wantNoNetconf(t, s.Result, c.reason)
					wantFailures(t, s, map[failure.Reason]uint64{c.reason: uint64(minute + 1)})
				}
				var e *failure.Error
				if err := l.result().Err; !errors.As(err, &e) || e.Target != "sw-00" || e.Command != netconf.Command().Text {
					t.Fatalf("the error does not name target and command: %v", err)
				}
				if !strings.Contains(e.Error(), c.says) {
					t.Errorf("%v does not say %q", e, c.says)
				}
				wantStats(t, l, fleet.Stats{SessionOpens: 3, Coalesced: 1})
			})
		})
	}
}

// TestNetconfErrorIsRedacted where it quotes what the switch has said.
func TestNetconfErrorIsRedacted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, overNetconf)
		clean := &failure.Error{Reason: failure.Parse, Err: errors.New("clean")}
		l.switches[0].becomes(behaviour{netconf: netconfBehaviour{
			get: saying("secret"), redacted: func(*failure.Error) *failure.Error { return clean },
		}})
		if r := l.result(); !errors.Is(r.Err, clean) {
			t.Errorf("%v", r.Err)
		}
	})
}

// TestNetconfTimeout: a poll is over after polling.timeout, wherever the switch hangs.
func TestNetconfTimeout(t *testing.T) {
	hang := func(ctx context.Context, _ string) (string, error) { return "", takes(forever)(ctx) }
	for name, c := range map[string]struct {
		does netconfBehaviour
		want time.Duration
	}{
		"login":      {netconfBehaviour{open: takes(forever)}, 30 * time.Second},
		"get":        {netconfBehaviour{get: hang}, 30 * time.Second},
		"logout too": {netconfBehaviour{get: hang, close: takes(forever)}, 32 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, overNetconf)
				l.switches[0].becomes(behaviour{netconf: c.does})
				r := l.result()
				wantNoNetconf(t, r, failure.Timeout)
				if r.Duration() != c.want {
					t.Errorf("took %s, want %s", r.Duration(), c.want)
				}
			})
		})
	}
}

// TestNetconfSlowLogout spoils nothing that was read.
func TestNetconfSlowLogout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, overNetconf)
		l.switches[0].becomes(behaviour{netconf: netconfBehaviour{close: takes(forever)}})
		if r := l.result(); r.Err != nil || r.Duration() != 2*time.Second {
			t.Errorf("took %s: %v", r.Duration(), r.Err)
		}
	})
}

// TestNetconfPanic: the exporter lives, the session is closed, and the next poll starts afresh.
func TestNetconfPanic(t *testing.T) {
	crash := func(context.Context) error { panic("a fake crash") }
	for name, crashing := range map[string]netconfBehaviour{
		"login": {open: crash},
		"get":   {get: func(context.Context, string) (string, error) { panic("a fake crash") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, overNetconf)
				l.switches[0].becomes(behaviour{netconf: crashing})
				wantNoNetconf(t, l.result(), failure.Internal)
				l.switches[0].becomes(behaviour{netconf: netconfBehaviour{close: crash}})
				l.at(time.Minute)
				if r := l.result(); r.Err != nil {
					t.Errorf("the next poll: %v", r.Err)
				}
			})
		})
	}
}

// TestNetconfWithoutOpener is a fleet that was made without a way to open NETCONF sessions.
func TestNetconfWithoutOpener(t *testing.T) {
	target := &config.Target{Name: "a", Address: "192.0.2.1:830", Module: &config.Module{Protocol: config.ProtocolNETCONF, Collectors: []string{byNetconf}}}
	f := fleet.New(&config.Config{
		Polling: config.Polling{MaxConcurrent: 1, MaxConcurrentNetconf: 1, MinInterval: time.Minute, Timeout: time.Minute},
		Targets: []*config.Target{target},
	}, fleet.Options{})
	wantNoNetconf(t, f.Collect(t.Context())[0].Result, failure.Internal)
	if err := f.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestNetconfPauses: a refused password and a dead port are tried as seldom as those of the CLI.
func TestNetconfPauses(t *testing.T) {
	for reason, want := range map[failure.Reason]struct{ least, most int }{
		failure.Auth:    {5, 5}, // in the minutes 0, 5, 15, 35 and 75
		failure.Refused: {20, 28},
	} {
		t.Run(string(reason), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, overNetconf)
				l.switches[0].becomes(behaviour{netconf: netconfBehaviour{open: fails(failed(reason))}})
				for minute := range 100 {
					l.at(time.Duration(minute) * time.Minute)
					wantNoNetconf(t, l.result(), reason)
				}
				if n := len(l.switches[0].netconfOpens()); n < want.least || n > want.most {
					t.Errorf("tried %d times", n)
				}
			})
		})
	}
}
