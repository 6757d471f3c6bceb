package config

import (
	"slices"
	"strings"
)

// NetconfCollector is the name of the collector that reads NETCONF. All others read show commands.
const NetconfCollector = "netconf"

// Collectors returns the names of the collectors that modules may list, in the order in which they
// are asked. Those of the CLI are for the protocols ssh and both, "netconf" for netconf and both.
func Collectors() []string { return append(cliCollectors(), NetconfCollector) }

func cliCollectors() []string {
	return []string{"tech_support", "status", "usage", "summary", "eventlog", "history", "rum", "syslog", "version"}
}

// DefaultCollectors returns the collectors of a module of that protocol that lists none.
func DefaultCollectors(protocol string) []string {
	cli := []string{"tech_support", "status", "eventlog"}
	switch protocol {
	case ProtocolNETCONF:
		return []string{NetconfCollector}
	case ProtocolBoth:
		return append([]string{NetconfCollector}, cli...)
	}
	return cli
}

// CollectorsOf returns the collectors that modules of that protocol may list.
func CollectorsOf(protocol string) []string {
	switch protocol {
	case ProtocolNETCONF:
		return []string{NetconfCollector}
	case ProtocolBoth:
		return Collectors()
	}
	return cliCollectors()
}

// collectorList returns the collectors that v lists for a module of that protocol. With both, netconf is always
// one of them. If the protocol itself is wrong, and so not sure, any collector will do.
func (v value) collectorList(protocol string, sure bool) []string {
	offered := CollectorsOf(protocol)
	names, whole := v.listed(offered, DefaultCollectors(protocol), func(item value, name string) { item.otherProtocol(name, protocol) }, !sure)
	if protocol == ProtocolBoth && whole {
		return v.withNetconf(names)
	}
	return names
}

// nxosList returns the collectors that v lists for a module of platform nx_os.
func (v value) nxosList() []string {
	names, _ := v.listed(nxosCollectors(), defaultNXOSCollectors(), func(item value, name string) {
		item.bad(quoted(name)+" is not read on platform "+PlatformNXOS, anyOf(nxosCollectors()))
	}, false)
	return names
}

// listed returns the collectors that v lists. elsewhere reports one that is not offered but exists; if lenient is true
// such a one is taken. whole is true if nothing in the list was wrong.
func (v value) listed(offered, usual []string, elsewhere func(item value, name string), lenient bool) (names []string, whole bool) {
	write := "a list such as [" + strings.Join(usual, ", ") + "]"
	whole = true
	for _, item := range v.items(write) {
		name, ok := item.text(anyOf(offered))
		switch {
		case !ok:
		case slices.Contains(names, name):
			item.bad(quoted(name)+" is listed twice", "it once")
		case !slices.Contains(Collectors(), name):
			item.notNamed("collector", name, offered)
		case !lenient && !slices.Contains(offered, name):
			elsewhere(item, name)
		default:
			names = append(names, name)
			continue
		}
		whole = false
	}
	if v.isList() && len(v.node.Content) == 0 {
		v.bad("is empty", write+", or leave it out")
		whole = false
	}
	return names, whole
}

// otherProtocol reports a collector that the module's protocol lacks, and says which protocol has it.
func (v value) otherProtocol(name, protocol string) {
	if name == NetconfCollector {
		v.bad(quoted(name)+" is not available with protocol "+protocol, "protocol: netconf, or both, into the module")
		return
	}
	v.bad(quoted(name)+" is read by the CLI, which protocol "+protocol+" does not use", "protocol: both, or ssh, into the module")
}

// withNetconf puts netconf before the other collectors of a module with protocol both.
func (v value) withNetconf(names []string) []string {
	names = slices.DeleteFunc(names, func(name string) bool { return name == NetconfCollector })
	if len(names) == 0 {
		v.bad("lists nothing for the CLI to read, though the protocol is both", "protocol: netconf into the module, or a collector of the CLI beside it")
	}
	return append([]string{NetconfCollector}, names...)
}
