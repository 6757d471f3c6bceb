package hostkey

import (
	"bytes"
	"os"

	"golang.org/x/crypto/ssh/knownhosts"
)

// authorities are the lines of a known_hosts file that begin with @cert-authority. x/crypto does not
// distinguish them from other lines when it names the keys of an address, and takes an authority's own key for
// the key of a host.
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

// split separates the keys of hosts from the keys of authorities.
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

// uncertifiedError says that a host shows a plain key where it must show a certificate.
type uncertifiedError struct{ authority knownhosts.KnownKey }

// Error words it as x/crypto does.
func (e *uncertifiedError) Error() string { return "knownhosts: key has no certificate" }

// certificateError says that a certificate is not accepted.
type certificateError struct{ err error }

// Error is why the certificate is not accepted.
func (e *certificateError) Error() string { return e.err.Error() }

// Unwrap gives the cause to errors.Is and errors.As.
func (e *certificateError) Unwrap() error { return e.err }
