package main

import (
	"context"

	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// newFleet polls the configured switches through real sessions.
func newFleet(conf *config.Config, logger log.Logger) *fleet.Fleet {
	return fleet.New(conf, dial(logger).options(logger, nil))
}

// openers open sessions to switches, of either kind.
type openers struct {
	cli     fleet.OpenFunc
	netconf fleet.NetconfOpenFunc
}

func (o openers) options(logger log.Logger, observe func(*fleet.Result)) fleet.Options {
	return fleet.Options{Open: o.cli, OpenNetconf: o.netconf, Logger: logger, Observe: observe}
}

// dial opens sessions to real switches.
func dial(logger log.Logger) openers {
	dialer := device.NewDialer(device.WithLogger(logger))
	return openers{
		cli: func(ctx context.Context, t *config.Target) (fleet.Session, error) {
			s, err := dialer.Open(ctx, t)
			if err != nil {
				return nil, err // not s: a nil *Session in an interface is not nil
			}
			return s, nil
		},
		netconf: func(ctx context.Context, t *config.Target) (fleet.NetconfSession, error) {
			s, err := dialer.OpenNetconf(ctx, t)
			if err != nil {
				return nil, err
			}
			return s, nil
		},
	}
}

// logOut ends what the fleet is doing and logs out of its switches, within bounds.
func logOut(switches *fleet.Fleet) error {
	end, cancel := context.WithTimeout(context.Background(), logoutTime)
	defer cancel()
	return switches.Close(end)
}
