package device

import (
	"context"

	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// identify finds out which operating system the switch runs. The prompt suffices unless it contradicts the module's
// platform, or is one that IOS-XE does not have by itself: then "show version" decides, and the answer is remembered. A
// switch that does not run what its module says is an error. One that cannot be told is believed to run that.
func (s *Session) identify(ctx context.Context) error {
	configured := platform.Keyed(s.attempt.Target.Module.Platform)
	found := platform.ByPrompt(s.prompt)
	if found != s.os {
		var err error
		if found, err = s.lookUp(ctx); err != nil {
			return err
		}
	}
	switch {
	case found == nil:
	case configured != nil && found != configured:
		return s.otherSystem(found)
	default:
		s.os = found
		s.wire.os.Store(found)
	}
	return nil
}

// lookUp asks the switch what it runs, unless that is remembered; nil if it cannot be told.
func (s *Session) lookUp(ctx context.Context) (*platform.OS, error) {
	if os := s.attempt.Recalled(ctx); os != nil {
		return os, nil
	}
	said, err := s.prepare(ctx, platform.VersionCommand)
	if err != nil {
		return nil, err
	}
	os := platform.InVersion(said)
	if os != nil {
		s.attempt.Remember(ctx, os)
	}
	return os, nil
}

// otherSystem says what the switch runs, and what to write.
func (s *Session) otherSystem(found *platform.OS) *failure.Error {
	module := s.attempt.Target.Module
	return failure.New(failure.Unsupported, "the switch runs %s, and module %q says platform: %s; give it a module with platform: %s, or auto",
		found.Name(), module.Name, module.Platform, found.Key())
}

// System is the operating system that the switch runs.
func (s *Session) System() *platform.OS { return s.os }
