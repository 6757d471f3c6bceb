package fleet_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestCloseEndsPolls: one poll hangs, another waits for its turn. The first ends, the second never
// begins, and neither is a failure of a switch.
func TestCloseEndsPolls(t *testing.T) {
	for name, hanging := range map[string]behaviour{
		"connecting": {open: takes(forever)},
		"asking":     {run: func(ctx context.Context, _ string) (string, error) { return "", takes(forever)(ctx) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLab(t, 10, func(s *setup) { s.MaxConcurrent = 1 })
				for _, sw := range l.switches {
					sw.becomes(hanging)
				}
				l.scrape(time.Second)
				if err := l.Close(context.Background()); err != nil || l.elapsed() != time.Second {
					t.Errorf("closed after %s: %v", l.elapsed(), err)
				}
				opened := 0
				for _, sw := range l.switches {
					opened += sw.opened()
				}
				if opened != 1 || len(l.observed) != 0 {
					t.Errorf("%d switches connected to, %d results observed", opened, len(l.observed))
				}
				wantLines(t, l.log.take("msg"))
			})
		})
	}
}

// TestCloseKeepsWhatWasRead: a poll that was through when the fleet closed is a result like others.
func TestCloseKeepsWhatWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1, closeEach)
		l.switches[0].becomes(behaviour{close: takes(time.Second)})
		l.scrape(0)
		synctest.Wait()
		if err := l.Close(context.Background()); err != nil || l.elapsed() != time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
		if s := l.Collect(context.Background())[0]; s.Result == nil || !s.Result.Up() || s.Polls != 1 {
			t.Errorf("%+v", s)
		}
	})
}

// TestCloseDuringTheLastAnswer: the answer still arrives, and its session is not kept for a poll
// that will never come.
func TestCloseDuringTheLastAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		sw, release := l.switches[0], make(chan struct{})
		sw.becomes(behaviour{run: func(_ context.Context, command string) (string, error) {
			<-release
			return sw.outputs[command], nil
		}})
		l.scrape(0)
		synctest.Wait()
		closed := make(chan error)
		go func() { closed <- l.Close(context.Background()) }()
		synctest.Wait()
		close(release)
		if err := <-closed; err != nil || sw.openLines() != 0 {
			t.Errorf("closed with %d lines in use: %v", sw.openLines(), err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
	})
}

// TestCloseDuringTheCheck of a kept session: it is closed, and not replaced by another.
func TestCloseDuringTheCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.result()
		l.switches[0].becomes(behaviour{alive: takes(forever)})
		l.at(time.Minute)
		l.scrape(time.Second)
		if err := l.Close(context.Background()); err != nil || l.elapsed() != time.Minute+time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
		if sw := l.switches[0]; sw.opened() != 1 || sw.closes != 1 {
			t.Errorf("%d sessions opened, %d closed", sw.opened(), sw.closes)
		}
		wantLines(t, l.log.take("msg"))
	})
}

// TestCloseLogsOut of all switches at once, and polls none of them again.
func TestCloseLogsOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 10)
		l.scrape(forever)
		wantStats(t, l, fleet.Stats{SessionOpens: 10, Sessions: 10})
		for _, sw := range l.switches {
			sw.becomes(behaviour{close: takes(time.Second)})
		}
		if err := l.Close(context.Background()); err != nil || l.elapsed() != time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 10})
		for _, sw := range l.switches {
			if sw.closes != 1 {
				t.Errorf("%s: %d logouts", sw.name, sw.closes)
			}
		}
		l.at(2 * time.Minute)
		if s := l.Collect(context.Background())[0]; s.Result == nil || s.Polls != 1 {
			t.Errorf("a closed fleet shows %+v", s)
		}
		if err := l.Close(context.Background()); err != nil {
			t.Error("closing twice:", err)
		}
	})
}

// TestCloseDuringIdleLogout waits for a logout that began by itself.
func TestCloseDuringIdleLogout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		l.result()
		l.switches[0].becomes(behaviour{close: takes(time.Second)})
		l.at(5*time.Minute + 400*time.Millisecond)
		if err := l.Close(context.Background()); err != nil || l.elapsed() != 5*time.Minute+time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
		wantStats(t, l, fleet.Stats{SessionOpens: 1})
	})
}

// TestCloseIsBounded: a session that heeds no context holds Close up for as long as ctx allows.
func TestCloseIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		release := make(chan struct{})
		l.switches[0].becomes(behaviour{run: func(context.Context, string) (string, error) {
			<-release
			return "", errors.New("late")
		}})
		l.scrape(0)
		synctest.Wait()
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		if err := l.Close(ctx); !errors.Is(err, context.DeadlineExceeded) || l.elapsed() != 3*time.Second {
			t.Errorf("closed after %s: %v", l.elapsed(), err)
		}
		close(release)
	})
}

// TestCloseReleasesTheScrapes that still wait.
func TestCloseReleasesTheScrapes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3, func(s *setup) { s.MaxConcurrent = 2 })
		for _, sw := range l.switches {
			sw.becomes(behaviour{open: takes(forever)})
		}
		shown := make(chan []fleet.Status)
		go func() { shown <- l.Collect(context.Background()) }()
		l.at(time.Second)
		if err := l.Close(context.Background()); err != nil {
			t.Error(err)
		}
		for _, s := range <-shown {
			if s.Result != nil {
				t.Errorf("%s shows %+v", s.Target.Name, s.Result)
			}
		}
		if l.elapsed() != time.Second {
			t.Errorf("released after %s", l.elapsed())
		}
	})
}
