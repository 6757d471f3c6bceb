package config

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config/address"
)

// defaultModule is the name of the module of a target that names none.
const defaultModule = "default"

// moduleText is one module as written: what is set at once, and what is looked up afterwards.
type moduleText struct {
	Module
	auth     value
	protocol value
	platform value
	// collectors are read when protocol and platform are known, which decide which of them exist.
	collectors value
	hostKey    hostKeyText
}

func moduleFields() []field[moduleText] {
	return []field[moduleText]{
		{"protocol", func(m *moduleText, v value) { m.protocol = v }},
		{"platform", func(m *moduleText, v value) { m.platform = v }},
		{"auth", func(m *moduleText, v value) { m.auth = v }},
		{"collectors", func(m *moduleText, v value) { m.collectors = v }},
		{"eventlog_days", func(m *moduleText, v value) { v.integer(&m.EventlogDays, 1, 365) }},
		{"session", func(m *moduleText, v value) { v.session(&m.Session) }},
		{"idle_timeout", func(m *moduleText, v value) { v.duration(&m.IdleTimeout, false) }},
		{"host_key", func(m *moduleText, v value) { m.hostKey.readSection(v) }},
		{"legacy_algorithms", func(m *moduleText, v value) { v.boolean(&m.LegacyAlgorithms) }},
		{"proxy", func(m *moduleText, v value) { v.proxy(&m.Proxy) }},
		{"timezone", func(m *moduleText, v value) { v.timezone(&m.Timezone) }},
	}
}

func (l *loader) readModules(root value, d document) {
	if !d.modules.given() {
		l.implyModule(root, d)
		return
	}
	entries := d.modules.named("a module")
	if d.modules.isMapping() && len(d.modules.node.Content) == 0 {
		d.modules.bad("holds no module", "default: {auth: NAME} below it")
	}
	for _, v := range entries {
		text := newModuleText(v.key)
		if !isNull(v.node) {
			fill(v, moduleFields(), &text)
		}
		text.finishProtocol()
		text.hostKey.finish(v, &text.Module)
		text.Auth = l.moduleAuth(v, text.auth)
		module := text.Module
		l.config.Modules[v.key] = &module
	}
}

func newModuleText(name string) moduleText {
	return moduleText{Module: Module{
		Name:         name,
		Protocol:     ProtocolSSH,
		Platform:     PlatformAuto,
		Collectors:   DefaultCollectors(ProtocolSSH),
		EventlogDays: 1,
		Session:      SessionKeep,
		IdleTimeout:  5 * time.Minute,
	}}
}

// implyModule makes the module `default` of a file without modules. With a single auth it is clear what it
// holds.
func (l *loader) implyModule(root value, d document) {
	switch len(l.config.Auths) {
	case 0:
		return // already reported
	case 1:
		place := d.auths.at("host_key")
		place.path = "modules." + defaultModule + ".host_key"
		text := newModuleText(defaultModule)
		text.hostKey.finish(place, &text.Module)
		text.Auth = l.onlyAuth()
		l.config.Modules[defaultModule] = &text.Module
	default:
		root.at("modules").bad("is missing, and there are several auths to choose from",
			"modules: {default: {auth: "+slices.Min(slices.Collect(maps.Keys(l.config.Auths)))+"}}")
	}
}

func (l *loader) onlyAuth() *Auth {
	for _, a := range l.config.Auths {
		return a
	}
	return nil
}

// moduleAuth finds the auth that a module names. A module may leave it out if the file has only one.
func (l *loader) moduleAuth(module, v value) *Auth {
	known := slices.Sorted(maps.Keys(l.config.Auths))
	if len(known) == 0 {
		return nil // already reported
	}
	if !v.given() {
		if len(known) == 1 {
			return l.onlyAuth()
		}
		module.at("auth").bad("is missing", anyOf(known))
		return nil
	}
	name, ok := v.text(anyOf(known))
	if ok && l.config.Auths[name] == nil {
		v.notNamed("auth", name, known)
	}
	return l.config.Auths[name]
}

func (v value) session(into *Session) {
	if text, ok := v.oneOf(string(SessionKeep), string(SessionClose)); ok {
		*into = Session(text)
	}
}

// proxy takes socks5://host:port. Messages do not show it: people write passwords into it.
func (v value) proxy(into *string) {
	const write = "socks5://host:port"
	text, ok := v.optionalText(write)
	if !ok {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "socks5":
		v.bad("is no SOCKS5 proxy", write)
	case u.User != nil:
		v.bad("holds a user name, which is not supported", write)
	case u.Port() == "":
		v.bad("has no port", write)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		v.bad("has something after the port", write)
	default:
		address, what := address.Parse(u.Host, "")
		if what != "" {
			v.bad(what, write)
			return
		}
		*into = "socks5://" + address
	}
}

func (v value) timezone(into **time.Location) {
	const write = "an IANA name such as Europe/Berlin"
	text, ok := v.optionalText(write)
	if !ok {
		return
	}
	location, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		v.bad(quoted(text)+" is not a time zone", write)
		return
	}
	*into = location
}
