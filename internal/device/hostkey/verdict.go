package hostkey

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey/hostfile"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/disk"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// verdict puts the outcome of a host key check into words.
type verdict struct {
	target  *config.Target
	file    string
	address string
}

func (v verdict) of(key ssh.PublicKey, err error) *failure.Error {
	if err == nil {
		return nil
	}
	shown := describeKey(key)
	if e := v.ofCertificate(shown, err); e != nil {
		return e
	}
	var mismatch *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case errors.As(err, &revoked):
		return failure.New(failure.HostKey, "the host key of %s (%s) is marked @revoked in %s: %w",
			v.address, shown, place(revoked.Revoked), err)
	case errors.As(err, &mismatch) && len(mismatch.Want) > 0:
		return failure.New(failure.HostKey, "the host key of %s has CHANGED: it shows %s, but known is %s; "+
			"if the switch was replaced or has new keys, delete that line and add what `slp-exporter fingerprint %s` prints, "+
			"else somebody may be listening in: %w", v.address, shown, knownList(mismatch.Want), v.target.Name, err)
	case errors.As(err, &mismatch):
		return failure.New(failure.HostKey, "the host key of %s (%s) is not in %s; compare it with the switch's own, "+
			"then add what `slp-exporter fingerprint %s` or ssh-keyscan prints: %w", v.address, shown, v.file, v.target.Name, err)
	default:
		return v.unreadable(err)
	}
}

func (v verdict) unreadable(err error) *failure.Error {
	var accepted *acceptedError
	unread := errors.Is(err, disk.ErrHangs) || errors.Is(err, disk.ErrNotRegular) // which read as the end of a sentence
	switch {
	case errors.As(err, &accepted) && accepted.path == "":
		return failure.New(failure.HostKey, "no accepted_file is configured to keep the host keys of new switches in")
	case errors.As(err, &accepted) && unread:
		return failure.New(failure.HostKey, "the accepted_file %s, which keeps the host keys of new switches, %w", accepted.path, err)
	case errors.As(err, &accepted):
		return failure.New(failure.HostKey, "the accepted_file %s, which keeps the host keys of new switches, cannot be used: %w", accepted.path, err)
	case unread:
		return failure.New(failure.HostKey, "the known_hosts file %s %w", v.file, err)
	case v.file == "":
		return failure.New(failure.HostKey, "no known_hosts_file is configured to check the host key against")
	case os.IsNotExist(err):
		return failure.New(failure.HostKey, "the known_hosts file %s does not exist; create it from what `slp-exporter fingerprint %s` "+
			"or ssh-keyscan prints, once compared with the switch: %w", v.file, v.target.Name, err)
	default:
		return failure.New(failure.HostKey, "the known_hosts file %s cannot be used: %w", v.file, err)
	}
}

// ofCertificate says why a certificate, or its absence, is not accepted. It is nil for other errors.
func (v verdict) ofCertificate(shown string, err error) *failure.Error {
	var refused *hostfile.CertificateError
	var plain *hostfile.UncertifiedError
	switch {
	case errors.As(err, &refused):
		return failure.New(failure.HostKey, "the host certificate of %s (%s) is not accepted by the @cert-authority and @revoked lines of %s; "+
			"have it reissued, or correct these lines: %w", v.address, shown, v.file, err)
	case errors.As(err, &plain):
		return failure.New(failure.HostKey, "%s shows a plain host key (%s), but by %s it must show a certificate; "+
			"if it has none, compare its key with the switch's own, then add what `slp-exporter fingerprint %s` prints: %w",
			v.address, shown, place(plain.Authority), v.target.Name, err)
	}
	return nil
}

// describeKey is a key's type and fingerprint, and the authority that certified it.
func describeKey(key ssh.PublicKey) string {
	shown := key.Type() + " " + ssh.FingerprintSHA256(key)
	if cert, ok := key.(*ssh.Certificate); ok && cert.SignatureKey != nil {
		shown = fmt.Sprintf("%s %s, serial %d, signed by %s", key.Type(), ssh.FingerprintSHA256(cert.Key),
			cert.Serial, ssh.FingerprintSHA256(cert.SignatureKey))
	}
	return shown
}

func knownList(keys []knownhosts.KnownKey) string {
	var all []string
	for _, k := range keys {
		all = append(all, fmt.Sprintf("%s %s (%s)", k.Key.Type(), ssh.FingerprintSHA256(k.Key), place(k)))
	}
	return strings.Join(all, ", ")
}

func place(k knownhosts.KnownKey) string {
	if k.Line == 0 {
		return k.Filename
	}
	return fmt.Sprintf("%s line %d", k.Filename, k.Line)
}
