package fleet_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// wantFailures checks the counters: every reason is there, and only these are not 0.
func wantFailures(t *testing.T, s fleet.Status, want map[failure.Reason]uint64) {
	t.Helper()
	if len(s.Failures) != len(failure.Reasons()) {
		t.Errorf("%d reasons, want all %d", len(s.Failures), len(failure.Reasons()))
	}
	for _, r := range failure.Reasons() {
		if n, ok := s.Failures[r]; !ok || n != want[r] {
			t.Errorf("%s: %d failures (there: %t), want %d", r, n, ok, want[r])
		}
	}
}

// wantDown checks the result of a poll that read nothing, for that reason.
func wantDown(t *testing.T, r *fleet.Result, reason failure.Reason, cause error) {
	t.Helper()
	if r.Up() || r.State != nil || r.Reason() != reason || !errors.Is(r.Err, cause) {
		t.Errorf("up %t, reason %q, error %v; want down, %s, %v", r.Up(), r.Reason(), r.Err, reason, cause)
	}
	if len(r.Collectors) != 2 || r.Collectors[0].Name != techSupport || r.Collectors[1].Name != status {
		t.Fatalf("collectors %+v", r.Collectors)
	}
	for _, c := range r.Collectors {
		if !errors.Is(c.Err, cause) || c.Duration != 0 {
			t.Errorf("%s: %s, %v; want %v", c.Name, c.Duration, c.Err, cause)
		}
	}
}

func TestNoCounterBeforeTheFirstFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: takes(time.Second)})
		s := l.scrape(0)[0]
		wantFailures(t, s, nil)
		if s.Polls != 0 || !s.LastSuccess.IsZero() {
			t.Errorf("before the first poll: %+v", s)
		}
		s = l.scrape(forever)[0]
		wantFailures(t, s, nil)
		if s.Polls != 1 || !s.LastSuccess.Equal(l.began.Add(time.Second)) {
			t.Errorf("after a good one: %+v", s)
		}
	})
}

func TestOpenFails(t *testing.T) {
	type failing struct {
		err    error
		reason failure.Reason
	}
	cases := map[string]failing{
		"a deadline": {fmt.Errorf("dialling: %w", context.DeadlineExceeded), failure.Timeout},
		"any error":  {errors.New("something else"), failure.Internal},
	}
	for _, r := range failure.Reasons() {
		cases[string(r)] = failing{failed(r), r}
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 2)
				l.switches[0].becomes(behaviour{open: fails(c.err)})
				statuses := l.scrape(forever)
				wantDown(t, statuses[0].Result, c.reason, c.err)
				wantFailures(t, statuses[0], map[failure.Reason]uint64{c.reason: 1})
				if s := statuses[0]; s.Polls != 1 || !s.LastSuccess.IsZero() {
					t.Errorf("%d polls, last success %s", s.Polls, s.LastSuccess)
				}
				if s := statuses[1]; s.Result == nil || s.Result.Err != nil {
					t.Errorf("the other switch: %+v", s.Result)
				}
				wantFailures(t, statuses[1], nil)
				wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
			})
		})
	}
}

// TestLastSuccessStays tells how old the last good result is while polls fail.
func TestLastSuccessStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		l.result()
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Unsupported))})
		var told []fleet.Status
		for minute := 1; minute <= 5; minute++ {
			l.at(time.Duration(minute) * time.Minute)
			s := l.scrape(forever)[0]
			if s.Result == nil || s.Result.Up() || !s.LastSuccess.Equal(l.began) {
				t.Errorf("after %d minutes: %+v", minute, s)
			}
			wantFailures(t, s, map[failure.Reason]uint64{failure.Unsupported: uint64(minute)})
			told = append(told, s)
		}
		for i, s := range told { // what a status said it says for good
			wantFailures(t, s, map[failure.Reason]uint64{failure.Unsupported: uint64(i + 1)})
		}
	})
}

// TestPollTimeout: a poll is over after polling.timeout, wherever the switch hangs, also if the
// scrape would wait longer.
func TestPollTimeout(t *testing.T) {
	hang := func(ctx context.Context, _ string) (string, error) { return "", takes(forever)(ctx) }
	for name, hanging := range map[string]behaviour{
		"open": {open: takes(forever)}, "run": {run: hang}, "logout too": {run: hang, close: takes(forever)},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				l.switches[0].becomes(hanging)
				want := 30 * time.Second
				if hanging.close != nil {
					want += 2 * time.Second
				}
				s := l.scrape(forever)[0]
				if s.Result.Up() || s.Result.Reason() != failure.Timeout || s.Result.Duration() != want {
					t.Errorf("after %s: %v, want a timeout after %s", s.Result.Duration(), s.Result.Err, want)
				}
				wantFailures(t, s, map[failure.Reason]uint64{failure.Timeout: 1})
				if n := l.Stats().Sessions; n != 0 {
					t.Errorf("%d sessions left", n)
				}
			})
		})
	}
}

// TestPanic: whatever goes wrong in a session, the exporter lives, the line is given back, and the
// next poll starts afresh.
func TestPanic(t *testing.T) {
	crash := func(context.Context) error { panic("a fake crash") }
	for name, crashing := range map[string]behaviour{
		"open":     {open: crash},
		"alive":    {alive: crash},
		"run":      {run: func(context.Context, string) (string, error) { panic("a fake crash") }},
		"check":    {check: func(string, string) error { panic("a fake crash") }},
		"hostname": {hostname: func() string { panic("a fake crash") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 2)
				if name == "alive" { // only a kept session is checked
					l.scrape(forever)
				}
				l.switches[0].becomes(crashing)
				l.at(time.Minute)
				statuses := l.scrape(forever)
				if r := statuses[0].Result; r.Up() || r.Reason() != failure.Internal || len(r.Collectors) != 2 {
					t.Errorf("%+v", r)
				}
				wantFailures(t, statuses[0], map[failure.Reason]uint64{failure.Internal: 1})
				if r := statuses[1].Result; r.Err != nil {
					t.Errorf("the other switch: %v", r.Err)
				}
				if n := l.switches[0].openLines(); n != 0 {
					t.Errorf("%d lines left in use", n)
				}
				l.switches[0].becomes(behaviour{})
				l.at(2 * time.Minute)
				if r := l.result(); r.Err != nil {
					t.Errorf("the next poll: %v", r.Err)
				}
			})
		})
	}
}

// TestPanicInLogout: it ends nobody's process, be it after a poll, by idleness or in Close, and
// spoils no result.
func TestPanicInLogout(t *testing.T) {
	for name, c := range map[string]struct {
		session config.Session
		logout  func(*lab)
	}{
		"after the poll": {config.SessionClose, func(*lab) {}},
		"idle":           {config.SessionKeep, func(l *lab) { l.at(5 * time.Minute) }},
		"close":          {config.SessionKeep, func(l *lab) { l.finish() }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1, func(s *setup) { s.Session = c.session })
				l.switches[0].becomes(behaviour{close: func(context.Context) error { panic("a fake crash") }})
				if r := l.result(); r.Err != nil || !r.Up() {
					t.Errorf("the poll: %v", r.Err)
				}
				c.logout(l)
				wantStats(t, l, fleet.Stats{SessionOpens: 1})
				wantLines(t, l.log.take("level", "msg", "target", "reason"),
					" level=error msg=the exporter failed in a logout, please report this target=sw-00 reason=internal")
			})
		})
	}
}
