package fleet

import (
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// Configured are the targets, in the order of the configuration. They must not be changed.
func (f *Fleet) Configured() []*config.Target {
	f.mu.RLock()
	entries := f.entries // replaced by Update, not changed
	f.mu.RUnlock()
	out := make([]*config.Target, len(entries))
	for i, e := range entries {
		out[i] = e.configured()
	}
	return out
}

// Find returns the target of that name, or else the first one at that address, the CLI's or NETCONF's, be
// it written with its port or, if that is 22 (830 for NETCONF), without.
func (f *Fleet) Find(name string) (*config.Target, bool) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	e := f.find(name)
	if e == nil {
		return nil, false
	}
	return e.configured(), true
}

// Peek returns what is known of the targets of these names or addresses, each once, and of all if none is
// named. Nothing is polled for it. What is not configured is left out.
func (f *Fleet) Peek(names ...string) []Status {
	f.mu.RLock()
	entries := f.entries
	if len(names) > 0 {
		entries, _ = f.findAll(names)
	}
	f.mu.RUnlock()
	now := f.now()
	out := make([]Status, len(entries))
	for i, e := range entries {
		out[i] = e.status(e.configured(), now, now)
	}
	return out
}

// find returns the entry of that name or address, nil if there is none. mu is held.
func (f *Fleet) find(name string) *entry {
	if e := f.byName[name]; e != nil {
		return e
	}
	return f.byAddress[name]
}

// findAll returns the entries of these names, each once. The error names one that is not configured;
// the others are found all the same. mu is held.
func (f *Fleet) findAll(names []string) (found []*entry, err error) {
	seen := make(map[*entry]bool, len(names))
	for _, name := range names {
		switch e := f.find(name); {
		case e == nil:
			err = fmt.Errorf("%s is not a configured target", name)
		case !seen[e]:
			seen[e] = true
			found = append(found, e)
		}
	}
	return found, err
}

// The usual ports, which an address may leave out.
const (
	portSSH     = "22"
	portNETCONF = "830"
)

// addressed is the index of the entries by the ways in which their addresses may be written.
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

// usualPort is that of the protocol which is spoken at an address of the target.
func usualPort(t *config.Target, address string) string {
	if address == t.NetconfAddress() {
		return portNETCONF
	}
	return portSSH
}

// configured is the target as it is configured now.
func (e *entry) configured() *config.Target {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.target
}
