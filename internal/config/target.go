package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	addresses "github.com/slp-exporter/slp-exporter/internal/config/address"
)

// addressForms says how addresses are written.
const addressForms = `host, host:port, or for IPv6 "[2001:db8::1]:22"`

// targetText is one target as written; self is the mapping that holds it.
type targetText struct {
	self, name, address, netconfPort, module, labels value
}

func targetFields() []field[targetText] {
	return []field[targetText]{
		{"name", func(t *targetText, v value) { t.name = v }},
		{"address", func(t *targetText, v value) { t.address = v }},
		{"netconf_port", func(t *targetText, v value) { t.netconfPort = v }},
		{"module", func(t *targetText, v value) { t.module = v }},
		{"labels", func(t *targetText, v value) { t.labels = v }},
	}
}

func (l *loader) readTargets(root value, d document) {
	if d.targets.given() {
		for _, v := range d.targets.items("a list with an address in each entry, such as [{address: 192.0.2.10}]") {
			l.readTarget(v)
		}
	}
	own := &l.config.inventory
	own.targets, l.found = l.found, nil
	if d.targetFiles.given() {
		l.readTargetFiles(d.targetFiles)
	}
	l.reportOrphans()
	if d.targetURLs.given() {
		l.readTargetURLs(d.targetURLs)
		l.adopt(l.before)
	}
	l.config.Targets = own.merge(l.source.findings)
	l.reportNoTargets(root, d)
}

func (l *loader) readTarget(v value) {
	if !v.isMapping() {
		v.wrongType("{address: host}")
		return
	}
	t := targetText{self: v}
	fill(v, targetFields(), &t)
	labels := map[string]string{}
	if t.labels.given() {
		labels = t.labels.labels(noSpecial)
	}
	if !t.address.given() {
		v.at("address").bad("is missing", addressForms)
		return
	}
	l.addTarget(t, labels)
}

// addTarget checks one target, from the configuration or from a target file, without the others.
func (l *loader) addTarget(t targetText, labels map[string]string) {
	text, ok := t.address.text(addressForms)
	if !ok {
		return
	}
	module := l.targetModule(t)
	protocol := ProtocolSSH
	if module != nil {
		protocol = module.Protocol
	}
	address, what := addresses.Parse(text, defaultPort(protocol))
	if what != "" {
		t.address.bad(what, addressForms)
		return
	}
	if addresses.LooksLikeRange(text) {
		t.address.warn(quoted(text)+" looks like a range of addresses, but is taken for one host name", "a target for each address")
	}
	place, name := t.address, text
	if t.name.given() {
		place = t.name
		if name, ok = t.name.text("a name, or leave it out: it is the address then"); !ok {
			return
		}
	}
	switch {
	case strings.TrimSpace(name) != name:
		place.bad("has a blank at an end", "it without")
	case name == "." || name == "..": // browsers and servers take it out of /switch/NAME
		place.bad(quoted(name)+" cannot be the last part of a link", "another name")
	case place.shortText(name):
		own := &Target{Name: name, Address: address, NetconfPort: t.port(module), Module: module, Labels: labels}
		l.found = append(l.found, placed{own, place.place()})
	}
}

// port is the NETCONF port beside the CLI's; empty unless the protocol is both.
func (t *targetText) port(module *Module) string {
	switch {
	case t.netconfPort.given():
		return t.netconfPort.netconfPort(module)
	case module != nil && module.Protocol == ProtocolBoth:
		return defaultPortNETCONF
	}
	return ""
}

// targetModule finds the module that a target names, or the default one. It reports a missing one, and returns
// nil.
func (l *loader) targetModule(t targetText) *Module {
	known := slices.Sorted(maps.Keys(l.config.Modules))
	if len(known) == 0 {
		return nil // already reported
	}
	if !t.module.given() {
		if l.config.Modules[defaultModule] == nil {
			l.orphans = append(l.orphans, t.self)
		}
		return l.config.Modules[defaultModule]
	}
	name, ok := t.module.text(anyOf(known))
	if ok && l.config.Modules[name] == nil {
		t.module.notNamed("module", name, known)
	}
	return l.config.Modules[name]
}

// reportOrphans reports targets without a module once, not ten thousand times.
func (l *loader) reportOrphans() {
	if len(l.orphans) == 0 {
		return
	}
	defer func() { l.orphans = nil }()
	what := `this target names no module, and no module is named "default"`
	if n := len(l.orphans) - 1; n > 0 {
		what += "; nor is there one for " + strconv.Itoa(n) + " more"
	}
	known := slices.Sorted(maps.Keys(l.config.Modules))
	l.orphans[0].bad(what, "module: "+known[0]+" (in a target file the label "+moduleLabel+"), or name a module default")
}

// reportNoTargets reports that there is no switch to poll. An empty list is deliberate: a package installs one, and
// the exporter waits for switches. A missing one is more often a file that is half written.
func (l *loader) reportNoTargets(root value, d document) {
	// A target that is wrong has its own message.
	empty := !d.targets.given() || d.targets.isEmptyList()
	if len(l.config.Targets) > 0 || !empty || d.targetURLs.given() {
		return
	}
	switch {
	case d.targetFiles.given():
		if len(l.source.findings.problems) > 0 {
			return // the files may be what is wrong
		}
		d.targetFiles.warn("there is no target yet", "a target into one of these files, or under targets")
	case d.targets.given():
		d.targets.warn("there is no target yet, nothing is polled", "targets: [{address: 192.0.2.10}], or target_files")
	default:
		root.at("targets").bad("no switch is given", "targets: [{address: 192.0.2.10}], or target_files; or targets: [] for none yet")
	}
}

// Target returns the target of that name, or else the first with that address, the CLI's or NETCONF's; nil if
// none has it. The port may be left out where it is 22 or 830.
func (c *Config) Target(name string) *Target {
	addresses := readings(name)
	var byAddress *Target
	for _, t := range c.Targets {
		if t.Name == name {
			return t
		}
		if byAddress == nil && t.isAt(addresses) {
			byAddress = t
		}
	}
	return byAddress
}
