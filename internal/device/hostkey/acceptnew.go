package hostkey

import (
	"errors"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey/hostfile"
)

// acceptNew is the policy of that name. The known_hosts_file is asked first, because a human wrote it. A switch that
// neither file knows gets a line in accepted_file. A key that either file revokes, or that differs from the known
// one, is refused.
type acceptNew struct{ known, accepted *knownFile }

// acceptedError is the failure to read or write an accepted_file.
type acceptedError struct {
	path string
	err  error
}

// Error is why the file cannot be used.
func (e *acceptedError) Error() string { return e.err.Error() }

// Unwrap gives the cause to errors.Is and errors.As.
func (e *acceptedError) Unwrap() error { return e.err }

// expected returns the keys that the address may show, and whether it may show a certificate.
func (a acceptNew) expected(address string) (keys []knownhosts.KnownKey, certified bool, err error) {
	keys, certified, err = a.known.expected(address)
	if err != nil && !os.IsNotExist(err) || len(keys) > 0 || certified { // or a key accepted once would be asked for in place of the certificate
		return keys, certified, err
	}
	// An authority there does not certify anything: only keys are accepted into that file.
	keys, _, err = a.accepted.expected(address)
	if err != nil && !os.IsNotExist(err) {
		return nil, false, &acceptedError{a.accepted.path, err}
	}
	return keys, certified, nil
}

// judge judges a key and keeps it if it is the first of its switch.
func (a acceptNew) judge(address string, key ssh.PublicKey) error {
	known := a.known.check(address, key)
	if _, ok := key.(*ssh.Certificate); ok || known != nil && !isUnknown(known) || isNamed(known) {
		return known
	}
	accepted := a.accepted.check(address, key)
	var other *knownhosts.KeyError
	switch {
	case known == nil && (accepted == nil || isUnknown(accepted) || errors.As(accepted, &other)):
		return nil
	case isUnknown(accepted):
		accepted = a.accepted.learn(address, key)
	}
	if accepted == nil || isVerdict(accepted) {
		return accepted
	}
	return &acceptedError{a.accepted.path, accepted}
}

// isUnknown reports whether a file has nothing about the address, or does not exist.
func isUnknown(err error) bool {
	var e *knownhosts.KeyError
	return os.IsNotExist(err) || errors.As(err, &e) && len(e.Want) == 0
}

// isNamed reports whether a file has a line about the address that cannot be read. A human pinned a key there, so another
// one must not be accepted.
func isNamed(err error) bool {
	var e *hostfile.UnknownError
	return errors.As(err, &e) && e.Named
}

// isVerdict reports whether an error is a file's verdict on a key, not a failure to read or write the file.
func isVerdict(err error) bool {
	var key *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	var plain *hostfile.UncertifiedError
	return errors.As(err, &key) || errors.As(err, &revoked) || errors.As(err, &plain)
}
