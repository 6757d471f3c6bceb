// Package hostfile reads known_hosts files (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT) and judges host keys and certificates
// by them. It writes nothing and knows no configuration. Package hostkey decides which file counts for which switch.
package hostfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// File is what a known_hosts file says. A line that cannot be read costs only itself. x/crypto has a reader of its
// own, which gives up the whole file for one such line, walks all lines at each lookup (for 10,000 switches that costs
// as much CPU as logging in), and takes the key of an authority for the key of a host.
type File struct {
	path    string
	plain   map[string][]knownhosts.KnownKey // of lines that name their hosts in plain text, by address
	walked  []walkedLine                     // the others
	found   map[string]Keys                  // what the walk has found, by address
	revoked map[string]knownhosts.KnownKey   // by the key's wire form
	broken  brokenLines
}

// walkedLine is a line that must be matched with an address: it has a hash or a wildcard, or names an authority.
type walkedLine struct {
	hosts     hosts
	key       knownhosts.KnownKey
	authority bool
}

// Keys is what a file has for one address, in the order of the lines: its own keys, and those of authorities whose
// certificates it may show.
type Keys struct{ Hosts, Authorities []knownhosts.KnownKey }

// Read reads a known_hosts file. The error is that of [disk.Read]: a line that cannot be read does not count as one, see [File.Broken].
func Read(path string) (*File, error) {
	text, _, err := disk.Read(path, math.MaxInt)
	if err != nil {
		return nil, err
	}
	f := &File{
		path:  path,
		plain: make(map[string][]knownhosts.KnownKey), found: make(map[string]Keys), revoked: make(map[string]knownhosts.KnownKey),
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		if err := f.add(number, line); err != nil {
			named, _ := parseHosts(strings.Split(firstWord(line), ",")) // nil if that is what is wrong
			f.broken = append(f.broken, brokenLine{number: number, err: err, hosts: named})
		}
	}
	return f, nil
}

// Broken names the first few lines that cannot be read, and what is wrong with each; empty without one.
func (f *File) Broken() string { return f.broken.String() }

func firstWord(line []byte) string {
	word, _, _ := strings.Cut(strings.ReplaceAll(string(line), "\t", " "), " ")
	return word
}

// add takes one line that is neither blank nor a comment.
func (f *File) add(number int, line []byte) error {
	marker, words, key, _, _, err := ssh.ParseKnownHosts(line)
	if errors.Is(err, io.EOF) {
		return errors.New("a host without a key")
	}
	if err != nil {
		return err
	}
	known := knownhosts.KnownKey{Key: key, Filename: f.path, Line: number}
	named, err := parseHosts(words)
	if err != nil {
		return err
	}
	switch marker {
	case "revoked":
		f.revoked[plainWire(key)] = known
		return nil
	case "", "cert-authority":
	default:
		return fmt.Errorf("the marker @%s is unknown", marker)
	}
	addresses, ok := named.plain()
	if !ok || marker != "" {
		f.walked = append(f.walked, walkedLine{named, known, marker != ""})
		return nil
	}
	for _, address := range addresses {
		f.plain[address] = append(f.plain[address], known)
	}
	return nil
}

// Of returns the keys for an address, "host:port" in lower case.
func (f *File) Of(address string) Keys {
	if len(f.walked) == 0 {
		return Keys{Hosts: f.plain[address]}
	}
	keys, ok := f.found[address]
	if ok {
		return keys
	}
	keys.Hosts = slices.Clone(f.plain[address])
	for _, l := range f.walked {
		switch {
		case !l.hosts.match(address):
		case l.authority:
			keys.Authorities = append(keys.Authorities, l.key)
		default:
			keys.Hosts = append(keys.Hosts, l.key)
		}
	}
	slices.SortStableFunc(keys.Hosts, func(a, b knownhosts.KnownKey) int { return cmp.Compare(a.Line, b.Line) })
	f.found[address] = keys
	return keys
}

// Learn adds a key that was appended to the file.
func (f *File) Learn(address string, key ssh.PublicKey) {
	f.plain[address] = append(f.plain[address], knownhosts.KnownKey{Key: key, Filename: f.path})
	delete(f.found, address)
}

// Judge judges what a host shows. The error is a *knownhosts.KeyError, a *knownhosts.RevokedError, or one of this package.
func (f *File) Judge(address string, key ssh.PublicKey) error {
	if cert, ok := key.(*ssh.Certificate); ok {
		return f.judgeCertificate(address, cert)
	}
	if revoked, ok := f.revoked[plainWire(key)]; ok {
		return &knownhosts.RevokedError{Revoked: revoked}
	}
	keys := f.Of(address)
	switch {
	case slices.ContainsFunc(keys.Hosts, func(k knownhosts.KnownKey) bool { return sameKey(k.Key, key) }):
		return nil
	case len(keys.Hosts) > 0:
		return &knownhosts.KeyError{Want: keys.Hosts}
	case len(keys.Authorities) > 0:
		return &UncertifiedError{keys.Authorities[0]}
	}
	return &UnknownError{broken: f.broken, Named: slices.ContainsFunc(f.broken, func(b brokenLine) bool { return b.hosts.match(address) })}
}

// judgeCertificate judges a certificate. Nothing of it is remembered: certificates expire.
func (f *File) judgeCertificate(address string, cert *ssh.Certificate) error {
	checker := ssh.CertChecker{
		IsHostAuthority: func(signer ssh.PublicKey, address string) bool {
			return slices.ContainsFunc(f.Of(address).Authorities, func(k knownhosts.KnownKey) bool { return sameKey(k.Key, signer) })
		},
		IsRevoked: func(cert *ssh.Certificate) bool {
			_, key := f.revoked[plainWire(cert)]
			_, signer := f.revoked[plainWire(cert.SignatureKey)]
			return key || signer
		},
	}
	// The remote address does not count: it may be a proxy's.
	if err := checker.CheckHostKey(address, &net.TCPAddr{IP: net.IPv4zero}, cert); err != nil {
		return &CertificateError{err}
	}
	return nil
}

func sameKey(a, b ssh.PublicKey) bool { return bytes.Equal(a.Marshal(), b.Marshal()) }

// plainWire is the wire form of a key; of a certificate, that of the key that is certified.
func plainWire(key ssh.PublicKey) string {
	if cert, ok := key.(*ssh.Certificate); ok {
		key = cert.Key
	}
	return string(key.Marshal())
}
