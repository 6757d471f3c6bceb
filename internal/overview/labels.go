package overview

import (
	"maps"
	"slices"
)

// Label is a label of switches and the values that it has.
type Label struct {
	Name   string
	Values []string // sorted
}

// Labels are the labels of a fleet, sorted by name.
type Labels []Label

// LabelsOf are the labels of the rows.
func LabelsOf(rows []Row) Labels {
	byName := map[string]map[string]bool{}
	for i := range rows {
		for name, value := range rows[i].Target.Labels {
			values := byName[name]
			if values == nil {
				values = map[string]bool{}
				byName[name] = values
			}
			if !values[value] {
				values[value] = true
			}
		}
	}
	var all Labels
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, Label{name, slices.Sorted(maps.Keys(byName[name]))})
	}
	return all
}

func (l Labels) names() []string {
	var names []string
	for _, each := range l {
		names = append(names, each.Name)
	}
	return names
}

// values are those of a label; false if no switch has it.
func (l Labels) values(name string) ([]string, bool) {
	at := slices.IndexFunc(l, func(each Label) bool { return each.Name == name })
	if at < 0 {
		return nil, false
	}
	return l[at].Values, true
}
