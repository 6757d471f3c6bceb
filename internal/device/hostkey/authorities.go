package hostkey

import (
	"bytes"
	"os"

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
