package hostkey

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
)

// TestHostIndexAgrees holds the index against x/crypto's walk, for each key and address.
func TestHostIndexAgrees(t *testing.T) {
	keys := []ssh.PublicKey{
		devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(), devicetest.NewKey(t, ssh.KeyAlgoECDSA256).PublicKey(), devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(),
	}
	line := func(hosts string, key int) string {
		return hosts + " " + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(keys[key])))
	}
	path := devicetest.WriteFile(t, "# campus", "",
		line("192.0.2.1", 0), line("192.0.2.1", 1), line("[192.0.2.1]:2222", 2), line("192.0.2.1:2223", 2),
		"  "+line("sw-1.example.net,192.0.2.2", 1), line("[sw-2.example.net]:22,sw-3", 0),
		line("2001:db8::1", 0), line("[2001:db8::2]:2222", 1), line("192.0.2.1", 0))
	index, err := indexHosts(path)
	if err != nil || index == nil {
		t.Fatalf("no index (%v)", err)
	}
	walk, err := knownhosts.New(path)
	if err != nil {
		t.Fatal(err)
	}
	accepted := 0
	for _, address := range []string{
		"192.0.2.1:22", "192.0.2.1:2222", "192.0.2.1:2223", "192.0.2.2:22", "192.0.2.3:22", "sw-1.example.net:22",
		"sw-2.example.net:22", "sw-3:22", "sw-3:2222", "[2001:db8::1]:22", "[2001:db8::2]:2222", "[2001:db8::2]:22",
	} {
		for i, key := range keys {
			err := walk(address, nowhere(), key)
			if got, want := index.holds(address, key), err == nil; got != want {
				t.Errorf("%s, key %d: accepted %v, x/crypto says %v", address, i, got, want)
			}
			if err == nil {
				accepted++
			}
		}
		var e *knownhosts.KeyError
		if err := walk(address, nowhere(), noKey{}); !errors.As(err, &e) {
			t.Fatal(err)
		}
		if got, want := knownList(index[address]), knownList(e.Want); got != want {
			t.Errorf("%s: keys %s, x/crypto says %s", address, got, want)
		}
	}
	if accepted != 10 {
		t.Errorf("%d pairs accepted, not 10: the test tests too little", accepted)
	}
}

// TestHostIndexRefuses leaves files to x/crypto in which an address is not told by its text.
func TestHostIndexRefuses(t *testing.T) {
	key := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	plain := devicetest.HostLine("192.0.2.1:22", key)
	rest := plain[len("192.0.2.1 "):]
	for name, line := range map[string]string{
		"hash":      knownhosts.HashHostname("192.0.2.2") + " " + rest,
		"pattern":   "*.example.net " + rest,
		"letter":    "sw-?.example.net " + rest,
		"negation":  "sw-1,!sw-2 " + rest,
		"authority": "@cert-authority * " + rest,
		"revoked":   "@revoked 192.0.2.9 " + rest,
	} {
		path := devicetest.WriteFile(t, plain, line)
		if _, err := knownhosts.New(path); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if index, err := indexHosts(path); index != nil || err != nil {
			t.Errorf("%s: index %v, error %v; want neither", name, index, err)
		}
	}
	if _, err := indexHosts(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("no error for a file that is not there")
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
