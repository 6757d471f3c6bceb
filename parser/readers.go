package parser

import (
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/release"
	"github.com/slp-exporter/slp-exporter/parser/reports"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// The outputs whose models and readers are packages of their own.

// ParseEventlog reads "show license eventlog"; see eventlog.Parse.
func ParseEventlog(out platform.Output) (*State, error) { return parseEventlog(out, nil) }

// parseEventlog also counts the failures after the known one, unless that is nil.
func parseEventlog(out platform.Output, known *localtime.Time) (*State, error) {
	log, head, err := eventlog.Parse(out, known)
	s := stateOf(head)
	if s != nil {
		s.Eventlog = log
	}
	return s, err
}

// After returns the command with a Parse that also counts the failures after a known one, as the Tail of the
// event log. If known is nil, none is found. A command that does not read the event log, or to which Over was
// applied before, is returned unchanged.
func (c Command) After(known *localtime.Time) Command {
	if c.LooksBack {
		c.Parse = func(out platform.Output) (*State, error) { return parseEventlog(out, known) }
	}
	return c
}

// ParseHistory reads "show license history message"; see history.Parse.
func ParseHistory(out platform.Output) (*State, error) {
	messages, head, err := history.Parse(out)
	s := stateOf(head)
	if s != nil {
		s.History = messages
	}
	return s, err
}

// ParseSyslog reads "show logging | include SMART_LIC"; see syslog.Parse.
func ParseSyslog(out platform.Output) (*State, error) {
	log, head, err := syslog.Parse(out)
	s := stateOf(head)
	if s != nil {
		s.Syslog = log
	}
	return s, err
}

// ParseReports reads "show license rum id all"; see reports.Parse.
func ParseReports(out platform.Output) (*State, error) {
	counts, head, err := reports.Parse(out)
	s := stateOf(head)
	if s != nil {
		s.RUMStates = counts
	}
	return s, err
}

// ParseVersion reads "show version"; see release.Parse.
func ParseVersion(out platform.Output) (*State, error) {
	version, err := release.Parse(out)
	if version == nil {
		return nil, err
	}
	s := stateOf(version.Head)
	s.OSVersion, s.Nexus, s.Era = version.Release, version.Nexus, version.Era
	return s, err
}

// stateOf is a state with what precedes an output; nil if nothing was read.
func stateOf(h *lines.Head) *State {
	if h == nil {
		return nil
	}
	return &State{Hostname: h.Hostname, Clock: h.Clock, Unread: h.Unread, Dropped: h.Dropped}
}
