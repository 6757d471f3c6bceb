package fleet

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
)

// Only returns the result as if the module had no collectors but these: State, Collectors, Err and Up are
// theirs. Clock stays that of the poll, which another collector may have read. If the module has none of these
// collectors, Collectors is empty, State is nil, and Err and Up are those of the poll. The result itself is not
// changed; the new one shares what both show.
func (r *Result) Only(collectors []string) *Result {
	only := *r
	only.Collectors, only.State = nil, nil
	var names []string
	for _, c := range r.Collectors {
		if slices.Contains(collectors, c.Name) {
			only.Collectors, names = append(only.Collectors, c), append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return &only
	}
	makesUp := upBy(names)
	only.Err, only.up = nil, false
	for _, c := range only.Collectors {
		switch {
		case c.Err == nil:
			only.up = only.up || c.state != nil && makesUp(c.Name)
		case only.Err == nil:
			only.Err = c.Err
		}
	}
	only.State = merged(only.Collectors)
	return &only
}

// merged joins what these collectors said, in their order but with NETCONF first (see [parser.State.Merge]).
// It returns nil if no collector succeeded. Their own states stay as they are.
func merged(collectors []CollectorResult) (whole *parser.State) {
	own := true // whole is a collector's
	for _, c := range collectors {
		switch {
		case c.state == nil:
			continue
		case whole == nil:
			whole = c.state
			continue
		case own:
			first := *whole
			whole, own = &first, false
		}
		whole.Merge(c.state)
	}
	return whole
}

// namesOf returns the names of these collectors.
func namesOf(collectors []CollectorResult) []string {
	names := make([]string, len(collectors))
	for i, c := range collectors {
		names[i] = c.Name
	}
	return names
}

// upBy reports of a collector whether its success makes a poll with these collectors up: if it reads licence state, or if
// none of them does.
func upBy(collectors []string) func(name string) bool {
	reads := func(name string) bool { return parser.Command{Collector: name}.Licensing() }
	if !slices.ContainsFunc(collectors, reads) {
		return func(string) bool { return true }
	}
	return reads
}

// setEventlog replaces the event log that was read.
func (r *Result) setEventlog(log *eventlog.Log) {
	for _, c := range r.Collectors {
		if c.state != nil && c.state.Eventlog != nil {
			c.state.Eventlog = log
		}
	}
	r.State.Eventlog = log
}
