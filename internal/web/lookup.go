package web

import (
	"net/http"
	"slices"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// resolve returns the names of the targets that are meant, by name or by address. What is not configured is
// an error: nobody may have the exporter log in elsewhere.
func (h *handler) resolve(wanted []string) ([]string, error) {
	names := make([]string, len(wanted))
	for i, text := range wanted {
		t, ok := h.Fleet.Find(text)
		if !ok {
			return nil, unknown(text)
		}
		names[i] = t.Name
	}
	return names, nil
}

func unknown(name string) error {
	return &requestError{
		http.StatusNotFound,
		"no switch " + shown(name) + " is configured, by this name or address; /sd lists those that are. Only configured switches are polled.",
	}
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
