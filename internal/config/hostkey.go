package config

import (
	"errors"
	"io/fs"
	"path/filepath"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey/hostfile"
	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// acceptedSuffix makes the default of accepted_file out of known_hosts_file.
const acceptedSuffix = ".accepted"

// hostKeyText is the host_key section with the places of what is checked at the end.
type hostKeyText struct {
	HostKey
	policy, file, accepted value
}

func hostKeyFields() []field[hostKeyText] {
	const write = "the path of a known_hosts file"
	return []field[hostKeyText]{
		{"policy", func(h *hostKeyText, v value) {
			h.policy = v
			if text, ok := v.oneOf(string(HostKeyKnownHosts), string(HostKeyAcceptNew), string(HostKeyInsecure)); ok {
				h.Policy = HostKeyPolicy(text)
			}
		}},
		{"known_hosts_file", func(h *hostKeyText, v value) {
			h.file = v
			h.KnownHostsFile, _ = v.file(write)
		}},
		{"accepted_file", func(h *hostKeyText, v value) {
			// Show writes this for policies without such a file.
			if path, ok := v.scalar("!!str"); ok && path == "" {
				return
			}
			h.accepted = v
			h.AcceptedFile, _ = v.file(write)
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

// finish fills in the defaults, sets the result and warns of what will not work or is not safe. A missing
// known_hosts file is not an error, because it may be created later.
func (h *hostKeyText) finish(module value, m *Module) {
	if h.Policy == "" {
		h.Policy = HostKeyKnownHosts
	}
	place := h.file
	if !place.given() {
		place = module
		h.KnownHostsFile = filepath.Join(module.src.dir, "known_hosts")
	}
	if h.Policy == HostKeyAcceptNew {
		h.finishAccepted(place)
	} else {
		if h.accepted.given() {
			h.accepted.warn("is of no use with policy "+string(h.Policy), "policy: accept_new, or leave it out and move the file's lines into known_hosts_file")
		}
		h.AcceptedFile = ""
	}
	m.HostKey = h.HostKey
	switch {
	case h.KnownHostsFile == "": // already reported
	case h.Policy == HostKeyInsecure:
		h.policy.warn("any host may pose as the switch and read the password", string(HostKeyKnownHosts)+" or "+string(HostKeyAcceptNew))
	case h.Policy == HostKeyAcceptNew:
		warnOfUnusable(place, h.KnownHostsFile)
	default:
		warnOfKnownHosts(place, h.KnownHostsFile)
	}
}

// finishAccepted settles where accept_new keeps keys. It is a file of its own: known_hosts_file holds keys that a
// person has compared, and may be where the exporter cannot write.
func (h *hostKeyText) finishAccepted(place value) {
	switch {
	case h.accepted.given() && h.AcceptedFile == "", h.KnownHostsFile == "":
		return // already reported
	case !h.accepted.given():
		h.AcceptedFile = h.KnownHostsFile + acceptedSuffix
	case filepath.Clean(h.AcceptedFile) == filepath.Clean(h.KnownHostsFile):
		h.accepted.bad("is the known_hosts_file, which is only read", "the path of a file of its own")
		return
	default:
		place = h.accepted
	}
	files := place.src.disk
	if _, err := files.Stat(h.AcceptedFile); !errors.Is(err, fs.ErrNotExist) {
		warnOfUnusable(place, h.AcceptedFile)
		return
	}
	dir := filepath.Dir(h.AcceptedFile)
	if info, err := files.Stat(dir); err != nil || !info.IsDir() {
		place.warn("no key can be kept: the directory "+dir+" does not exist", "a path in a directory that does")
	}
}

func warnOfKnownHosts(place value, file string) {
	if _, err := place.src.disk.Stat(file); errors.Is(err, fs.ErrNotExist) {
		place.warn("no switch is known: "+file+" does not exist",
			"its keys into it (slp-exporter fingerprint TARGET), or host_key: {policy: accept_new}")
		return
	}
	warnOfUnusable(place, file)
}

// warnOfUnusable warns of a file that exists and will make every poll fail.
func warnOfUnusable(place value, file string) {
	files := place.src.disk
	info, err := files.Stat(file)
	if err == nil && !info.Mode().IsRegular() {
		err = disk.ErrNotRegular
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		place.warn("no switch is known: "+file+" "+describe(err), "the path of a known_hosts file")
	default:
		warnOfContent(place, file)
	}
}

// brokenLines are lines of a known_hosts file that cannot be read, in words.
type brokenLines string

// Error makes them the outcome of reading the file.
func (b brokenLines) Error() string { return string(b) }

// warnOfContent reads a known_hosts file as polls will. A line that cannot be read costs only itself.
func warnOfContent(place value, file string) {
	err := place.src.disk.Check(file, func() error {
		read, err := hostfile.Read(file)
		if err == nil && read.Broken() != "" {
			err = brokenLines(read.Broken())
		}
		return err
	})
	var broken brokenLines
	switch {
	case err == nil:
	case errors.As(err, &broken):
		place.warn("some keys in "+file+" are not known: "+broken.Error(), "these lines again (slp-exporter fingerprint TARGET)")
	default:
		place.warn("no switch is known: "+file+" cannot be used: "+describe(err), "it again (slp-exporter fingerprint TARGET)")
	}
}
