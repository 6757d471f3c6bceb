package device

import (
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

// checked is the switch as a target whose host key is checked against a file.
func checked(f *fakeSwitch, policy config.HostKeyPolicy, file string) *config.Target {
	t := f.target()
	t.Module.HostKey = config.HostKey{Policy: policy, KnownHostsFile: file}
	if policy == config.HostKeyAcceptNew {
		t.Module.HostKey.AcceptedFile = file + ".accepted"
	}
	return t
}

func writeFile(t testing.TB, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func hostLine(address string, key ssh.Signer) string {
	return knownhosts.Line([]string{address}, key.PublicKey())
}

func tryOpen(t *testing.T, d *Dialer, target *config.Target) error {
	t.Helper()
	s, err := d.Open(ctxFor(t), target)
	if err == nil {
		_ = s.Close(ctxFor(t))
	}
	return err
}

func TestKnownHosts(t *testing.T) {
	ed, ec, other := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256), newKey(t, ssh.KeyAlgoED25519)
	// The server likes its ECDSA key best, being first in every client's default order.
	f := (&fakeSwitch{keys: []ssh.Signer{ec, ed}}).start(t)
	hashed := knownhosts.HashHostname(knownhosts.Normalize(f.address)) + " " +
		strings.SplitN(hostLine("x", ed), " ", 2)[1]
	tests := map[string]struct {
		lines []string
		texts []string // of the refusal; none: accepted
	}{
		"first key":           {[]string{hostLine(f.address, ec)}, nil},
		"second key":          {[]string{hostLine(f.address, ed)}, nil},
		"both":                {[]string{hostLine(f.address, ed), hostLine(f.address, ec)}, nil},
		"hashed":              {[]string{hashed}, nil},
		"unknown":             {[]string{hostLine("192.0.2.7:22", ed)}, []string{"is not in", "slp-exporter fingerprint lab-sw-01", "ssh-keyscan"}},
		"empty file":          {nil, []string{"is not in"}},
		"changed":             {[]string{"# comment", hostLine(f.address, other)}, []string{"CHANGED", "line 2", "fingerprint"}},
		"one of two keys old": {[]string{hostLine(f.address, other), hostLine(f.address, ec)}, []string{"CHANGED"}},
		"revoked":             {[]string{hostLine(f.address, ed), "@revoked " + hostLine("*", ed)}, []string{"@revoked", "line 2"}},
		"broken line":         {[]string{hostLine(f.address, ed), "host ssh-ed25519 !!!"}, []string{"cannot be used", ":2:"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := writeFile(t, tt.lines...)
			before := f.passwords.Load()
			err := tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, file))
			if tt.texts == nil {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantReason(t, err, failure.HostKey, append(tt.texts, file)...)
			if f.passwords.Load() != before {
				t.Error("the password went to a host that was not accepted")
			}
		})
	}
}

func TestNoKnownHostsFile(t *testing.T) {
	f := (&fakeSwitch{}).start(t)
	missing := filepath.Join(t.TempDir(), "nowhere")
	wantReason(t, tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, missing)), failure.HostKey, missing, "does not exist")
	wantReason(t, tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, "")), failure.HostKey, "known_hosts_file")
	wantReason(t, tryOpen(t, NewDialer(), checked(f, "", missing)), failure.HostKey) // the default checks
	if f.conns.Load() != 0 {
		t.Error("dialled without a way to check the host key")
	}
}

// A file that changes is read again; one that does not, is not.
func TestKnownHostsChanges(t *testing.T) {
	key := newKey(t, ssh.KeyAlgoED25519)
	f := (&fakeSwitch{keys: []ssh.Signer{key}}).start(t)
	file := writeFile(t, hostLine("192.0.2.7:22", key))
	d := NewDialer()
	target := checked(f, config.HostKeyKnownHosts, file)
	wantReason(t, tryOpen(t, d, target), failure.HostKey)
	if err := os.WriteFile(file, []byte(hostLine(f.address, key)+"\n# longer now\n"), 0o600); err != nil {
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
	wantReason(t, tryOpen(t, d, target), failure.HostKey, "does not exist")
}

func TestHostKeys(t *testing.T) {
	f := (&fakeSwitch{keys: []ssh.Signer{newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256)}}).start(t)
	lines, err := NewDialer().HostKeys(ctxFor(t), f.target())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{hostLine(f.address, f.keys[0]), hostLine(f.address, f.keys[1])}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, want %q", lines, want)
	}
	if err := tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, writeFile(t, lines...))); err != nil {
		t.Error(err)
	}
	if n := f.passwords.Load(); n != 1 {
		t.Errorf("%d logins", n)
	}
	_, err = NewDialer().HostKeys(ctxFor(t), (&fakeSwitch{address: "127.0.0.1:1"}).target())
	wantReason(t, err, failure.Refused)
}
