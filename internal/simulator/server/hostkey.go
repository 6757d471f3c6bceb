package server

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// hostKeys are the host keys of one switch.
type hostKeys struct {
	profile *agent.Profile
	genuine ssh.Signer // the key in known_hosts

	mu    sync.Mutex            // guards other
	other map[string]ssh.Signer // keys required by faults
}

func newHostKeys(p *agent.Profile) (*hostKeys, error) {
	key, err := hostKey(p.Seed, p.Index, HostKeyEd25519, false)
	if err != nil {
		return nil, err
	}
	return &hostKeys{profile: p, genuine: key, other: make(map[string]ssh.Signer)}, nil
}

// signer returns the host key that the faults require.
func (k *hostKeys) signer(f Faults) (ssh.Signer, error) {
	kind := f.HostKeyType
	if f.LegacyOnly {
		kind = HostKeyRSA
	}
	if kind == HostKeyEd25519 && !f.ChangedHostKey {
		return k.genuine, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	name := fmt.Sprint(kind, f.ChangedHostKey)
	if key, ok := k.other[name]; ok {
		return key, nil
	}
	key, err := hostKey(k.profile.Seed, k.profile.Index, kind, f.ChangedHostKey)
	if err != nil {
		return nil, err
	}
	k.other[name] = key
	return key, nil
}

// hostKey generates a host key. Ed25519 and ECDSA keys follow from the seed; RSA keys cannot, and
// are random.
func hostKey(seed uint64, index int, kind HostKeyKind, changed bool) (ssh.Signer, error) {
	purpose := "host key"
	if changed {
		purpose = "another host key"
	}
	material := invent.Bytes(seed, index, purpose+string(kind))
	switch kind {
	case HostKeyECDSA:
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), material[:])
		if err != nil {
			return nil, fmt.Errorf("simulator: host key: %w", err)
		}
		return ssh.NewSignerFromKey(key)
	case HostKeyRSA:
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, fmt.Errorf("simulator: host key: %w", err)
		}
		return ssh.NewSignerFromKey(key)
	default:
		return ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(material[:]))
	}
}
