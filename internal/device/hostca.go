package device

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/failure"
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

func (e *uncertifiedError) Error() string { return "knownhosts: key has no certificate" }

// certificateError is that of a certificate which is not accepted.
type certificateError struct{ err error }

func (e *certificateError) Error() string { return e.err.Error() }
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

// hostKeyAlgorithms orders what is offered such that a switch with several host keys shows one that
// can be judged: first those of its known keys, then certificates, which are offered only where an
// authority is known.
func hostKeyAlgorithms(offer []string, known []ssh.PublicKey, certified bool) []string {
	var certificates, plain []string
	for _, algorithm := range offer {
		if strings.Contains(algorithm, "-cert-v0") {
			certificates = append(certificates, algorithm)
		} else {
			plain = append(plain, algorithm)
		}
	}
	if !certified {
		return preferKnown(plain, known)
	}
	if len(known) == 0 {
		return append(certificates, plain...)
	}
	return preferKnown(append(certificates, plain...), known)
}

// ofCertificate words why a certificate, or its absence, is not accepted; nil for other errors.
func (v verdict) ofCertificate(shown string, err error) *failure.Error {
	var refused *certificateError
	var plain *uncertifiedError
	switch {
	case errors.As(err, &refused):
		return failure.New(failure.HostKey, "the host certificate of %s (%s) is not accepted by the @cert-authority and @revoked lines of %s; "+
			"have it issued anew, or correct these lines: %w", v.address, shown, v.file, err)
	case errors.As(err, &plain):
		return failure.New(failure.HostKey, "%s shows a plain host key (%s), but by %s it must show a certificate; "+
			"if it has none, compare its key with the switch's own, then add what `slp-exporter fingerprint %s` prints: %w",
			v.address, shown, place(plain.authority), v.target.Name, err)
	}
	return nil
}

// describeKey is a key's type and fingerprint, and who certified it.
func describeKey(key ssh.PublicKey) string {
	shown := key.Type() + " " + ssh.FingerprintSHA256(key)
	if cert, ok := key.(*ssh.Certificate); ok && cert.SignatureKey != nil {
		shown = fmt.Sprintf("%s %s, serial %d, signed by %s", key.Type(), ssh.FingerprintSHA256(cert.Key),
			cert.Serial, ssh.FingerprintSHA256(cert.SignatureKey))
	}
	return shown
}
