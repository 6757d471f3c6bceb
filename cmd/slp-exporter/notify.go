package main

import (
	systemd "github.com/coreos/go-systemd/v22/daemon"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
)

// What systemd is told. It counts a unit of Type=notify as started once it is ready.
const (
	nowServing  = systemd.SdNotifyReady
	nowStopping = systemd.SdNotifyStopping
)

// notify tells systemd how far the program is. Elsewhere it does nothing.
func notify(state string, logger log.Logger) {
	if _, err := systemd.SdNotify(false, state); err != nil {
		_ = level.Warn(logger).Log("msg", "systemd could not be notified", "state", state, "err", err)
	}
}
