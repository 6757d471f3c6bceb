package hostkey

import (
	"crypto/rand"
	"fmt"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
)

// TestCertificateExpires: one that was good is looked at again each time.
func TestCertificateExpires(t *testing.T) {
	authority := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	cert := &ssh.Certificate{
		Key: devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(), CertType: ssh.HostCert, ValidBefore: ssh.CertTimeInfinity,
	}
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	f := &knownFile{path: devicetest.WriteFile(t, devicetest.MarkedLine(devicetest.HostAuthority, "*.example.net", authority.PublicKey()))}
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

// BenchmarkAcceptNew judges each of 10,000 switches, all of them accepted before.
func BenchmarkAcceptNew(b *testing.B) {
	key := devicetest.NewKey(b, ssh.KeyAlgoED25519)
	lines := make([]string, 10_000)
	for i := range lines {
		lines[i] = devicetest.HostLine(benchAddress(i), key)
	}
	known, accepted := devicetest.WriteFile(b), devicetest.WriteFile(b, lines...)
	for b.Loop() {
		both := acceptNew{&knownFile{path: known}, &knownFile{path: accepted}}
		for i := range lines {
			if keys, _, err := both.expected(benchAddress(i)); err != nil || len(keys) != 1 {
				b.Fatal(keys, err)
			}
			if err := both.judge(benchAddress(i), key.PublicKey()); err != nil {
				b.Fatal(fmt.Errorf("%s: %w", benchAddress(i), err))
			}
		}
	}
}

// A file that does not change is not read again.
func TestUnchangedFile(t *testing.T) {
	key := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	const address = "192.0.2.7:22"
	f := new(Store).file(devicetest.WriteFile(t, devicetest.HostLine(address, key)))
	if err := f.check(address, key.PublicKey()); err != nil {
		t.Fatal(err)
	}
	loaded := f.lookup
	if err := f.check(address, key.PublicKey()); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprintf("%p", f.lookup) != fmt.Sprintf("%p", loaded) {
		t.Error("an unchanged file was read again")
	}
}
