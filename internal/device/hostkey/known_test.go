package hostkey_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

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
		"broken line":         {[]string{devicetest.HostLine(f.Address, ed), "host ssh-ed25519 !!!"}, nil},
		"half a line":         {[]string{"# comment", devicetest.HostLine(f.Address, ed)[:60]}, []string{"is not in", "line 2 cannot be read"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := devicetest.WriteFile(t, tt.lines...)
			before := f.Passwords.Load()
			err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, file))
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
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, missing)), failure.HostKey, missing, "does not exist")
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, "")), failure.HostKey, "known_hosts_file")
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), devicetest.Checked(f, "", missing)), failure.HostKey) // the default checks
	if f.Conns.Load() != 0 {
		t.Error("dialled without a way to check the host key")
	}
}

// A file that changes is read again.
func TestKnownHostsChanges(t *testing.T) {
	key := devicetest.NewKey(t, ssh.KeyAlgoED25519)
	f := (&devicetest.Switch{Keys: []ssh.Signer{key}}).Start(t)
	file := devicetest.WriteFile(t, devicetest.HostLine("192.0.2.7:22", key))
	d := device.NewDialer()
	target := devicetest.Checked(f, config.HostKeyKnownHosts, file)
	devicetest.WantReason(t, tryOpen(t, d, target), failure.HostKey)
	if err := os.WriteFile(file, []byte(devicetest.HostLine(f.Address, key)+"\n# longer now\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tryOpen(t, d, target); err != nil {
		t.Error(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	devicetest.WantReason(t, tryOpen(t, d, target), failure.HostKey, "does not exist")
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tryOpen logs in and out.
func tryOpen(t *testing.T, d *device.Dialer, target *config.Target) error {
	t.Helper()
	s, err := d.Open(devicetest.Context(t), target)
	if err == nil {
		_ = s.Close(devicetest.Context(t))
	}
	return err
}
