package hostkey

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
)

// TestDatabaseAgrees holds the database against x/crypto's reading of the same file, for each key and address.
func TestDatabaseAgrees(t *testing.T) {
	keys := []ssh.PublicKey{
		devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(), devicetest.NewKey(t, ssh.KeyAlgoECDSA256).PublicKey(),
		devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(), devicetest.NewKey(t, ssh.KeyAlgoED25519).PublicKey(),
	}
	line := func(hosts string, key int) string {
		return hosts + " " + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(keys[key])))
	}
	plain := []string{
		"# campus", "",
		line("192.0.2.1", 0), line("192.0.2.1", 1), line("[192.0.2.1]:2222", 2), line("192.0.2.1:2223", 2),
		"  " + line("sw-1.example.net,192.0.2.2", 1), line("[sw-2.example.net]:22,sw-3", 0),
		line("2001:db8::1", 0), line("[2001:db8::2]:2222", 1), line("192.0.2.1", 0),
	}
	for name, more := range map[string][]string{
		"plain": nil,
		"hash": {
			line(knownhosts.HashHostname("192.0.2.3"), 0), line(knownhosts.HashHostname("[192.0.2.1]:2222"), 1), line(knownhosts.HashHostname("2001:db8::1"), 2),
		},
		"pattern":  {line("*.example.net", 2), line("sw-?", 1), line("[192.0.2.*]:2222", 0), line("*", 2)},
		"negation": {line("!sw-3,sw-*", 1), line("192.0.2.?,!192.0.2.1", 0)},
		"revoked":  {"@revoked " + line("*", 3), "@revoked " + line("elsewhere", 0)},
	} {
		t.Run(name, func(t *testing.T) { agree(t, devicetest.WriteFile(t, append(plain, more...)...), keys) })
	}
}

func agree(t *testing.T, path string, keys []ssh.PublicKey) {
	t.Helper()
	data, err := readDatabase(path)
	if err != nil {
		t.Fatal(err)
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
			got, want := data.judge(address, key), walk(address, nowhere{}, key)
			if describe(got) != describe(want) {
				t.Errorf("%s, key %d: %s, x/crypto says %s", address, i, describe(got), describe(want))
			}
			if want == nil {
				accepted++
			}
		}
	}
	if accepted == 0 {
		t.Error("no pair is accepted: the test tests too little")
	}
}

// describe is an error with the lines that it names.
func describe(err error) string {
	var mismatch *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case errors.As(err, &mismatch):
		return "not " + knownList(mismatch.Want)
	case errors.As(err, &revoked):
		return "revoked by " + place(revoked.Revoked)
	}
	return fmt.Sprint(err)
}

// nowhere is the remote address handed to x/crypto, which goes by the configured one.
type nowhere struct{}

// Network implements net.Addr.
func (nowhere) Network() string { return "tcp" }

// String implements net.Addr.
func (nowhere) String() string { return "0.0.0.0:0" }

// TestBrokenLines: a line that cannot be read costs only itself, and is named.
func TestBrokenLines(t *testing.T) {
	key := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	const address = "192.0.2.7:22"
	good := devicetest.HostLine(address, key)
	rest := good[len("192.0.2.7"):]
	for name, broken := range map[string]string{
		"half a line":      good[:len(good)/2],
		"a host alone":     "192.0.2.8",
		"no base64":        "192.0.2.8 ssh-ed25519 !!!",
		"another type":     strings.Replace(good, "ssh-ed25519", "ssh-rsa", 1),
		"unknown marker":   "@trusted " + good,
		"marker alone":     "@revoked",
		"two markers":      "@revoked @cert-authority " + good,
		"half a hash":      "|1|abc" + rest,
		"hash of no form":  "|2|YQ==|YQ==" + rest,
		"bracket":          "[192.0.2.8" + rest,
		"negation of none": "!" + rest,
		"no host":          ",," + rest,
		"zero bytes":       strings.Repeat("\x00", 100),
		"not text":         "\xff\xfe\x00 \x01 \x02",
		"endless":          strings.Repeat("x", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			for at, lines := range map[string][]string{"line 1": {broken, good}, "line 2": {good, broken}} {
				var warned string
				path := devicetest.WriteFile(t, lines...)
				f := (&Store{Warn: func(file, lines string) { warned += file + ": " + lines + "\n" }}).file(path)
				for range 2 {
					if err := f.check(address, key.PublicKey()); err != nil {
						t.Error(err)
					}
				}
				if !strings.HasPrefix(warned, path+": "+at+" cannot be read") || strings.Count(warned, "\n") != 1 {
					t.Errorf("warned of %q, want %s", warned, at)
				}
				if err := f.check("192.0.2.9:22", key.PublicKey()); !isUnknown(err) || !strings.Contains(err.Error(), at) {
					t.Errorf("%v does not name %s", err, at)
				}
			}
		})
	}
}

func TestBrokenLinesAreMany(t *testing.T) {
	data, err := readDatabase(devicetest.WriteFile(t, strings.Split(strings.Repeat("x\n", 1000), "\n")...))
	if err != nil {
		t.Fatal(err)
	}
	if text := data.broken.String(); len(text) > 300 || !strings.HasSuffix(text, "nor can 997 more") {
		t.Error(text)
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
