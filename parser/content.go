package parser

import "reflect"

// IsEmpty reports whether nothing was read of an output but what precedes it, and lines that could not be read.
func (s *State) IsEmpty() bool {
	if s == nil {
		return true
	}
	content := *s
	content.Hostname, content.Clock, content.Unread = "", nil, nil
	return reflect.ValueOf(content).IsZero()
}

// HasLicensing reports whether a state has anything of the licence state. The release and the log buffer have none, nor
// have a list of events, messages or reports that a filter may have emptied.
func (s *State) HasLicensing() bool {
	if s == nil {
		return false
	}
	content := *s
	content.OSVersion, content.Syslog = "", nil
	if s.Eventlog != nil && len(s.Eventlog.Events) == 0 {
		content.Eventlog = nil
	}
	if s.History != nil && len(s.History.Messages)+len(s.History.Imports) == 0 {
		content.History = nil
	}
	if len(s.RUMStates) == 0 {
		content.RUMStates = nil
	}
	return !content.IsEmpty()
}
