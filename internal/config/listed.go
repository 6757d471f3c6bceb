package config

import (
	"maps"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"
)

// Group is a group of switches that a URL lists, in the form of Prometheus' http_sd.
type Group struct {
	Targets []string
	// Labels are the discovered labels, by name; not all of them become labels of a switch.
	Labels map[string]string
}

// urlList is what one URL of target_urls lists.
type urlList struct {
	listing
	url *TargetURL
	// groups are those that were read well last, for a reload; nil before that.
	groups []Group
	// asked is true once the URL was asked.
	asked bool
}

// WithList returns the configuration with the switches that a URL of c lists now. err is the error of asking it, nil if
// there was none.
//
// A list that is wrong, or that has a target whose name is taken, counts as it was when it was last right. The error, of
// type Errors, says why. The Config is never nil. It is c itself if url is not one of c's, as after a reload.
func (c *Config) WithList(url *TargetURL, groups []Group, err error) (*Config, []Warning, error) {
	at := slices.IndexFunc(c.inventory.lists, func(l *urlList) bool { return l.url == url })
	if at < 0 {
		return c, nil, nil
	}
	r := &findings{main: c.inventory.file}
	last := c.inventory.lists[at]
	list := &urlList{listing: last.listing, url: url, groups: last.groups, asked: true}
	if list.failed = nil; err != nil {
		r.problems = append(r.problems, Problem{File: url.Name, What: err.Error(), cause: err})
	} else {
		c.inventory.accept(list, groups, c.loaderFor(r))
	}
	list.failed = r.problems
	next := *c
	next.inventory.lists = slices.Clone(c.inventory.lists)
	next.inventory.lists[at] = list
	next.inventory.retry = next.inventory.failures() != nil
	next.Targets = next.inventory.all()
	return &next, r.sortedWarnings(), r.errors()
}

// accept takes what a URL lists into its list, unless that is wrong or conflicts with another source, which l's findings
// say then.
func (v *inventory) accept(list *urlList, groups []Group, l *loader) {
	targets := l.parseList(list.url, groups)
	if len(l.source.findings.problems) > 0 {
		return
	}
	index := newTargetIndex()
	index.add(v.targets)
	for _, other := range v.listings() {
		if other.place != list.place {
			index.add(other.targets)
		}
	}
	if l.source.findings.problems = index.conflicts(targets); len(l.source.findings.problems) > 0 {
		return
	}
	l.source.findings.warnings = append(l.source.findings.warnings, index.add(targets)...)
	list.targets, list.groups = reuse(targets, list.targets), groups
}

// reuse returns the targets with those that are as before in their places, so that nothing seems to have changed.
func reuse(targets, before []placed) []placed {
	known := make(map[string]*Target, len(before))
	for _, t := range before {
		known[t.Name] = t.Target
	}
	for i, t := range targets {
		if old := known[t.Name]; old != nil && old.equal(t.Target) {
			targets[i].Target = old
		}
	}
	return targets
}

func (t *Target) equal(other *Target) bool {
	return t.Name == other.Name && t.Address == other.Address && t.NetconfPort == other.NetconfPort &&
		t.Module == other.Module && maps.Equal(t.Labels, other.Labels)
}

// parseList checks what a URL lists by the rules of target files, and returns the targets.
func (l *loader) parseList(url *TargetURL, groups []Group) []placed {
	s := &source{file: url.Name, dir: l.source.dir, disk: l.source.disk, findings: l.source.findings}
	l.found = nil
	for i, g := range groups {
		path := "[" + strconv.Itoa(i) + "]"
		g = url.asTargets(g)
		v := value{src: s, node: g.node(), key: path, path: path}
		if g.Labels[addressLabel] != "" {
			v.at("labels."+addressLabel).bad("is one address for several targets", "a group for each of them")
			continue
		}
		l.readGroup(v)
	}
	l.reportOrphans()
	return l.found
}

// node is the group as the YAML of a target file. Its lines are 0: a list of a URL has none.
func (g Group) node() *yaml.Node {
	text := func(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }
	targets, labels := &yaml.Node{Kind: yaml.SequenceNode}, &yaml.Node{Kind: yaml.MappingNode}
	for _, t := range g.Targets {
		targets.Content = append(targets.Content, text(t))
	}
	for _, name := range slices.Sorted(maps.Keys(g.Labels)) {
		labels.Content = append(labels.Content, text(name), text(g.Labels[name]))
	}
	return &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{text("targets"), targets, text("labels"), labels}}
}

// adopt takes over what the same URLs listed under the configuration before, so that a reload loses no switch.
func (l *loader) adopt(before *inventory) {
	own := &l.config.inventory
	for i, url := range l.config.TargetURLs {
		list := &urlList{url: url, listing: listing{place: place{file: url.Name, key: strconv.Itoa(i)}}}
		for _, old := range before.lists {
			if old.url.Address.Equal(url.Address) {
				list.groups, list.asked, list.failed = old.groups, old.asked, old.failed
				list.targets = l.parseList(url, old.groups)
			}
		}
		own.lists = append(own.lists, list)
	}
}

// Source is a target file or a URL, and what it lists.
type Source struct {
	// Name is the file's path, or the URL without its secrets.
	Name string
	// URL is nil for a target file.
	URL *TargetURL
	// Targets counts the switches that it listed when it was last read well; -1 if it never was.
	Targets int
	// Asked is false for a URL that has not been asked yet.
	Asked bool
	// Failed says why the source is not in use as it is now, one problem each; nil if it is.
	Failed error
}

// Sources returns the target files and URLs, in the order of the configuration.
func (c *Config) Sources() []Source {
	var all []Source
	for _, f := range c.inventory.files {
		all = append(all, f.source(f.path, true))
	}
	for _, l := range c.inventory.lists {
		s := l.source(l.url.Name, l.asked)
		s.URL = l.url
		if l.groups == nil {
			s.Targets = -1
		}
		all = append(all, s)
	}
	return all
}

func (l *listing) source(name string, asked bool) Source {
	s := Source{Name: name, Targets: len(l.targets), Asked: asked}
	if len(l.failed) > 0 {
		s.Failed = Errors(l.failed)
		if len(l.targets) == 0 {
			s.Targets = -1
		}
	}
	return s
}
