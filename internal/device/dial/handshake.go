package dial

import (
	"context"
	"net"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// clientVersion is what the switch sees in `show ssh` and in its debug output.
const clientVersion = "SSH-2.0-slp_exporter"

// connect dials, shakes hands and logs in. The TCP connection is handed to own as soon as there is
// one; own's holder closes it on every error.
func (a *Attempt) connect(ctx context.Context, own func(net.Conn) error) (
	ssh.Conn, <-chan ssh.NewChannel, <-chan *ssh.Request, error,
) {
	a.Enter(PhaseConnect)
	cfg, err := a.sshConfig()
	if err != nil {
		return nil, nil, nil, err
	}
	conn, err := a.dial(ctx, own)
	if err != nil {
		return nil, nil, nil, err
	}
	a.login.permit = permitOf(ctx)
	a.login.agent = newAgentKeys(ctx, a.login.auth, a.login.signer)
	defer a.login.agent.close()
	c, channels, requests, err := ssh.NewClientConn(conn, a.Target.Address, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	a.login = login{} // x/crypto keeps our callbacks as long as the session, and they must not keep what ctx holds
	if permit, ok := LoginOf(ctx); ok {
		permit.Accepted()
	}
	// The handshake had a deadline on the connection itself. From here on only the context counts,
	// because a session outlives the call that opened it.
	return c, channels, requests, conn.unbound()
}

// dial opens the TCP connection and puts the context's deadline on it.
func (a *Attempt) dial(ctx context.Context, own func(net.Conn) error) (*sniffer, error) {
	conn, err := dialTCP(ctx, a.dialer.dial, a.Target)
	if err != nil {
		return nil, err
	}
	if err := own(conn); err != nil {
		return nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		if err := conn.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	// x/crypto does not report that the banner has arrived, so the sniffer looks at the bytes.
	a.sniff = &sniffer{Conn: conn, trace: a.Trace(), limit: a.conn.arrived, heard: a.listen.heard,
		banner: func() { a.Enter(PhaseKeyExchange) }}
	a.Enter(PhaseBanner)
	return a.sniff, nil
}

func (a *Attempt) sshConfig() (*ssh.ClientConfig, error) {
	module := a.Target.Module
	auth := module.Auth
	judge, err := a.dialer.hostKeys.Judge(a.Target)
	if err != nil {
		return nil, err
	}
	signer, err := a.dialer.keys.signer(auth)
	if err != nil {
		return nil, failure.New(failure.Auth, "the private key of auth %q cannot be used: %w", auth.Name, err)
	}
	a.login = login{os: a.OS, auth: auth, signer: signer}
	offer := offered(module.LegacyAlgorithms)
	return &ssh.ClientConfig{
		Config:            offer.Config,
		ClientVersion:     clientVersion,
		User:              auth.Username,
		HostKeyAlgorithms: judge.Algorithms(offer.hostKeys),
		HostKeyCallback:   a.judgeHostKey(judge),
		AuthCallback:      a.nextAuth,
	}, nil
}

func (a *Attempt) judgeHostKey(j hostkey.Judge) ssh.HostKeyCallback {
	return func(_ string, _ net.Addr, key ssh.PublicKey) error {
		a.Enter(PhaseKeyExchange)
		a.sniff.stop()
		if !a.conn.mayAnswer(keyExchangeCosts) {
			return ErrClosed
		}
		fingerprint := ssh.FingerprintSHA256(key)
		a.show(fingerprint)
		a.Debug("msg", "host key", "type", key.Type(), "fingerprint", fingerprint)
		if err := j.Check(key); err != nil {
			return a.refuse(err)
		}
		a.Enter(PhaseLogin)
		return nil
	}
}

// nextAuth picks the method to log in with. Before the first one it waits until the context's [Login] permits it.
func (a *Attempt) nextAuth(c *ssh.ClientAuthContext) (ssh.AuthMethod, error) {
	method, name := a.login.next(c)
	if method == nil {
		return nil, nil
	}
	if err := a.login.mayGo(); err != nil {
		return nil, a.refuse(notPermitted(err))
	}
	a.Debug("msg", "authenticating", "method", name, "user", a.Target.Module.Auth.Username)
	return method, nil
}
