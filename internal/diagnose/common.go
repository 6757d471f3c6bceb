package diagnose

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Common says what switches that fail have in common, the largest group first: "14 of 15 failing switches of site zrh share
// proxy 192.0.2.8:3128, cause timeout since Feb 3 09:14". A single switch has nothing in common with others.
func Common(all []Diagnosis) []string {
	groups := map[string][]Diagnosis{}
	for _, d := range all {
		if !d.fails() {
			continue
		}
		key := d.shares()
		groups[key] = append(groups[key], d)
	}
	keys := slices.Collect(maps.Keys(groups))
	slices.SortFunc(keys, func(a, b string) int {
		if n := len(groups[b]) - len(groups[a]); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var lines []string
	for _, key := range keys {
		if group := groups[key]; len(group) > 1 {
			lines = append(lines, sentence(all, group, key))
		}
	}
	return lines
}

// fails reports whether communication of the switch is known to fail.
func (d Diagnosis) fails() bool {
	c := d.Report.Cause
	return c != nil && *c != cause.None && *c != cause.Offline
}

// shares is what a failing switch may share with others: the way to its server, and how it fails.
func (d Diagnosis) shares() string {
	way := d.way()
	if way != "" {
		way += ", "
	}
	return way + "cause " + string(*d.Report.Cause)
}

// way is how the switch reaches its server: by the proxy if there is one.
func (d Diagnosis) way() string {
	if d.State == nil || d.State.Transport == nil {
		return ""
	}
	t, vrf := d.State.Transport, ""
	if t.VRF != "" {
		vrf = " in VRF " + t.VRF
	}
	switch {
	case t.ProxyAddress != "":
		return "proxy " + t.ProxyAddress + ":" + t.ProxyPort + vrf
	case t.URL != "":
		return "server " + t.URL + vrf
	}
	return "transport " + t.Type + vrf
}

// sentence is about the switches of a group, among those that fail at the same site.
func sentence(all, group []Diagnosis, shares string) string {
	among, where := 0, ""
	label, value := site(all, group)
	for _, d := range all {
		if d.fails() && (label == "" || d.Target.Labels[label] == value) {
			among++
		}
	}
	if label != "" {
		where = " of " + label + " " + value
	}
	return fmt.Sprintf("%d of %d failing switches%s share %s%s", len(group), among, where, shares, since(group))
}

// site is a label that all of a group have with the same value, but not all of the switches that were asked; the one that
// most of the others do not have. Empty without one.
func site(all, group []Diagnosis) (label, value string) {
	least := len(all)
	first := group[0].Target.Labels
	for _, l := range slices.Sorted(maps.Keys(first)) {
		has := func(d Diagnosis) bool { return d.Target.Labels[l] == first[l] }
		if slices.ContainsFunc(group, func(d Diagnosis) bool { return !has(d) }) {
			continue
		}
		n := 0
		for _, d := range all {
			if has(d) {
				n++
			}
		}
		if n < least {
			label, value, least = l, first[l], n
		}
	}
	return label, value
}

// since is when the first of a group began to fail, in the words of that switch; empty if it is not known of all.
func since(group []Diagnosis) string {
	var first *Diagnosis
	for i := range group {
		at := began(group[i].State)
		switch {
		case at == nil:
			return ""
		case first == nil || at.Wall.Before(began(first.State).Wall):
			first = &group[i]
		}
	}
	at := began(first.State)
	layout := "Jan 2 15:04"
	if now := first.State.Clock; now != nil && now.Wall.YearDay() == at.Wall.YearDay() && now.Wall.Year() == at.Wall.Year() {
		layout = "15:04"
	}
	return " since " + strings.TrimSpace(at.Wall.Format(layout)+" "+at.Zone)
}

// count is how many switches are of that verdict.
func count(all []Diagnosis, v advise.Verdict) (n int) {
	for _, d := range all {
		if d.Report.Verdict == v {
			n++
		}
	}
	return n
}

// began is the first failure of the run of failures; nil if it is not known.
func began(s *parser.State) *localtime.Time {
	if s == nil || s.Eventlog == nil || s.Eventlog.Open {
		return nil
	}
	return s.Eventlog.FailSince
}
