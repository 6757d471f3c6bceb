package main

import (
	"context"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
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

// logOut ends the fleet's polls and logs out of its switches, in bounded time.
func logOut(switches *fleet.Fleet) error {
	end, cancel := context.WithTimeout(context.Background(), logoutTime)
	defer cancel()
	return switches.Close(end)
}
