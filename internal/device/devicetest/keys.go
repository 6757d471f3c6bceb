package devicetest

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// NewKey makes a host key.
func NewKey(tb testing.TB, algorithm string) ssh.Signer {
	tb.Helper()
	key, err := generateKey(algorithm)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func generateKey(algorithm string) (ssh.Signer, error) {
	var private any
	var err error
	switch algorithm {
	case ssh.KeyAlgoED25519:
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case ssh.KeyAlgoECDSA256:
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	default:
		err = fmt.Errorf("no key of type %s", algorithm)
	}
	if err != nil {
		return nil, err
	}
	return ssh.NewSignerFromKey(private)
}

// WriteFile writes a known_hosts file.
func WriteFile(t testing.TB, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// HostLine is the known_hosts line of an address.
func HostLine(address string, key ssh.Signer) string {
	return knownhosts.Line([]string{address}, key.PublicKey())
}

// CertKey is a host key with a certificate for that host. Options change it before it is signed.
func CertKey(t testing.TB, authority, key ssh.Signer, host string, options ...func(*ssh.Certificate)) ssh.Signer {
	t.Helper()
	cert := &ssh.Certificate{
		Key: key.PublicKey(), CertType: ssh.HostCert, Serial: 7, KeyId: host,
		ValidPrincipals: []string{host}, ValidBefore: ssh.CertTimeInfinity,
	}
	for _, o := range options {
		o(cert)
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewCertSigner(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// The markers of known_hosts lines.
const (
	HostAuthority = "@cert-authority"
	RevokedKey    = "@revoked"
)

// MarkedLine is a line with a marker, or without, for any address.
func MarkedLine(marker, hosts string, key ssh.PublicKey) string {
	return strings.TrimSpace(marker + " " + hosts + " " + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))))
}

// PrivateKey makes a private key without passphrase.
func PrivateKey(t testing.TB) string {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block))
}
