package hostkey

import (
	"bytes"
	"errors"
	"os"
	"slices"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// authorities are the lines of a known_hosts file that begin with @cert-authority. x/crypto does not
// tell them from others when it names the keys of an address, and takes an authority's own key for
// that of a host.
type authorities map[int]struct{}

func findAuthorities(path string) (authorities, error) {
	text, err := os.ReadFile(path) //nolint:gosec // named in the configuration
	if err != nil {
		return nil, err
	}
	found := make(authorities)
	number := 0
	for line := range bytes.Lines(text) {
		number++
		if bytes.HasPrefix(bytes.TrimSpace(line), []byte("@cert-authority")) {
			found[number] = struct{}{}
		}
	}
	return found, nil
}

// split tells the keys of hosts from those of authorities.
func (a authorities) split(keys []knownhosts.KnownKey) (hosts, certifiers []knownhosts.KnownKey) {
	for _, k := range keys {
		if _, ok := a[k.Line]; ok {
			certifiers = append(certifiers, k)
		} else {
			hosts = append(hosts, k)
		}
	}
	return hosts, certifiers
}

// uncertifiedError is that of a host which shows a plain key where a certificate is due.
type uncertifiedError struct{ authority knownhosts.KnownKey }

// Error words it as x/crypto does.
func (e *uncertifiedError) Error() string { return "knownhosts: key has no certificate" }

// certificateError is that of a certificate which is not accepted.
type certificateError struct{ err error }

// Error is why the certificate is not accepted.
func (e *certificateError) Error() string { return e.err.Error() }

// Unwrap gives the cause to errors.Is and errors.As.
func (e *certificateError) Unwrap() error { return e.err }

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
