package hostfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/hostkey/hostfile"
)

// TestAgrees holds the reader against x/crypto's reading of the same file, for each key and address.
func TestAgrees(t *testing.T) {
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
	data, err := hostfile.Read(path)
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
			got, want := data.Judge(address, key), walk(address, nowhere{}, key)
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
		return fmt.Sprint("not ", lines(mismatch.Want))
	case errors.As(err, &revoked):
		return fmt.Sprint("revoked by ", lines([]knownhosts.KnownKey{revoked.Revoked}))
	}
	return fmt.Sprint(err)
}

// lines are the numbers and fingerprints of the lines of keys.
func lines(keys []knownhosts.KnownKey) (all []string) {
	for _, k := range keys {
		all = append(all, fmt.Sprintf("line %d: %s", k.Line, ssh.FingerprintSHA256(k.Key)))
	}
	return all
}

// nowhere is the remote address handed to x/crypto, which goes by the configured one.
type nowhere struct{}

// Network implements net.Addr.
func (nowhere) Network() string { return "tcp" }

// String implements net.Addr.
func (nowhere) String() string { return "0.0.0.0:0" }

func TestBrokenLinesAreMany(t *testing.T) {
	data, err := hostfile.Read(devicetest.WriteFile(t, strings.Split(strings.Repeat("x\n", 1000), "\n")...))
	if err != nil {
		t.Fatal(err)
	}
	if text := data.Broken(); len(text) > 300 || !strings.HasSuffix(text, "nor can 997 more") {
		t.Error(text)
	}
}
