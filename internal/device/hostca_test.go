package device

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// certKey is a host key with a certificate for that host. Options change it before it is signed.
func certKey(t *testing.T, authority, key ssh.Signer, host string, options ...func(*ssh.Certificate)) ssh.Signer {
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

// markedLine is a line with a marker, or without, for any address.
func markedLine(marker, hosts string, key ssh.PublicKey) string {
	return strings.TrimSpace(marker + " " + hosts + " " + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))))
}

const hostAuthority, revokedKey = "@cert-authority", "@revoked"

func TestHostCertificates(t *testing.T) {
	authority, stranger := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoED25519)
	key, ec := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256)
	good := certKey(t, authority, key, "127.0.0.1")
	anywhere := "[127.0.0.1]:*" // x/crypto compares ports as texts, so that the tests name theirs
	ca := func(k ssh.Signer) string { return markedLine(hostAuthority, anywhere, k.PublicKey()) }
	expired := func(c *ssh.Certificate) { c.ValidAfter, c.ValidBefore = 1, uint64(time.Now().Add(-time.Hour).Unix()) }
	tests := map[string]struct {
		keys  []ssh.Signer // of the switch
		lines []string
		texts []string // of the refusal; none: accepted
	}{
		"certified":             {[]ssh.Signer{good}, []string{ca(authority)}, nil},
		"certified beside key":  {[]ssh.Signer{key, good}, []string{ca(authority)}, nil},
		"one of two":            {[]ssh.Signer{good}, []string{ca(stranger), ca(authority)}, nil},
		"another authority":     {[]ssh.Signer{good}, []string{ca(stranger)}, []string{"certificate", "not accepted", "no authorities", "serial 7"}},
		"another's name":        {[]ssh.Signer{certKey(t, authority, key, "192.0.2.9")}, []string{ca(authority)}, []string{"not accepted", "principal"}},
		"expired":               {[]ssh.Signer{certKey(t, authority, key, "127.0.0.1", expired)}, []string{ca(authority)}, []string{"not accepted", "expired"}},
		"authority revoked":     {[]ssh.Signer{good}, []string{ca(authority), markedLine(revokedKey, "*", authority.PublicKey())}, []string{"not accepted", "revoked"}},
		"its key revoked":       {[]ssh.Signer{good}, []string{ca(authority), markedLine(revokedKey, "*", key.PublicKey())}, []string{"not accepted", "revoked"}},
		"no certificate":        {[]ssh.Signer{key}, []string{"# campus", ca(authority)}, []string{"plain host key", "must show a certificate", "line 2"}},
		"authority poses":       {[]ssh.Signer{authority}, []string{ca(authority)}, []string{"must show a certificate"}},
		"known key, too":        {[]ssh.Signer{key}, []string{ca(authority), markedLine("", "HOST", key.PublicKey())}, nil},
		"known key goes first":  {[]ssh.Signer{certKey(t, stranger, key, "127.0.0.1"), ec}, []string{ca(authority), markedLine("", "HOST", ec.PublicKey())}, nil},
		"key changed":           {[]ssh.Signer{ec}, []string{ca(authority), markedLine("", "HOST", key.PublicKey())}, []string{"CHANGED", "line 2"}},
		"certificate unwanted":  {[]ssh.Signer{good, key}, []string{markedLine("", "HOST", key.PublicKey())}, nil},
		"authority of others":   {[]ssh.Signer{good, key}, []string{markedLine(hostAuthority, "192.0.2.9", authority.PublicKey())}, []string{"is not in"}},
		"key revoked elsewhere": {[]ssh.Signer{key}, []string{ca(authority), markedLine(revokedKey, "192.0.2.9", key.PublicKey())}, []string{"@revoked", "line 2"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := (&fakeSwitch{keys: tt.keys}).start(t)
			port := f.address[strings.LastIndex(f.address, ":")+1:]
			var lines []string
			for _, l := range tt.lines {
				lines = append(lines, strings.NewReplacer("]:*", "]:"+port, "HOST", "[127.0.0.1]:"+port).Replace(l))
			}
			file := writeFile(t, lines...)
			d := NewDialer()
			for range 2 { // what is remembered says the same
				err := tryOpen(t, d, checked(f, config.HostKeyKnownHosts, file))
				switch {
				case tt.texts != nil:
					wantReason(t, err, failure.HostKey, append(tt.texts, file)...)
				case err != nil:
					t.Error(err)
				}
			}
			if tt.texts != nil && f.passwords.Load() > 0 {
				t.Error("the password went to a host that was not accepted")
			}
		})
	}
}

// TestCertificateExpires: one that was good is looked at again each time.
func TestCertificateExpires(t *testing.T) {
	authority := newKey(t, ssh.KeyAlgoED25519)
	cert := &ssh.Certificate{
		Key: newKey(t, ssh.KeyAlgoED25519).PublicKey(), CertType: ssh.HostCert, ValidBefore: ssh.CertTimeInfinity,
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	f := &knownFile{path: writeFile(t, markedLine(hostAuthority, "*.example.net", authority.PublicKey()))}
	if err := f.check("sw.example.net:22", cert); err != nil {
		t.Fatal(err)
	}
	if err := f.check("sw.example.com:22", cert); err == nil {
		t.Error("accepted for an address without authority")
	}
	if len(f.good) != 0 {
		t.Error("a certificate is remembered as good for ever")
	}
}

// TestAcceptNewAndAuthorities: a certificate is judged by the known_hosts file alone, and a switch that
// must have one is not accepted without.
func TestAcceptNewAndAuthorities(t *testing.T) {
	authority, key := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoED25519)
	for name, keys := range map[string][]ssh.Signer{
		"certified": {certKey(t, authority, key, "127.0.0.1")}, "plain": {key},
	} {
		t.Run(name, func(t *testing.T) {
			f := (&fakeSwitch{keys: keys}).start(t)
			host := "[127.0.0.1]" + f.address[strings.LastIndex(f.address, ":"):]
			target := checked(f, config.HostKeyAcceptNew, writeFile(t, markedLine(hostAuthority, host, authority.PublicKey())))
			err := tryOpen(t, NewDialer(), target)
			if name == "plain" {
				wantReason(t, err, failure.HostKey, "must show a certificate")
			} else if err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(target.Module.HostKey.AcceptedFile); len(left) != 0 {
				t.Error("a key was accepted")
			}
		})
	}
}
