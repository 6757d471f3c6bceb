package web

import (
	"slices"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// unknown says which of these names or addresses the fleet does not know.
func (h *handler) unknown(names []string) error {
	at := slices.IndexFunc(names, func(name string) bool {
		_, ok := h.Fleet.Find(name)
		return !ok
	})
	return notConfigured(names[max(at, 0)]) // 0: all are configured now, and were not a moment ago
}

// only is the part of what is known of a target that these collectors said; nil is all of it.
func only(s fleet.Status, collectors []string) fleet.Status {
	if collectors == nil {
		return s
	}
	if s.Result != nil {
		s.Result = s.Result.Only(collectors)
		return s
	}
	// Of a switch never polled, the collectors of its module are shown as failed.
	target, module := *s.Target, *s.Target.Module
	module.Collectors = slices.DeleteFunc(slices.Clone(module.Collectors), func(name string) bool {
		return !slices.Contains(collectors, name)
	})
	target.Module, s.Target = &module, &target
	return s
}
