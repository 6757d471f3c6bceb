package fleet_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// logbook is a logger that keeps its lines.
type logbook struct {
	mu    sync.Mutex
	lines []map[string]string
}

// Log implements log.Logger.
func (l *logbook) Log(keyvals ...any) error {
	line := make(map[string]string)
	for i := 0; i+1 < len(keyvals); i += 2 {
		line[fmt.Sprint(keyvals[i])] = fmt.Sprint(keyvals[i+1])
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	return nil
}

// take returns the lines since the last take, each as its values of some keys.
func (l *logbook) take(keys ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, line := range l.lines {
		text := ""
		for _, key := range keys {
			if v, ok := line[key]; ok {
				text += " " + key + "=" + v
			}
		}
		out = append(out, text)
	}
	l.lines = nil
	return out
}

func wantLines(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("logged %q, want %q", got, want)
	}
}

func TestLogsEachChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		for i, reason := range []failure.Reason{
			"", "", failure.Timeout, failure.Timeout, failure.DNS, "", "", failure.DNS,
		} {
			l.at(time.Duration(i) * 10 * time.Minute) // longer than a session is kept
			l.switches[1].becomes(behaviour{})
			if reason != "" {
				l.switches[1].becomes(behaviour{open: fails(failed(reason))})
			}
			l.scrape(forever)
		}
		wantLines(t, l.log.take("level", "msg", "target", "reason", "collector", "failures", "next_try_in", "err"),
			" level=warn msg=poll failed target=sw-01 reason=timeout err=a fake timeout",
			" level=warn msg=poll failed target=sw-01 reason=timeout failures=2 next_try_in=1m8s err=a fake timeout",
			" level=warn msg=poll failed target=sw-01 reason=dns next_try_in=1m51s err=a fake dns",
			" level=info msg=switch polled again target=sw-01",
			" level=warn msg=poll failed target=sw-01 reason=dns err=a fake dns")
	})
}

// TestLogsHourly polls a switch that takes no session every minute for three hours and a half.
func TestLogsHourly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Unsupported))})
		for minute := range 210 {
			l.at(time.Duration(minute) * time.Minute)
			l.scrape(forever)
		}
		wantLines(t, l.log.take("target", "reason", "failures"),
			" target=sw-00 reason=unsupported",
			" target=sw-00 reason=unsupported failures=61",
			" target=sw-00 reason=unsupported failures=121",
			" target=sw-00 reason=unsupported failures=181")
		l.switches[0].becomes(behaviour{})
		l.at(4 * time.Hour)
		l.scrape(forever)
		l.at(6 * time.Hour)
		l.scrape(forever)
		wantLines(t, l.log.take("msg", "target"), " msg=switch polled again target=sw-00")
	})
}

func TestLogsTheCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		refusal := map[string]string{showStatus: "% Invalid input detected at '^' marker.\n"}
		l.switches[0].becomes(behaviour{run: answers(l.switches[0].outputs, refusal, 0)})
		for minute := range 3 {
			l.at(time.Duration(minute) * time.Minute)
			l.scrape(forever)
		}
		wantLines(t, l.log.take("msg", "target", "reason", "collector"),
			" msg=collector failed target=sw-00 reason=unsupported collector=status")
		l.switches[0].becomes(behaviour{})
		l.at(3 * time.Minute)
		l.scrape(forever)
		wantLines(t, l.log.take("msg", "target"), " msg=switch polled again target=sw-00")
	})
}

// TestLogsFromPartToWhole: a switch that goes down for the reason for which one collector had failed
// is heard of.
func TestLogsFromPartToWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		refusal := map[string]string{showStatus: notKnown}
		l.switches[0].becomes(behaviour{run: answers(l.switches[0].outputs, refusal, 0)})
		l.scrape(forever)
		l.at(10 * time.Minute) // longer than a session is kept
		l.switches[0].becomes(behaviour{open: fails(failed(failure.Unsupported))})
		l.scrape(forever)
		wantLines(t, l.log.take("msg", "reason", "collector"),
			" msg=collector failed reason=unsupported collector=status", " msg=poll failed reason=unsupported")
	})
}
