package device

import (
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"

	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func tryOpen(t *testing.T, d *Dialer, target *config.Target) error {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), target)
	if err == nil {
		_ = s.Close(devicetest.Context(t))
	}
	return err
}

func TestKnownHosts(t *testing.T) {
	ed, ec, other := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256), devicetest.NewKey(t, ssh.KeyAlgoED25519)
	// The server likes its ECDSA key best, being first in every client's default order.
	f := (&devicetest.Switch{Keys: []ssh.Signer{ec, ed}}).Start(t)
	hashed := knownhosts.HashHostname(knownhosts.Normalize(f.Address)) + " " +
		strings.SplitN(devicetest.HostLine("x", ed), " ", 2)[1]
	tests := map[string]struct {
		lines []string
		texts []string // of the refusal; none: accepted
	}{
		"first key":           {[]string{devicetest.HostLine(f.Address, ec)}, nil},
		"second key":          {[]string{devicetest.HostLine(f.Address, ed)}, nil},
		"both":                {[]string{devicetest.HostLine(f.Address, ed), devicetest.HostLine(f.Address, ec)}, nil},
		"hashed":              {[]string{hashed}, nil},
		"unknown":             {[]string{devicetest.HostLine("192.0.2.7:22", ed)}, []string{"is not in", "slp-exporter fingerprint lab-sw-01", "ssh-keyscan"}},
		"empty file":          {nil, []string{"is not in"}},
		"changed":             {[]string{"# comment", devicetest.HostLine(f.Address, other)}, []string{"CHANGED", "line 2", "fingerprint"}},
		"one of two keys old": {[]string{devicetest.HostLine(f.Address, other), devicetest.HostLine(f.Address, ec)}, []string{"CHANGED"}},
		"revoked":             {[]string{devicetest.HostLine(f.Address, ed), "@revoked " + devicetest.HostLine("*", ed)}, []string{"@revoked", "line 2"}},
		"broken line":         {[]string{devicetest.HostLine(f.Address, ed), "host ssh-ed25519 !!!"}, []string{"cannot be used", ":2:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := devicetest.WriteFile(t, tt.lines...)
			before := f.Passwords.Load()
			err := tryOpen(t, NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, file))
			if tt.texts == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			devicetest.WantReason(t, err, failure.HostKey, append(tt.texts, file)...)
			if f.Passwords.Load() != before {
				t.Error("the password went to a host that was not accepted")
			}
		})
	}
}

func TestNoKnownHostsFile(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	missing := filepath.Join(t.TempDir(), "nowhere")
	devicetest.WantReason(t, tryOpen(t, NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, missing)), failure.HostKey, missing, "does not exist")
	devicetest.WantReason(t, tryOpen(t, NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, "")), failure.HostKey, "known_hosts_file")
	devicetest.WantReason(t, tryOpen(t, NewDialer(), devicetest.Checked(f, "", missing)), failure.HostKey) // the default checks
	if f.Conns.Load() != 0 {
		t.Error("dialled without a way to check the host key")
	}
}

// A file that changes is read again; one that does not, is not.
func TestKnownHostsChanges(t *testing.T) {
	key := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	f := (&devicetest.Switch{Keys: []ssh.Signer{key}}).Start(t)
	file := devicetest.WriteFile(t, devicetest.HostLine("192.0.2.7:22", key))
	d := NewDialer()
	target := devicetest.Checked(f, config.HostKeyKnownHosts, file)
	devicetest.WantReason(t, tryOpen(t, d, target), failure.HostKey)
	if err := os.WriteFile(file, []byte(devicetest.HostLine(f.Address, key)+"\n# longer now\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tryOpen(t, d, target); err != nil {
		t.Error(err)
	}
	loaded := d.hostKeys.file(file).lookup
	if err := tryOpen(t, d, target); err != nil {
		t.Error(err)
	}
	if again := d.hostKeys.file(file).lookup; fmt.Sprintf("%p", again) != fmt.Sprintf("%p", loaded) {
		t.Error("an unchanged file was read again")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	devicetest.WantReason(t, tryOpen(t, d, target), failure.HostKey, "does not exist")
}

func TestHostKeys(t *testing.T) {
	f := (&devicetest.Switch{Keys: []ssh.Signer{devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256)}}).Start(t)
	lines, err := NewDialer().HostKeys(devicetest.Context(t), f.Target())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{devicetest.HostLine(f.Address, f.Keys[0]), devicetest.HostLine(f.Address, f.Keys[1])}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, want %q", lines, want)
	}
	if err := tryOpen(t, NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, devicetest.WriteFile(t, lines...))); err != nil {
		t.Error(err)
	}
	if n := f.Passwords.Load(); n != 1 {
		t.Errorf("%d logins", n)
	}
	_, err = NewDialer().HostKeys(devicetest.Context(t), (&devicetest.Switch{Address: "127.0.0.1:1"}).Target())
	devicetest.WantReason(t, err, failure.Refused)
}
