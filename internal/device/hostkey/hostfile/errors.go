package hostfile

import (
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh/knownhosts"
)

// UncertifiedError says that a host shows a plain key where it must show a certificate of that authority.
type UncertifiedError struct{ Authority knownhosts.KnownKey }

// Error words it as x/crypto does.
func (e *UncertifiedError) Error() string { return "knownhosts: key has no certificate" }

// CertificateError says that a certificate is not accepted.
type CertificateError struct{ err error }

// Error is why the certificate is not accepted.
func (e *CertificateError) Error() string { return e.err.Error() }

// Unwrap gives the cause to errors.Is and errors.As.
func (e *CertificateError) Unwrap() error { return e.err }

// UnknownError says that a file has no key of an address.
type UnknownError struct {
	// Named is true if a line that cannot be read names the address.
	Named  bool
	broken brokenLines
}

// Error words it as x/crypto does, and names the lines that may be why.
func (e *UnknownError) Error() string {
	text := e.Unwrap().Error()
	if len(e.broken) > 0 {
		text += "; " + e.broken.String()
	}
	return text
}

// Unwrap gives the error that x/crypto has for it to errors.As.
func (e *UnknownError) Unwrap() error { return &knownhosts.KeyError{} }

// brokenLine is a line of a known_hosts file that cannot be read.
type brokenLine struct {
	number int
	err    error
	hosts  hosts // what it names; nil if even that cannot be read
}

type brokenLines []brokenLine

// String names the first few lines with what is wrong with each.
func (b brokenLines) String() string {
	const most = 3
	var parts []string
	for _, l := range b[:min(most, len(b))] {
		parts = append(parts, fmt.Sprintf("line %d cannot be read (%v)", l.number, l.err))
	}
	if more := len(b) - most; more > 0 {
		parts = append(parts, fmt.Sprintf("nor can %d more", more))
	}
	return strings.Join(parts, ", ")
}
