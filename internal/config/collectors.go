package config

import (
	"slices"
	"strings"
)

// collectors is every collector of the metric contract, in the order in which they are asked;
// available tells which of them this version has.
func collectors() []struct {
	name      string
	available bool
} {
	return []struct {
		name      string
		available bool
	}{
		{"tech_support", true},
		{"status", true},
		{"usage", true},
		{"summary", true},
		{"eventlog", true},
		{"history", true},
		{"rum", true},
		{"syslog", true},
		{"version", true},
		{"netconf", false},
	}
}

// Collectors returns the names of the collectors that a module may list.
func Collectors() []string { return collectorNames(true) }

func collectorNames(available bool) []string {
	var names []string
	for _, c := range collectors() {
		if c.available == available {
			names = append(names, c.name)
		}
	}
	return names
}

// DefaultCollectors is what a module asks that lists none.
func DefaultCollectors() []string { return []string{"tech_support", "status", "eventlog"} }

// collectorList returns the collectors that v lists.
func (v value) collectorList() []string {
	write := "a list such as [" + strings.Join(DefaultCollectors(), ", ") + "]"
	var names []string
	for _, item := range v.items(write) {
		name, ok := item.text(anyOf(Collectors()))
		switch {
		case !ok:
		case slices.Contains(names, name):
			item.bad(quoted(name)+" is listed twice", "it once")
		case slices.Contains(collectorNames(false), name):
			item.bad(quoted(name)+" is not available in this version", anyOf(Collectors()))
		case !slices.Contains(Collectors(), name):
			item.notNamed("collector", name, Collectors())
		default:
			names = append(names, name)
		}
	}
	if v.isList() && len(v.node.Content) == 0 {
		v.bad("is empty", write+", or leave it out")
	}
	return names
}
