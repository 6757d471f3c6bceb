package diagnose_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

var attempts = regexp.MustCompile(`(?s)(Trust Sync:\s+Attempts: Total=)(\d+), Success=(\d+), Fail=(\d+)`)

// moved is a tech support with so many more answers and failures of Trust Sync.
func moved(text string, success, failed int) string {
	return attempts.ReplaceAllStringFunc(text, func(found string) string {
		m := attempts.FindStringSubmatch(found)
		n := func(i, more int) string {
			was, _ := strconv.Atoi(m[i])
			return strconv.Itoa(was + more)
		}
		return m[1] + n(2, success+failed) + ", Success=" + n(3, success) + ", Fail=" + n(4, failed)
	})
}

// TestSync: the counters of Trust Sync say what came of it, as soon as they do.
func TestSync(t *testing.T) {
	for name, tt := range map[string]struct {
		success, failed int
		answer          advise.Answer
		why             string
	}{
		"answered": {1, 0, advise.Yes, "Trust Sync was answered within 10s"},
		"failed":   {0, 1, advise.No, "Trust Sync failed within 10s"},
		"neither":  {0, 0, advise.NotKnown, "nothing was sent within 2m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, simulator.Healthy)
				var typed time.Time
				l.run = func(command string) (*string, error) {
					switch {
					case command == diagnose.SyncCommand:
						typed = time.Now()
						return new(""), nil
					case command == "show license tech support" && !typed.IsZero() && time.Since(typed) > 7*time.Second:
						return new(moved(l.byTarget[l.Targets[0].Name].Render(command), tt.success, tt.failed)), nil
					}
					return nil, nil
				}
				var announced []string
				d := l.ask(t, diagnose.Options{Sync: true, Announce: func(_, command string) { announced = append(announced, command) }})[0]
				got := step(t, d.Report, advise.StepSync)
				if d.Err != nil || got.Answer != tt.answer || !strings.HasPrefix(got.Why, tt.why) {
					t.Errorf("%v %+v", d.Err, got)
				}
				if len(announced) != 1 || announced[0] != diagnose.SyncCommand {
					t.Errorf("announced %q", announced)
				}
				if len(d.Sync.Rows) == 0 || d.Sync.Rows[0].What != "Trust Sync" || (d.Sync.Rows[0].Before != d.Sync.Rows[0].After) != (tt.success+tt.failed > 0) {
					t.Errorf("%+v", d.Sync.Rows)
				}
			})
		})
	}
}

// TestSyncIsRefused: the switch does not know the command, or ends the session.
func TestSyncIsRefused(t *testing.T) {
	for answer, why := range map[string]string{
		denied: "`license smart sync all` was refused: Command authorization failed", "": "the session ended: the switch closed the connection",
	} {
		l := newLab(t, simulator.Healthy)
		l.run = func(command string) (*string, error) {
			switch {
			case command != diagnose.SyncCommand:
				return nil, nil
			case answer == "":
				return nil, failed(failure.Disconnected, "the switch closed the connection")
			}
			return new(answer), nil
		}
		d := l.ask(t, diagnose.Options{Sync: true})[0]
		if got := step(t, d.Report, advise.StepSync); got.Answer != advise.NotKnown || !strings.Contains(got.Why, why) {
			t.Errorf("%+v", got)
		}
		if (d.Err != nil) != (answer == "") {
			t.Errorf("%v", d.Err)
		}
	}
}

// TestNoSyncOffline: a switch that is offline by design is not told to send.
func TestNoSyncOffline(t *testing.T) {
	l := newLab(t, simulator.Offline, simulator.PreSLP)
	for _, d := range l.ask(t, diagnose.Options{Sync: true}) {
		if got := step(t, d.Report, advise.StepSync); got.Answer != advise.Skipped {
			t.Errorf("%+v", got)
		}
	}
	if slices.Contains(l.typed, diagnose.SyncCommand) {
		t.Error("one was told to send")
	}
}
