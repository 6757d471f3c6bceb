package main

import (
	"context"
	"fmt"
	"io"

	"github.com/go-kit/log"
	"golang.org/x/sync/errgroup"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// newFleet polls the configured switches through real sessions. observe, if not nil, gets each result.
func newFleet(conf *config.Config, logger log.Logger, observe func(*fleet.Result)) *fleet.Fleet {
	dialer := device.NewDialer(device.WithLogger(logger))
	return fleet.New(conf, fleet.Options{
		Open: func(ctx context.Context, t *config.Target) (fleet.Session, error) {
			s, err := dialer.Open(ctx, t)
			if err != nil {
				return nil, err // not s: a nil *Session in an interface is not nil
			}
			return s, nil
		},
		OpenNetconf: func(ctx context.Context, t *config.Target) (fleet.NetconfSession, error) {
			s, err := dialer.OpenNetconf(ctx, t)
			if err != nil {
				return nil, err
			}
			return s, nil
		},
		Logger: logger, Observe: observe,
	})
}

// inOrder does something for each item, for so many at once, and hands over what came of it in the order of the items.
func inOrder[T, R any](items []T, most int, do func(T) R, take func(R)) {
	results := make([]chan R, len(items))
	for i := range results {
		results[i] = make(chan R, 1)
	}
	go func() {
		var all errgroup.Group
		all.SetLimit(most)
		for i, item := range items {
			all.Go(func() error {
				results[i] <- do(item)
				return nil
			})
		}
	}()
	for _, r := range results {
		take(<-r)
	}
}

// closing says of several switches how many were done and how many failed, by reason. errs has an entry for each
// switch, nil if it was well. The error is errReported if one was not.
func closing(w io.Writer, done string, errs []error) error {
	failed := 0
	for _, err := range errs {
		if err != nil {
			failed++
		}
	}
	if len(errs) > 1 {
		line := fmt.Sprintf("%d switches: %d %s", len(errs), len(errs)-failed, done)
		if failed > 0 {
			line += fmt.Sprintf(", %d failed (%s)", failed, failure.Counts(errs))
		}
		_, _ = fmt.Fprintln(w, line)
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// logOut ends the fleet's polls and logs out of its switches, in bounded time.
func logOut(switches *fleet.Fleet) error {
	end, cancel := context.WithTimeout(context.Background(), logoutTime)
	defer cancel()
	return switches.Close(end)
}
