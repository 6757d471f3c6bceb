package fleet

import (
	"net"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// The usual ports, which an address may leave out.
const (
	portSSH     = "22"
	portNETCONF = "830"
)

// addressed returns an index of the entries by every way in which their addresses may be written.
func addressed(entries []*entry) map[string]*entry {
	index := make(map[string]*entry, len(entries))
	for _, e := range slices.Backward(entries) { // the first one counts
		t := e.configured()
		for _, address := range t.Addresses() {
			index[address] = e
			host, port, err := net.SplitHostPort(address)
			if err != nil || port != usualPort(t, address) {
				continue
			}
			index[host] = e
			if strings.Contains(host, ":") {
				index["["+host+"]"] = e
			}
		}
	}
	return index
}

// usualPort returns the usual port of the protocol at an address of the target.
func usualPort(t *config.Target, address string) string {
	if address == t.NetconfAddress() {
		return portNETCONF
	}
	return portSSH
}

// places returns where the target's sessions go. The usual ports of the CLI and of NETCONF at one host are the
// same switch.
func places(t *config.Target) []string {
	var out []string
	for _, address := range t.Addresses() {
		host, port, err := net.SplitHostPort(address)
		if err == nil && (port == portSSH || port == portNETCONF) {
			address = host
		}
		if !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	return out
}
