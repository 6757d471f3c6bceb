package dial

import (
	"context"
	"errors"
	"net"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/hostkey"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// errSeen ends a handshake as soon as the host key is there.
var errSeen = errors.New("host key seen")

// HostKeys returns the target's host keys as known_hosts entries, one for each type it has: a comment line with the
// fingerprint, and the key's own line. Nothing is checked, and there is no login: a person compares the fingerprints
// with the switch's own. It takes a connection for each type that is tried.
//
// Every error is a *[failure.Error]. The error is nil if at least one key was found.
func (d *Dialer) HostKeys(ctx context.Context, t *config.Target) ([]string, error) {
	var entries []string
	var first error
	for _, algorithms := range hostkey.KeyTypes() {
		a, err := d.Attempt(ctx, t, Shell)
		if err != nil {
			return entries, orNone(entries, err)
		}
		key, err := a.hostKey(ctx, algorithms)
		switch {
		case err == nil:
			entries = append(entries, hostkey.Entry(t, key))
		case failure.ReasonOf(err) == failure.Unsupported:
			// The switch has no key of this type, or no SSH at all: the other types will show which.
			first = err
		default:
			return entries, orNone(entries, err)
		}
	}
	return entries, orNone(entries, first)
}

// orNone drops the error of a later connection if an earlier one returned a key.
func orNone(entries []string, err error) error {
	if len(entries) > 0 {
		return nil
	}
	return err
}

// hostKey connects and fetches the key the switch shows for these algorithms.
func (a *Attempt) hostKey(ctx context.Context, algorithms []string) (ssh.PublicKey, error) {
	stop := context.AfterFunc(ctx, a.conn.Kill)
	defer stop()
	defer a.conn.Kill()
	conn, err := a.dial(ctx, a.conn.holder.own)
	if err != nil {
		return nil, a.failure(ctx, err)
	}
	var key ssh.PublicKey
	_, _, _, err = ssh.NewClientConn(conn, a.Target.Address, &ssh.ClientConfig{
		Config:            offered(a.Target.Module.LegacyAlgorithms).Config,
		ClientVersion:     clientVersion,
		HostKeyAlgorithms: algorithms,
		HostKeyCallback: func(_ string, _ net.Addr, k ssh.PublicKey) error {
			key = k
			return a.refuse(&failure.Error{Reason: failure.Internal, Err: errSeen})
		},
	})
	if e := a.refusal(); e != nil && errors.Is(e, errSeen) {
		return key, nil
	}
	return nil, a.failure(ctx, err)
}
