package hostkey

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// knownFile is one known_hosts file. It is read again only when it has changed. What it says about an
// address is remembered, because a lookup walks the whole file, with a hash for each hashed line.
type knownFile struct {
	path string

	mu     sync.Mutex
	info   os.FileInfo // of what is loaded; nil when nothing is
	lookup ssh.HostKeyCallback
	index  hostIndex                        // nil if the file must be walked
	keys   map[string][]knownhosts.KnownKey // by address
	good   map[string]struct{}              // address and key that passed

	authorities authorities // none in a file with an index
	capitals    hostIndex   // nor these
}

// nowhere is the remote address handed to lookups: they go by the configured address alone, as the
// remote one may be a proxy's.
func nowhere() net.Addr { return &net.TCPAddr{IP: net.IPv4zero} }

// refresh loads the file if it is not the one that is loaded. The caller holds mu.
func (f *knownFile) refresh() error {
	info, err := os.Stat(f.path)
	if err != nil {
		f.info = nil
		return err
	}
	if f.info != nil && os.SameFile(info, f.info) && info.Size() == f.info.Size() && info.ModTime().Equal(f.info.ModTime()) {
		return nil
	}
	lookup, err := knownhosts.New(f.path)
	if err != nil {
		f.info = nil
		return err
	}
	if f.index, err = indexHosts(f.path); err != nil {
		f.info = nil
		return err
	}
	f.authorities, f.capitals = nil, nil
	if f.index == nil {
		if f.capitals, err = indexCapitals(f.path); err != nil {
			f.info = nil
			return err
		}
		if f.authorities, err = findAuthorities(f.path); err != nil {
			f.info = nil
			return err
		}
	}
	f.info, f.lookup = info, lookup
	f.keys = make(map[string][]knownhosts.KnownKey)
	f.good = make(map[string]struct{})
	return nil
}

// keysOf asks the file with a key that cannot be in it, which makes it name all that are.
func (f *knownFile) keysOf(address string) []knownhosts.KnownKey {
	if f.index != nil {
		return f.index[address]
	}
	keys, ok := f.keys[address]
	if !ok {
		var e *knownhosts.KeyError
		if errors.As(f.lookup(address, nowhere(), noKey{}), &e) {
			keys = e.Want
		}
		keys = append(keys, f.capitals[address]...)
		f.keys[address] = keys
	}
	return keys
}

// check judges a key. The error is a *knownhosts.KeyError, a *knownhosts.RevokedError, one of
// hostca.go, or what kept the file from being read.
func (f *knownFile) check(address string, key ssh.PublicKey) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.refresh(); err != nil {
		return err
	}
	return f.judge(address, key)
}

func (f *knownFile) judge(address string, key ssh.PublicKey) error {
	if f.index.holds(address, key) {
		return nil
	}
	id := address + " " + string(key.Marshal())
	if _, ok := f.good[id]; ok {
		return nil
	}
	if cert, ok := key.(*ssh.Certificate); ok {
		return f.judgeCertificate(address, cert)
	}
	if err := f.plainVerdict(address, key, f.lookup(address, nowhere(), key)); err != nil {
		return err
	}
	f.good[id] = struct{}{}
	return nil
}

// learn judges a key and, if the address has none at all, appends it. Two processes may share a
// file, hence the lock and the second look.
func (f *knownFile) learn(address string, key ssh.PublicKey) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if err = lockFile(file); err == nil {
		err = f.learnLocked(file, address, key)
	}
	return errors.Join(err, file.Close()) // closing unlocks
}

func (f *knownFile) learnLocked(file *os.File, address string, key ssh.PublicKey) error {
	if err := f.refresh(); err != nil {
		return err
	}
	err := f.judge(address, key)
	var unknown *knownhosts.KeyError
	if !errors.As(err, &unknown) || len(f.keysOf(address)) > 0 {
		return err
	}
	if err := appendLine(file, knownhosts.Line([]string{address}, key)); err != nil {
		return fmt.Errorf("adding the key: %w", err)
	}
	// The file need not be read again for the line that was added: otherwise the first start with a thousand
	// new switches would read a growing file a thousand times.
	info, err := file.Stat()
	if err != nil {
		f.info = nil
		return err
	}
	f.info = info
	learned := []knownhosts.KnownKey{{Key: key, Filename: f.path}}
	if f.index != nil {
		f.index[address] = learned
		return nil
	}
	f.keys[address] = learned
	f.good[address+" "+string(key.Marshal())] = struct{}{}
	return nil
}

// appendLine writes one line in one call. It adds the line end that the last line of the file may lack.
func appendLine(file *os.File, line string) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = "\n" + line
		}
	}
	_, err = file.WriteString(line + "\n")
	return err
}

// noKey is a key no file holds.
type noKey struct{}

// Type implements ssh.PublicKey, as the other methods do.
func (noKey) Type() string { return "none" }

// Marshal implements ssh.PublicKey.
func (noKey) Marshal() []byte { return []byte("none") }

// Verify implements ssh.PublicKey; nothing is signed with no key.
func (noKey) Verify([]byte, *ssh.Signature) error { return errors.New("no key") }

// expected returns the keys that the address may show, and whether it may show a certificate. An
// absent file is an error that os.IsNotExist knows.
func (f *knownFile) expected(address string) (keys []knownhosts.KnownKey, certified bool, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.refresh(); err != nil {
		return nil, false, err
	}
	keys, certifiers := f.authorities.split(f.keysOf(address))
	return keys, len(certifiers) > 0, nil
}

// judgeCertificate judges a certificate. Nothing of it is remembered: certificates expire.
func (f *knownFile) judgeCertificate(address string, cert *ssh.Certificate) error {
	if err := f.lookup(address, nowhere(), cert); err != nil {
		return &certificateError{err}
	}
	return nil
}

// plainVerdict corrects what x/crypto says of a plain key: it does not know of keys that were learned
// since it read the file, and takes authorities for hosts.
func (f *knownFile) plainVerdict(address string, key ssh.PublicKey, said error) error {
	hosts, certifiers := f.authorities.split(f.keysOf(address))
	var revoked *knownhosts.RevokedError
	switch {
	case errors.As(said, &revoked), len(certifiers) == 0 && (len(hosts) == 0 || said == nil):
		return said
	case slices.ContainsFunc(hosts, func(k knownhosts.KnownKey) bool { return bytes.Equal(k.Key.Marshal(), key.Marshal()) }):
		return nil
	case len(hosts) > 0:
		return &knownhosts.KeyError{Want: hosts}
	}
	return &uncertifiedError{certifiers[0]}
}
