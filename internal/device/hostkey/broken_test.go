package hostkey

import (
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
)

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
