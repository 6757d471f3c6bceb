package config

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// The labels of a target file that are no labels of the target.
const (
	nameLabel        = "__slp_name"
	moduleLabel      = "__slp_module"
	netconfPortLabel = "__slp_netconf_port"
)

// groupText is one group of a target file, in the form of Prometheus' file_sd.
type groupText struct {
	targets, labels value
}

func groupFields() []field[groupText] {
	return []field[groupText]{
		{"targets", func(g *groupText, v value) { g.targets = v }},
		{"labels", func(g *groupText, v value) { g.labels = v }},
	}
}

const (
	patternForm = "a path that ends in .yml, .yaml or .json; * may stand in its last part"
	groupForm   = "a list of groups: [{targets: [192.0.2.10], labels: {site: muc}}]"
)

// readTargetFiles reads every file that the patterns match.
func (l *loader) readTargetFiles(section value) {
	from := &l.config.inventory
	for _, v := range section.items("a list of paths, such as [targets/*.yml]") {
		path, ok := v.pattern()
		if !ok {
			continue
		}
		l.config.TargetFiles = append(l.config.TargetFiles, path)
		files, err := from.disk.Glob(path)
		switch {
		case errors.Is(err, disk.ErrHangs):
			v.bad(path+" "+describe(err), patternForm)
			continue
		case err != nil:
			v.bad("is not a pattern", patternForm)
			continue
		case len(files) == 0:
			v.warn("no file matches "+path+" yet", patternForm)
		}
		from.patterns = append(from.patterns, pattern{path, v.place()})
	}
	now := time.Now()
	for _, f := range from.look() {
		file := f.read(from.disk, now)
		file.targets = l.parseTargetFile(file)
		from.files = append(from.files, file)
	}
}

// pattern returns a target file's path or pattern, in the form that Prometheus takes, too.
func (v value) pattern() (string, bool) {
	path, ok := v.file(patternForm)
	if !ok {
		return "", false
	}
	switch {
	case !slices.Contains([]string{".yml", ".yaml", ".json"}, filepath.Ext(path)):
		v.bad("is neither a YAML nor a JSON file", patternForm)
	case strings.ContainsAny(filepath.Dir(path), "*?["):
		v.bad("has a pattern in a directory's name", patternForm)
	default:
		return path, true
	}
	return "", false
}

// parseTargetFile checks the text of a target file and returns its targets.
func (l *loader) parseTargetFile(f *targetFile) []placed {
	if f.err != nil {
		p := f.place.problem(f.path+" "+describe(f.err), patternForm)
		p.cause = withoutPath(f.err)
		l.source.findings.problems = append(l.source.findings.problems, p)
		return nil
	}
	s := &source{file: f.path, dir: filepath.Dir(f.path), disk: l.source.disk, findings: l.source.findings}
	root, ok := s.root(f.text, "[] for no targets")
	f.text = nil // as large as the file, and of no more use
	if !ok {
		return nil
	}
	l.found = nil
	for _, v := range root.items(groupForm) {
		l.readGroup(v)
	}
	return l.found
}

func (l *loader) readGroup(v value) {
	if !v.isMapping() {
		v.wrongType(`{targets: [192.0.2.10], labels: {site: muc}}`)
		return
	}
	var g groupText
	fill(v, groupFields(), &g)
	t := targetText{self: v}
	labels := map[string]string{}
	if g.labels.given() {
		labels = g.labels.labels(t.takeLabel)
	}
	if !g.targets.given() {
		v.at("targets").bad("is missing", "a list of addresses, or [] for none")
		return
	}
	addresses := g.targets.items("a list of addresses")
	if t.name.given() && len(addresses) > 1 {
		t.name.bad("is one name for several targets", "a group for each of them")
		return
	}
	for _, address := range addresses {
		t.address = address
		l.addTarget(t, maps.Clone(labels))
	}
}

// takeLabel takes the labels that stand for a target's name, module and NETCONF port.
func (t *targetText) takeLabel(v value) bool {
	switch v.key {
	case nameLabel:
		t.name = v
	case moduleLabel:
		t.module = v
	case netconfPortLabel:
		t.netconfPort = v
	default:
		return false
	}
	return true
}
