package hostkey

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

// database is what a known_hosts file says. A line that cannot be read costs only itself. x/crypto has a reader of its
// own, which gives up the whole file for one such line, walks all lines at each lookup (for 10,000 switches that costs
// as much CPU as logging in), and takes the key of an authority for the key of a host.
type database struct {
	path    string
	plain   map[string][]knownhosts.KnownKey // of lines that name their hosts in plain text, by address
	walked  []walkedLine                     // the others
	found   map[string]addressKeys           // what the walk has found, by address
	revoked map[string]knownhosts.KnownKey   // by the key's wire form
	broken  brokenLines
}

// walkedLine is a line that must be matched with an address: it has a hash or a wildcard, or names an authority.
type walkedLine struct {
	hosts     hosts
	key       knownhosts.KnownKey
	authority bool
}

// addressKeys is what a file has for one address, in the order of the lines.
type addressKeys struct{ hosts, authorities []knownhosts.KnownKey }

// readDatabase reads a known_hosts file.
func readDatabase(path string) (*database, error) {
	text, _, err := disk.Read(path, math.MaxInt)
	if err != nil {
		return nil, err
	}
	d := &database{
		path:  path,
		plain: make(map[string][]knownhosts.KnownKey), found: make(map[string]addressKeys), revoked: make(map[string]knownhosts.KnownKey),
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		if err := d.add(number, line); err != nil {
			named, _ := parseHosts(strings.Split(firstWord(line), ",")) // nil if that is what is wrong
			d.broken = append(d.broken, brokenLine{number: number, err: err, hosts: named})
		}
	}
	return d, nil
}

func firstWord(line []byte) string {
	word, _, _ := strings.Cut(strings.ReplaceAll(string(line), "\t", " "), " ")
	return word
}

// add takes one line that is neither blank nor a comment.
func (d *database) add(number int, line []byte) error {
	marker, words, key, _, _, err := ssh.ParseKnownHosts(line)
	if errors.Is(err, io.EOF) {
		return errors.New("a host without a key")
	}
	if err != nil {
		return err
	}
	known := knownhosts.KnownKey{Key: key, Filename: d.path, Line: number}
	named, err := parseHosts(words)
	if err != nil {
		return err
	}
	switch marker {
	case "revoked":
		d.revoked[plainWire(key)] = known
		return nil
	case "", "cert-authority":
	default:
		return fmt.Errorf("the marker @%s is unknown", marker)
	}
	addresses, ok := named.plain()
	if !ok || marker != "" {
		d.walked = append(d.walked, walkedLine{named, known, marker != ""})
		return nil
	}
	for _, address := range addresses {
		d.plain[address] = append(d.plain[address], known)
	}
	return nil
}

// of returns the keys for an address.
func (d *database) of(address string) addressKeys {
	if len(d.walked) == 0 {
		return addressKeys{hosts: d.plain[address]}
	}
	keys, ok := d.found[address]
	if ok {
		return keys
	}
	keys.hosts = slices.Clone(d.plain[address])
	for _, l := range d.walked {
		switch {
		case !l.hosts.match(address):
		case l.authority:
			keys.authorities = append(keys.authorities, l.key)
		default:
			keys.hosts = append(keys.hosts, l.key)
		}
	}
	slices.SortStableFunc(keys.hosts, func(a, b knownhosts.KnownKey) int { return cmp.Compare(a.Line, b.Line) })
	d.found[address] = keys
	return keys
}

// learn adds a key that was appended to the file.
func (d *database) learn(address string, key ssh.PublicKey) {
	d.plain[address] = append(d.plain[address], knownhosts.KnownKey{Key: key, Filename: d.path})
	delete(d.found, address)
}

// judge judges what a host shows. The error is a *knownhosts.KeyError, a *knownhosts.RevokedError, or one of this package.
func (d *database) judge(address string, key ssh.PublicKey) error {
	if cert, ok := key.(*ssh.Certificate); ok {
		return d.judgeCertificate(address, cert)
	}
	if revoked, ok := d.revoked[plainWire(key)]; ok {
		return &knownhosts.RevokedError{Revoked: revoked}
	}
	keys := d.of(address)
	switch {
	case slices.ContainsFunc(keys.hosts, func(k knownhosts.KnownKey) bool { return sameKey(k.Key, key) }):
		return nil
	case len(keys.hosts) > 0:
		return &knownhosts.KeyError{Want: keys.hosts}
	case len(keys.authorities) > 0:
		return &uncertifiedError{keys.authorities[0]}
	}
	return &unknownError{broken: d.broken, named: slices.ContainsFunc(d.broken, func(b brokenLine) bool { return b.hosts.match(address) })}
}

// judgeCertificate judges a certificate. Nothing of it is remembered: certificates expire.
func (d *database) judgeCertificate(address string, cert *ssh.Certificate) error {
	checker := ssh.CertChecker{
		IsHostAuthority: func(signer ssh.PublicKey, address string) bool {
			return slices.ContainsFunc(d.of(address).authorities, func(k knownhosts.KnownKey) bool { return sameKey(k.Key, signer) })
		},
		IsRevoked: func(cert *ssh.Certificate) bool {
			_, key := d.revoked[plainWire(cert)]
			_, signer := d.revoked[plainWire(cert.SignatureKey)]
			return key || signer
		},
	}
	// The remote address does not count: it may be a proxy's.
	if err := checker.CheckHostKey(address, &net.TCPAddr{IP: net.IPv4zero}, cert); err != nil {
		return &certificateError{err}
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
