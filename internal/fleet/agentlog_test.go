package fleet_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

const (
	eventLog     = "eventlog"
	showEventlog = "show license eventlog"
	showLonger   = showEventlog + " 365"
	day          = 24 * time.Hour

	fail     = "SAEVT_COMM_FAIL"
	restored = "SAEVT_COMM_RESTORED"
)

// noted is an event: when it really was, and what the switch wrote at that time.
type noted struct {
	at    time.Time
	wall  time.Time // by the switch's clock, in its zone
	event string
}

// agentLog is the event log of a fake switch, and what its clock shows.
type agentLog struct {
	sw *fakeSwitch

	mu      sync.Mutex
	events  []noted
	ahead   time.Duration  // how much the switch's clock is ahead
	zone    *time.Location // nil: UTC
	redrawn bool           // all times are drawn in the zone of now, not of then
	hides   bool           // what has a time in the future is not in the log
	asked   map[string]int
	// answer, if set, is asked first; false: the log itself.
	answer func(command string) (string, error, bool)
}

// newAgentLog gives the lab's first switch an event log.
func newAgentLog(l *lab) *agentLog {
	a := &agentLog{asked: make(map[string]int)}
	a.attach(l)
	return a
}

// attach makes another lab's first switch the one that has the log.
func (a *agentLog) attach(l *lab) {
	a.sw = l.switches[0]
	a.sw.becomes(behaviour{run: a.run})
}

func (a *agentLog) do(change func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	change()
}

// note writes an event of so long after now, which may be past.
func (a *agentLog) note(after time.Duration, event string) {
	a.do(func() {
		at := time.Now().Add(after)
		a.events = append(a.events, noted{at: at, wall: a.local(at), event: event})
	})
}

func (a *agentLog) local(at time.Time) time.Time {
	if a.zone == nil {
		return at.UTC().Add(a.ahead)
	}
	return at.Add(a.ahead).In(a.zone)
}

func (a *agentLog) run(ctx context.Context, command string) (string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[command]++
	if a.answer != nil {
		if text, err, ok := a.answer(command); ok {
			return text, err
		}
	}
	if days, ok := strings.CutPrefix(command, showEventlog+" "); ok {
		n, err := strconv.Atoi(days)
		return a.draw(n), err
	}
	return a.sw.outputs[command], ctx.Err()
}

// reading is what a clock shows, whatever its zone.
func reading(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// draw is the log of so many days by the clock on the wall: what is as old as that is in it still.
func (a *agentLog) draw(days int) string {
	var b strings.Builder
	b.WriteString("**** Event Log ****\n\n")
	empty := true
	now := reading(a.local(time.Now()))
	from := now.Add(-time.Duration(days) * day)
	for _, e := range a.events {
		wall := e.wall
		if a.redrawn {
			wall = a.local(e.at)
		}
		if reading(wall).Before(from) || a.hides && reading(wall).After(now) {
			continue
		}
		empty = false
		fmt.Fprintf(&b, "%s %s", wall.Format("2006-01-02 15:04:05.000 MST"), e.event)
		if e.event == fail {
			b.WriteString(` error="Connection timed out"`)
		}
		b.WriteByte('\n')
	}
	if empty {
		return " No EventLog Found.    \n\n"
	}
	return b.String() + "\n"
}

// longer is how often the longer log was asked for.
func (a *agentLog) longer() (n int) {
	a.do(func() { n = a.asked[showLonger] })
	return n
}

// truth is the streak of the whole log, as verdict writes it.
func (a *agentLog) truth() (out string) {
	a.do(func() {
		streak := 0
		var since, last, back string
		for _, e := range a.events {
			stamp := e.at.UTC().Format(time.RFC3339)
			switch {
			case e.event == restored:
				streak, since, back = 0, "", stamp
			case e.event == fail && streak == 0:
				since = stamp
				fallthrough
			case e.event == fail:
				streak, last = streak+1, stamp
			}
		}
		out = fmt.Sprintf("%d since %s, restored %s", streak, since, back)
		if streak > 0 {
			out += ", last " + last
		}
	})
	return out
}

// verdict writes what is shown of a streak.
func verdict(log *eventlog.Log) string {
	if log == nil || log.Streak == nil {
		return "nothing"
	}
	out := fmt.Sprintf("%d since %s, restored %s", *log.Streak, moment(log.FailSince), moment(log.LastRestored))
	if *log.Streak > 0 {
		out += ", last " + moment(log.LastFail)
	}
	return out
}

// moment is the real time of a stamp in one of the zones of these tests.
func moment(t *localtime.Time) string {
	if t == nil {
		return ""
	}
	offset := map[string]time.Duration{"CET": time.Hour, "CEST": 2 * time.Hour}[t.Zone]
	return t.Wall.Add(-offset).Format(time.RFC3339)
}

// logLab is a lab of one switch with an event log that is read over a day.
func logLab(t *testing.T, change ...func(*setup)) (*lab, *agentLog) {
	t.Helper()
	l := newLab(t, 1, append([]func(*setup){func(s *setup) {
		s.Collectors, s.EventlogDays = []string{status, eventLog}, 1
	}}, change...)...)
	return l, newAgentLog(l)
}

// shown polls, and yields the event log that is shown.
func (l *lab) shown() *eventlog.Log {
	l.t.Helper()
	r := l.result()
	if r.Err != nil || r.State == nil || r.State.Eventlog == nil {
		l.t.Fatalf("after %s: %v, %+v", l.elapsed(), r.Err, r.State)
	}
	return r.State.Eventlog
}

// wantTruth polls and holds what is shown against the whole log, and the rest against the window.
func (l *lab) wantTruth(a *agentLog) {
	l.t.Helper()
	log := l.shown()
	if got, want := verdict(log), a.truth(); got != want {
		l.t.Errorf("after %s: %s, want %s", l.elapsed(), got, want)
	}
	var inWindow int
	a.do(func() { inWindow = strings.Count(a.draw(1), "SAEVT_") })
	events := 0
	for _, e := range log.Events {
		events += e.Count
	}
	if log.Window == nil || *log.Window != day || events != inWindow {
		l.t.Errorf("after %s: %d events in a window of %v, want %d in a day", l.elapsed(), events, log.Window, inWindow)
	}
}

func (l *lab) wantLonger(a *agentLog, want int) {
	l.t.Helper()
	if got := a.longer(); got != want {
		l.t.Errorf("after %s: the longer log was asked for %d times, want %d", l.elapsed(), got, want)
	}
}

// hourly polls each hour for so long, with a failure in front of each poll.
func (l *lab) hourly(a *agentLog, hours int) {
	l.t.Helper()
	for range hours {
		time.Sleep(59 * time.Minute)
		a.note(0, fail)
		time.Sleep(time.Minute)
		l.wantTruth(a)
	}
}

// unchanged makes sure that no published log changes later; call the result at the end.
func unchanged(t *testing.T, l *lab) func() {
	t.Helper()
	var results []*fleet.Result
	var said []string
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.observed {
		results, said = append(results, r), append(said, verdict(r.State.Eventlog))
	}
	return func() {
		for i, r := range results {
			if got := verdict(r.State.Eventlog); got != said[i] {
				t.Errorf("a result was changed from %s to %s", said[i], got)
			}
		}
	}
}
