// Package hostkey decides whether a switch may show the host key that it shows: by known_hosts files, their
// certificate authorities and revoked keys, and by a file of keys that were accepted at first sight. It
// reads and appends to these files and opens no connection. Package dial asks it in each handshake.
package hostkey

import (
	"fmt"
	"net"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Store holds the known_hosts files in use, by path. The zero value is ready, for many goroutines at once.
type Store struct {
	// Warn, if set before the first use, is told of the lines of a file that cannot be read and so count for nothing.
	// It is called once for each set of them.
	Warn func(path, lines string)

	mu    sync.Mutex
	files map[string]*knownFile
}

// file returns the file of that path, one and the same each time.
func (h *Store) file(path string) *knownFile {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.files == nil {
		h.files = make(map[string]*knownFile)
	}
	f := h.files[path]
	if f == nil {
		f = &knownFile{path: path, warn: h.Warn}
		h.files[path] = f
	}
	return f
}

// Judge decides on the host key of one switch.
type Judge struct {
	known     []ssh.PublicKey // what the switch is expected to show
	certified bool            // or a certificate
	verdict   func(ssh.PublicKey) *failure.Error
}

// Algorithms returns the algorithms of offer in the order in which the switch should choose.
func (j Judge) Algorithms(offer []string) []string {
	return ordered(offer, j.known, j.certified)
}

// Check returns nil if the switch may show that key.
func (j Judge) Check(key ssh.PublicKey) *failure.Error { return j.verdict(key) }

// Judge prepares the decision on the target's host key. A file that cannot be read fails here, before
// anything is dialled. Every error is a *[failure.Error].
func (h *Store) Judge(t *config.Target) (Judge, error) {
	policy := t.Module.HostKey
	if policy.Policy == config.HostKeyInsecure {
		return Judge{verdict: func(ssh.PublicKey) *failure.Error { return nil }}, nil
	}
	v := verdict{target: t, file: policy.KnownHostsFile, address: lookupAddress(t.Address)}
	file := h.file(policy.KnownHostsFile)
	expected, judge := file.expected, file.check
	if policy.Policy == config.HostKeyAcceptNew {
		both := acceptNew{file, h.file(policy.AcceptedFile)}
		expected, judge = both.expected, both.judge
	}
	keys, certified, err := expected(v.address)
	if err != nil {
		return Judge{}, v.unreadable(err)
	}
	j := Judge{certified: certified, verdict: func(key ssh.PublicKey) *failure.Error { return v.of(key, judge(v.address, key)) }}
	for _, k := range keys {
		j.known = append(j.known, k.Key)
	}
	return j, nil
}

// Entry returns a switch's key as two lines for a known_hosts file: a comment with the fingerprint, which a person
// compares with the switch's own, and the key. The comment has the form of `ssh-keygen -l`.
func Entry(t *config.Target, key ssh.PublicKey) string {
	return fmt.Sprintf("# %s %s (%s)\n%s", t.Name, ssh.FingerprintSHA256(key), familyOf(key.Type()),
		knownhosts.Line([]string{lookupAddress(t.Address)}, key))
}

// lookupAddress is the address as known_hosts files spell it: names in lower case.
func lookupAddress(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return net.JoinHostPort(strings.ToLower(host), port)
}
