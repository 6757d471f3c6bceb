package fleet_test

import (
	"errors"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// What a switch prints that does not run a command.
const (
	notAllowed = "Command authorization failed.\n"
	notKnown   = "       ^\n% Invalid input detected at '^' marker.\n"
)

// readings are what the parser makes of the captures, by command, with the fake's hostname.
func readings(t *testing.T) map[string]*parser.State {
	t.Helper()
	states := make(map[string]*parser.State)
	outputs := captures(t)
	for _, c := range parser.Commands() {
		text, ok := outputs[c.Text]
		if !ok {
			continue
		}
		s, err := c.Parse(capture.Output(text))
		if err != nil {
			t.Fatal(err)
		}
		s.Hostname = "host-of-sw-00"
		states[c.Text] = s
	}
	return states
}

// wantOnly checks that one collector failed, and that nothing but the other one's state is shown.
func wantOnly(t *testing.T, r *fleet.Result, failed string, reason failure.Reason, state *parser.State) {
	t.Helper()
	if !r.Up() || r.Reason() != reason || !reflect.DeepEqual(r.State, state) {
		t.Errorf("up %t, error %v, want %s; the state is the other collector's: %t",
			r.Up(), r.Err, reason, reflect.DeepEqual(r.State, state))
	}
	for _, c := range r.Collectors {
		if (c.Err != nil) != (c.Name == failed) || c.Err != nil && failure.ReasonOf(c.Err) != reason {
			t.Errorf("collector %s: %v", c.Name, c.Err)
		}
	}
}

// TestRefusedCollector: what the switch allows is read all the same, and the session is as good
// as before.
func TestRefusedCollector(t *testing.T) {
	states := readings(t)
	for name, c := range map[string]struct {
		command, said, collector string
		reason                   failure.Reason
		state                    *parser.State
	}{
		"tech support not allowed": {showTechSupport, notAllowed, techSupport, failure.Privilege, states[showStatus]},
		"tech support not known":   {showTechSupport, notKnown, techSupport, failure.Unsupported, states[showStatus]},
		"status not allowed":       {showStatus, notAllowed, status, failure.Privilege, states[showTechSupport]},
		"status not known":         {showStatus, notKnown, status, failure.Unsupported, states[showTechSupport]},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				sw := l.switches[0]
				sw.becomes(behaviour{run: answers(sw.outputs, map[string]string{c.command: c.said}, 0)})
				for minute := range 2 {
					l.at(time.Duration(minute) * time.Minute)
					s := l.scrape(forever)[0]
					wantOnly(t, s.Result, c.collector, c.reason, c.state)
					wantFailures(t, s, map[failure.Reason]uint64{c.reason: uint64(minute + 1)})
					if !s.LastSuccess.Equal(s.Result.Ended) {
						t.Errorf("last success %s", s.LastSuccess)
					}
				}
				wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
			})
		})
	}
}

func TestEverythingRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{run: answers(nil, map[string]string{showTechSupport: notAllowed, showStatus: notKnown}, 0)})
		s := l.scrape(forever)[0]
		if s.Result.Up() || s.Result.Reason() != failure.Privilege || !s.LastSuccess.IsZero() {
			t.Errorf("%+v", s.Result)
		}
		if got := failure.ReasonOf(s.Result.Collectors[1].Err); got != failure.Unsupported {
			t.Errorf("status: reason %s", got)
		}
		wantFailures(t, s, map[failure.Reason]uint64{failure.Privilege: 1})
		wantStats(t, l, fleet.Stats{SessionOpens: 1, Sessions: 1})
	})
}

// TestSpoiltOutput: of an output that is cut off, or is another one's, nothing is shown, and the
// session that gave it is not trusted again.
func TestSpoiltOutput(t *testing.T) {
	outputs, states := captures(t), readings(t)
	half := func(command string) string { return outputs[command][:len(outputs[command])/2] }
	for name, c := range map[string]struct {
		command, text, collector string
		state                    *parser.State
		truncated                bool
	}{
		"tech support cut off": {showTechSupport, half(showTechSupport), techSupport, states[showStatus], true},
		"status cut off":       {showStatus, half(showStatus), status, states[showTechSupport], true},
		"nothing":              {showTechSupport, "\n", techSupport, states[showStatus], false},
		"something else":       {showStatus, "Interface  IP-Address\nVlan1      192.0.2.7\n", status, states[showTechSupport], false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				sw := l.switches[0]
				sw.becomes(behaviour{run: answers(outputs, map[string]string{c.command: c.text}, 0)})
				s := l.scrape(forever)[0]
				wantOnly(t, s.Result, c.collector, failure.Parse, c.state)
				wantFailures(t, s, map[failure.Reason]uint64{failure.Parse: 1})
				var cut *reply.TruncatedError
				if errors.As(s.Result.Err, &cut) != c.truncated {
					t.Errorf("error %v", s.Result.Err)
				}
				var e *failure.Error
				if !errors.As(s.Result.Err, &e) || e.Target != "sw-00" || e.Command != c.command {
					t.Errorf("the error does not name target and command: %v", s.Result.Err)
				}
				wantStats(t, l, fleet.Stats{SessionOpens: 1})
			})
		})
	}
}

// TestRunFails: what was read before is kept, the session is not.
func TestRunFails(t *testing.T) {
	states := readings(t)
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		sw := l.switches[0]
		healthy := answers(sw.outputs, nil, 0)
		sw.becomes(behaviour{run: failingAt(showStatus, failed(failure.Disconnected), healthy)})
		s := l.scrape(forever)[0]
		wantOnly(t, s.Result, status, failure.Disconnected, states[showTechSupport])
		wantFailures(t, s, map[failure.Reason]uint64{failure.Disconnected: 1})
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
		sw.becomes(behaviour{})
		l.at(time.Minute)
		if r := l.result(); r.Err != nil || sw.alives != 0 {
			t.Errorf("the next poll: %v, %d checks", r.Err, sw.alives)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 2, Sessions: 1})
	})
}

func TestEveryRunFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		first, second := failed(failure.Disconnected), failed(failure.Timeout)
		l.switches[0].becomes(behaviour{run: failingAt(showTechSupport, first, failingAt(showStatus, second, nil))})
		r := l.result()
		if r.Up() || !errors.Is(r.Err, first) || !errors.Is(r.Collectors[0].Err, first) || !errors.Is(r.Collectors[1].Err, second) {
			t.Errorf("%v: %+v", r.Err, r.Collectors)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
	})
}
