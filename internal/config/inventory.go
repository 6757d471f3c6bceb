package config

import (
	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// inventory says where the targets of a Config come from, and what each file said when it was last right. It
// holds no secret.
type inventory struct {
	// file and dir are those of the configuration file.
	file, dir string
	disk      *disk.Files
	// targets are those of the configuration file itself.
	targets []placed
	// patterns are those of target_files.
	patterns []pattern
	// files are in the order of the patterns and, within a pattern, of their names.
	files []*targetFile
	// lists has one for each of target_urls, in their order.
	lists []*urlList
	// retry is true if a file that conflicted may fit now, though it has not changed.
	retry bool
}

// listing is what one target file or URL lists.
type listing struct {
	// place is that of the pattern that found a file; a URL's is its own.
	place place
	// targets are those in use: the ones that the source lists now, or listed when it was last right.
	targets []placed
	// failed says why what the source lists at present is not in use; empty if it is.
	failed []Problem
}

// listings returns those of the target files, then those of the URLs.
func (v *inventory) listings() []*listing {
	all := make([]*listing, 0, len(v.files)+len(v.lists))
	for _, f := range v.files {
		all = append(all, &f.listing)
	}
	for _, l := range v.lists {
		all = append(all, &l.listing)
	}
	return all
}

// placed is a target and its place in a file.
type placed struct {
	*Target
	at place
}

// pattern is one entry of target_files.
type pattern struct {
	path string
	at   place
}

// merge returns all targets, and reports those that conflict.
func (v *inventory) merge(r *findings) []*Target {
	index := newTargetIndex()
	r.problems = append(r.problems, index.conflicts(v.targets)...)
	r.warnings = append(r.warnings, index.add(v.targets)...)
	for _, l := range v.listings() {
		r.problems = append(r.problems, index.conflicts(l.targets)...)
		r.warnings = append(r.warnings, index.add(l.targets)...)
	}
	return v.all()
}

// all returns the targets of the configuration file, then those of the target files and of the URLs.
func (v *inventory) all() []*Target {
	sources := v.listings()
	n := len(v.targets)
	for _, l := range sources {
		n += len(l.targets)
	}
	list := make([]*Target, 0, n)
	for _, t := range v.targets {
		list = append(list, t.Target)
	}
	for _, l := range sources {
		for _, t := range l.targets {
			list = append(list, t.Target)
		}
	}
	return list
}

// targetIndex finds targets that conflict.
type targetIndex struct {
	names map[string]place
	// addresses holds the name of the first target at an address.
	addresses map[string]string
}

func newTargetIndex() *targetIndex {
	return &targetIndex{names: map[string]place{}, addresses: map[string]string{}}
}

// conflicts returns a problem for each target of one file whose name is taken, in another file or in that one.
// It adds nothing to the index.
func (x *targetIndex) conflicts(list []placed) []Problem {
	var problems []Problem
	own := make(map[string]place, len(list))
	for _, t := range list {
		other, taken := x.names[t.Name]
		if !taken {
			other, taken = own[t.Name]
		}
		if taken {
			problems = append(problems, t.at.problem(
				quoted(t.Name)+" is already the name of the target at "+other.String(), "another name"))
			continue
		}
		own[t.Name] = t.at
	}
	return problems
}

// add adds the targets of one file. It warns of an address that is already polled: the switch gets two sessions,
// for which its VTY lines may be too few.
func (x *targetIndex) add(list []placed) []Warning {
	var warnings []Warning
	for _, t := range list {
		if _, taken := x.names[t.Name]; taken {
			continue
		}
		x.names[t.Name] = t.at
		for _, address := range t.Addresses() {
			if other, taken := x.take(t, address); taken {
				warnings = append(warnings, Warning(t.at.problem(
					address+" is polled as "+quoted(other)+", too: the switch sees two sessions", "one target for one switch")))
				break
			}
		}
	}
	return warnings
}

// take notes which target polls the address, or returns the one that already does. Through different proxies,
// equal addresses are different switches.
func (x *targetIndex) take(t placed, address string) (other string, taken bool) {
	if t.Module != nil {
		address += " " + t.Module.Proxy
	}
	if other, taken = x.addresses[address]; !taken {
		x.addresses[address] = t.Name
	}
	return other, taken
}
