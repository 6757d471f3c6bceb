package discovery

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// retryPause is the pause after a reading that failed, or the refresh interval if that is shorter.
const retryPause = 30 * time.Second

// Reading is what one URL answered.
type Reading struct {
	URL    *config.TargetURL
	Groups []config.Group
	// Err is nil if Groups is what the URL lists.
	Err error
}

// Watcher asks URLs at their intervals. Its methods are for one goroutine at a time. NewWatcher makes one.
type Watcher struct {
	take  func(Reading)
	fetch func(context.Context, *config.TargetURL) ([]config.Group, error)
	end   map[*config.TargetURL]context.CancelFunc
}

// NewWatcher makes a Watcher that hands each reading to take, from several goroutines.
func NewWatcher(take func(Reading)) *Watcher {
	return &Watcher{take: take, fetch: Fetch, end: map[*config.TargetURL]context.CancelFunc{}}
}

// Watch asks these URLs from now on, each at once if it was not among them before, and no others, until ctx ends.
func (w *Watcher) Watch(ctx context.Context, urls []*config.TargetURL) {
	wanted := make(map[*config.TargetURL]bool, len(urls))
	for _, u := range urls {
		wanted[u] = true
		if w.end[u] == nil {
			watching, end := context.WithCancel(ctx)
			w.end[u] = end
			go w.follow(watching, u)
		}
	}
	for u, end := range w.end {
		if !wanted[u] {
			end()
			delete(w.end, u)
		}
	}
}

// follow asks one URL until ctx ends.
func (w *Watcher) follow(ctx context.Context, u *config.TargetURL) {
	for {
		groups, err := w.fetch(ctx, u)
		if ctx.Err() != nil {
			return
		}
		w.take(Reading{u, groups, err})
		pause := u.RefreshInterval
		if err != nil {
			pause = min(pause, retryPause)
		}
		next := time.NewTimer(pause)
		select {
		case <-next.C:
		case <-ctx.Done():
			next.Stop()
			return
		}
	}
}

// FetchAll asks all URLs of a configuration once, at the same time, and returns their answers in its order.
func FetchAll(ctx context.Context, c *config.Config) []Reading {
	all := make([]Reading, len(c.TargetURLs))
	var asking sync.WaitGroup
	for i, u := range c.TargetURLs {
		asking.Go(func() {
			groups, err := Fetch(ctx, u)
			all[i] = Reading{u, groups, err}
		})
	}
	asking.Wait()
	return all
}

// Ask returns the configuration with what its URLs list now, and what is to be said about them: of a list that is wrong, the
// first problem and how many more there are. whole is false if a URL failed.
func Ask(ctx context.Context, c *config.Config) (listed *config.Config, said []string, whole bool) {
	whole = true
	for _, r := range FetchAll(ctx, c) {
		next, warnings, err := c.WithList(r.URL, r.Groups, r.Err)
		for _, w := range warnings {
			said = append(said, w.String())
		}
		if problems := (config.Errors)(nil); errors.As(err, &problems) {
			whole = false
			said = append(said, problems[0].Error())
			if n := len(problems) - 1; n > 0 {
				said = append(said, fmt.Sprintf("%s: and %d more", r.URL.Name, n))
			}
		}
		c = next
	}
	return c, said, whole
}
