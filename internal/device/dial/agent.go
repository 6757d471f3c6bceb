package dial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

const (
	// maxAgentKeys bounds how many keys of an agent are offered. Each costs one of the login attempts
	// that a switch allows: three by default (`ip ssh authentication-retries`).
	maxAgentKeys = 2
	// maxLoginTries is that number. A configured private key or password takes its share first.
	maxLoginTries = 3
	// agentWait bounds a dialogue with the agent, which may wait for an absent human.
	agentWait = 5 * time.Second
)

// agentKeys are the keys of the ssh-agent, for one login. The agent is not asked before the host key is
// accepted and the switch wants a key.
type agentKeys struct {
	dial   func() (net.Conn, error)
	most   int
	except ssh.PublicKey // was offered already; may be nil

	conn    net.Conn
	asked   bool
	offered bool
	err     error // why no key of the agent could be offered, or did not sign
}

// newAgentKeys returns nil if the auth does not use an agent. The context bounds the dialogue.
func newAgentKeys(ctx context.Context, auth *config.Auth, key ssh.Signer) *agentKeys {
	if !auth.SSHAgent {
		return nil
	}
	k := &agentKeys{most: maxLoginTries, dial: func() (net.Conn, error) { return dialAgent(ctx) }}
	if auth.Password.IsSet() {
		k.most--
	}
	if key != nil {
		k.most--
		k.except = key.PublicKey()
	}
	k.most = min(k.most, maxAgentKeys)
	return k
}

func dialAgent(ctx context.Context) (net.Conn, error) {
	socket := os.Getenv(config.AgentVariable)
	if socket == "" {
		return nil, fmt.Errorf("the environment variable %s is not set", config.AgentVariable)
	}
	deadline := time.Now().Add(agentWait)
	if end, ok := ctx.Deadline(); ok && end.Before(deadline) {
		deadline = end
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(deadline)
}

// wanted reports whether the agent has yet to be asked. It is false for a nil agentKeys.
func (k *agentKeys) wanted() bool { return k != nil && !k.asked }

// signers asks the agent. The signers work until close.
func (k *agentKeys) signers() []ssh.Signer {
	k.asked = true
	var all []ssh.Signer
	if k.conn, k.err = k.dial(); k.err == nil {
		// If the client could close the connection, it would read it in another goroutine.
		all, k.err = agent.NewClient(struct{ io.ReadWriter }{k.conn}).Signers()
	}
	if k.err != nil {
		k.err = fmt.Errorf("asking the ssh-agent: %w", k.err)
		return nil
	}
	var usable []ssh.Signer
	for _, s := range all {
		if signer, ok := s.(ssh.AlgorithmSigner); ok && k.takes(s.PublicKey()) && len(usable) < k.most {
			usable = append(usable, agentSigner{signer, k})
		}
	}
	if k.offered = len(usable) > 0; !k.offered {
		k.err = errors.New("the ssh-agent has no (other) RSA, ECDSA or Ed25519 key to offer")
	}
	return usable
}

// takes reports whether a switch may know the key: certificates and keys that wait for a touch are left out.
func (k *agentKeys) takes(key ssh.PublicKey) bool {
	known := []string{ssh.KeyAlgoRSA, ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521, ssh.KeyAlgoED25519}
	return slices.Contains(known, key.Type()) && (k.except == nil || !bytes.Equal(k.except.Marshal(), key.Marshal()))
}

// close ends the dialogue with the agent, if there was one.
func (k *agentKeys) close() {
	if k != nil && k.conn != nil {
		_ = k.conn.Close() // nothing is lost
	}
}

// hasOffered reports whether the switch was shown a key of the agent.
func (k *agentKeys) hasOffered() bool { return k != nil && k.offered }

// failure says why the agent did not help. It is nil if it did, or was not asked.
func (k *agentKeys) failure() error {
	if k == nil {
		return nil
	}
	return k.err
}

// agentSigner remembers that the agent did not sign: the switch did not refuse the key then.
type agentSigner struct {
	ssh.AlgorithmSigner
	keys *agentKeys
}

// SignWithAlgorithm has the agent sign.
func (s agentSigner) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	signature, err := s.AlgorithmSigner.SignWithAlgorithm(rand, data, algorithm)
	if err != nil {
		s.keys.err = fmt.Errorf("signing with a key of the ssh-agent: %w", err)
	}
	return signature, err
}
