package dial

import (
	"crypto/sha256"
	"errors"
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// signers keeps parsed private keys: an encrypted one takes a tenth of a second to open.
type signers struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]ssh.Signer
}

// signer returns the auth's private key, nil if it has none.
func (s *signers) signer(auth *config.Auth) (ssh.Signer, error) {
	if !auth.PrivateKey.IsSet() {
		return nil, nil
	}
	id := sha256.Sum256([]byte(auth.PrivateKey.Reveal() + "\x00" + auth.PrivateKeyPassphrase.Reveal()))
	s.mu.Lock()
	defer s.mu.Unlock()
	if signer := s.known[id]; signer != nil {
		return signer, nil
	}
	signer, err := parseKey(auth)
	if err != nil {
		return nil, err
	}
	if s.known == nil || len(s.known) >= maxSigners {
		s.known = make(map[[sha256.Size]byte]ssh.Signer)
	}
	s.known[id] = signer
	return signer, nil
}

func parseKey(auth *config.Auth) (ssh.Signer, error) {
	signer, err := ssh.ParsePrivateKey([]byte(auth.PrivateKey.Reveal()))
	if missing := (*ssh.PassphraseMissingError)(nil); !errors.As(err, &missing) {
		return signer, err
	}
	if !auth.PrivateKeyPassphrase.IsSet() {
		return nil, errors.New("it is encrypted and no passphrase is configured")
	}
	return ssh.ParsePrivateKeyWithPassphrase([]byte(auth.PrivateKey.Reveal()), []byte(auth.PrivateKeyPassphrase.Reveal()))
}
