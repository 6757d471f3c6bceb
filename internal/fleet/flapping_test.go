package fleet_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// flapping is a switch of which one command fails at every other poll; each poll is a minute after the
// last. It returns the lines of these minutes, each with its minute in front.
func flapping(l *lab, from, to int, fails func(minute int) bool) (lines []string) {
	l.t.Helper()
	for minute := from; minute < to; minute++ {
		l.at(time.Duration(minute) * time.Minute)
		l.switches[0].becomes(behaviour{})
		if fails(minute) {
			err := &failure.Error{Reason: failure.Privilege, Err: fmt.Errorf("attempt %d", minute)}
			l.switches[0].becomes(behaviour{run: failingAt(showStatus, err, answers(l.switches[0].outputs, nil, 0))})
		}
		l.scrape(forever)
		for _, line := range l.log.take("msg", "collector", "reason", "changes", "failures", "err") {
			lines = append(lines, fmt.Sprint(minute, strings.Replace(line, ", next line about this in an hour or when it stays the same for one", "", 1)))
		}
	}
	return lines
}

func odd(minute int) bool { return minute%2 == 1 }
func yes(int) bool        { return true }
func no(int) bool         { return false }

// TestLogsFlapping: of a switch that comes and goes each minute one line an hour is logged, until it
// stays as it is.
func TestLogsFlapping(t *testing.T) {
	const fails = " msg=collector failed collector=status reason=privilege"
	const again = " msg=switch polled again"
	const onAndOff = " msg=polls fail on and off collector=status reason=privilege"
	first := []string{
		"1" + fails + " err=attempt 1", "2" + again, "3" + fails + " err=attempt 3", "4" + again, "5" + fails + " err=attempt 5", "6" + again,
		"7" + onAndOff + " err=attempt 7", "67" + onAndOff + " changes=60 err=attempt 67", "127" + onAndOff + " changes=60 err=attempt 127",
	}
	for name, tt := range map[string]struct {
		stays func(int) bool
		then  []string
	}{
		// The last change was at minute 129, or at 130.
		"and stays down": {yes, []string{"189" + fails + " failures=61 err=attempt 189", "249" + fails + " failures=121 err=attempt 249"}},
		"and stays up":   {no, []string{"190" + again}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 1)
				wantLines(t, flapping(l, 0, 130, odd), first...)
				wantLines(t, slices.DeleteFunc(flapping(l, 130, 260, tt.stays), func(line string) bool {
					return strings.Contains(line, onAndOff) // the hour of the last one ends before that of calm
				}), tt.then...)
				if name == "and stays up" {
					wantLines(t, flapping(l, 260, 262, odd), "261"+fails+" err=attempt 261")
				}
			})
		})
	}
}

// TestLogsSlowFlapping: a switch that comes and goes a few times an hour is heard of each time.
func TestLogsSlowFlapping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		lines := flapping(l, 0, 300, func(minute int) bool { return minute/20%2 == 1 })
		if len(lines) != 14 || slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "on and off") }) {
			t.Errorf("%d lines: %q", len(lines), lines)
		}
	})
}

// TestLogsOtherText: another text of the same failure is no news.
func TestLogsOtherText(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		lines := flapping(l, 0, 62, yes)
		wantLines(t, lines, "0 msg=collector failed collector=status reason=privilege err=attempt 0",
			"60 msg=collector failed collector=status reason=privilege failures=61 err=attempt 60")
	})
}

// TestLogsAnotherCollector: a second one that fails is heard of, though the first failure stays.
func TestLogsAnotherCollector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, func(s *setup) { s.Collectors = []string{techSupport, status, "summary"} })
		sw := l.switches[0]
		refused := failingAt("show license summary", failed(failure.Unsupported), answers(sw.outputs, nil, 0))
		sw.becomes(behaviour{run: refused})
		l.scrape(forever)
		l.at(time.Minute)
		sw.becomes(behaviour{run: failingAt(showStatus, failed(failure.Unsupported), refused)})
		l.scrape(forever)
		wantLines(t, l.log.take("msg", "collector", "reason"),
			" msg=collector failed collector=summary reason=unsupported",
			" msg=collector failed collector=status,summary reason=unsupported")
	})
}

// TestLogsFlappingOverUpdate: a reload does not make a flapping switch news.
func TestLogsFlappingOverUpdate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, 1, 1)
		for minute := range 60 {
			s.at(time.Duration(minute) * time.Minute)
			s.switches[0].becomes(behaviour{})
			if odd(minute) {
				s.switches[0].becomes(behaviour{open: fails(errors.New("odd")), alive: fails(errors.New("odd"))})
			}
			s.scrape(forever)
			s.reload(func(p *plan) { // another password each minute, which closes the session
				p.targets[0].Module.Auth.Password = config.NewSecret(fmt.Sprint("password-", minute))
			})
		}
		if lines := s.log.take("msg"); len(lines) != 7 {
			t.Errorf("%d lines: %q", len(lines), lines)
		}
	})
}
