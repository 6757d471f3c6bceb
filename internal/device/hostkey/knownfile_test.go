package hostkey

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
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
	cert.ValidBefore = 1
	if err := cert.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	if err := f.check("sw.example.net:22", cert); err == nil {
		t.Error("accepted after its end")
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
	loaded := f.data
	if err := f.check(address, key.PublicKey()); err != nil {
		t.Fatal(err)
	}
	if f.data != loaded {
		t.Error("an unchanged file was read again")
	}
}

// fullDisk is a file on a file system that takes some bytes more.
type fullDisk struct {
	*os.File
	room int
}

// WriteString implements io.StringWriter.
func (f fullDisk) WriteString(s string) (int, error) {
	n, err := f.File.WriteString(s[:min(f.room, len(s))])
	if err == nil && n < len(s) {
		err = syscall.ENOSPC
	}
	return n, err
}

// TestAppendIsWhole: a full disk takes a line whole or not at all.
func TestAppendIsWhole(t *testing.T) {
	const line = "192.0.2.7 ssh-ed25519 AAAA"
	for _, before := range []string{"", "first\n", "no line end"} {
		end := line + "\n"
		if before == "no line end" {
			end = "\n" + end
		}
		for room := range len(end) + 1 {
			path := filepath.Join(t.TempDir(), "accepted")
			if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			want := before
			if err = appendLine(fullDisk{file, room}, line); err == nil {
				want += end
			} else if !errors.Is(err, syscall.ENOSPC) {
				t.Error(err)
			}
			if (err == nil) != (room == len(end)) {
				t.Errorf("room for %d of %d bytes: %v", room, len(end), err)
			}
			if got, _ := os.ReadFile(path); string(got) != want {
				t.Errorf("room for %d of %d bytes: the file became %q", room, len(end), got)
			}
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// BenchmarkKnownHosts judges each of 10,000 switches once, from a file that has a line for each.
func BenchmarkKnownHosts(b *testing.B) {
	key := devicetest.NewKey(b, ssh.KeyAlgoED25519)
	lines := make([]string, 10_000)
	for i := range lines {
		lines[i] = devicetest.HostLine(benchAddress(i), key)
	}
	path := devicetest.WriteFile(b, lines...)
	for b.Loop() {
		f := &knownFile{path: path}
		for i := range lines {
			if keys, _, err := f.expected(benchAddress(i)); err != nil || len(keys) != 1 {
				b.Fatal(keys, err)
			}
			if err := f.check(benchAddress(i), key.PublicKey()); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func benchAddress(i int) string { return fmt.Sprintf("10.1.%d.%d:22", i/250, i%250) }
