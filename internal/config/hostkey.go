package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/crypto/ssh/knownhosts"
)

// hostKeyText is the host_key section with the places of what is checked at the end.
type hostKeyText struct {
	HostKey
	policy, file value
}

func hostKeyFields() []field[hostKeyText] {
	return []field[hostKeyText]{
		{"policy", func(h *hostKeyText, v value) {
			h.policy = v
			if text, ok := v.oneOf(string(HostKeyKnownHosts), string(HostKeyAcceptNew), string(HostKeyInsecure)); ok {
				h.Policy = HostKeyPolicy(text)
			}
		}},
		{"known_hosts_file", func(h *hostKeyText, v value) {
			h.file = v
			h.KnownHostsFile, _ = v.file("the path of a known_hosts file")
		}},
	}
}

func (h *hostKeyText) readSection(v value) {
	if !v.isMapping() {
		v.wrongType("{policy: known_hosts, known_hosts_file: PATH}")
		return
	}
	fill(v, hostKeyFields(), h)
}

// finish fills in the defaults, hands over the result and warns of what will not work or is not
// safe. A known_hosts file may come later, so that a missing one is no error.
func (h *hostKeyText) finish(module value, m *Module) {
	if h.Policy == "" {
		h.Policy = HostKeyKnownHosts
	}
	place := h.file
	if !place.given() {
		place = module
		h.KnownHostsFile = filepath.Join(module.src.dir, "known_hosts")
	}
	m.HostKey = h.HostKey
	switch {
	case h.KnownHostsFile == "": // already reported
	case h.Policy == HostKeyInsecure:
		h.policy.warn("any host may pose as the switch and read the password", string(HostKeyKnownHosts)+" or "+string(HostKeyAcceptNew))
	case h.Policy == HostKeyAcceptNew:
		if _, err := os.Stat(h.KnownHostsFile); errors.Is(err, fs.ErrNotExist) {
			warnOfDirectory(place, h.KnownHostsFile)
			return
		}
		warnOfKnownHosts(place, h.KnownHostsFile)
	default:
		warnOfKnownHosts(place, h.KnownHostsFile)
	}
}

// warnOfDirectory warns when there is no place to keep new keys.
func warnOfDirectory(place value, file string) {
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		place.warn("no key can be kept: the directory "+dir+" does not exist", "a path in a directory that does")
	}
}

func warnOfKnownHosts(place value, file string) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		place.warn("no switch is known: "+file+" does not exist",
			"its keys into it (slp-exporter fingerprint TARGET), or host_key: {policy: accept_new}")
	case err != nil:
		place.warn("no switch is known: "+file+" "+describe(err), "the path of a known_hosts file")
	case !info.Mode().IsRegular():
		place.warn("no switch is known: "+file+" "+errNotRegular.Error(), "the path of a known_hosts file")
	default:
		if _, err := knownhosts.New(file); err != nil {
			place.warn("no switch is known: "+file+" cannot be used: "+describe(err), "it anew (slp-exporter fingerprint TARGET)")
		}
	}
}
