package server

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// hostKey makes a host key. Ed25519 and ECDSA keys follow from the seed; an RSA key
// cannot, and is made at random.
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
