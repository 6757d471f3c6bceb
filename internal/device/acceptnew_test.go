package device

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestAcceptNew(t *testing.T) {
	f := (&fakeSwitch{}).start(t)
	known := filepath.Join(t.TempDir(), "known_hosts")
	accepted := known + ".accepted"
	d := NewDialer()
	for range 2 {
		if err := tryOpen(t, d, checked(f, config.HostKeyAcceptNew, known)); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(accepted)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(content), hostLine(f.address, f.keys[0])+"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if info, _ := os.Stat(accepted); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if _, err := os.Stat(known); !os.IsNotExist(err) {
		t.Errorf("the known_hosts file, which is only read, is there: %v", err)
	}
	// What was added holds for another process and, once it is moved, for the strict policy.
	if err := tryOpen(t, NewDialer(), checked(f, config.HostKeyAcceptNew, known)); err != nil {
		t.Error(err)
	}
	if again, _ := os.ReadFile(accepted); !bytes.Equal(again, content) {
		t.Errorf("the file became %q", again)
	}
	wantReason(t, tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, known)), failure.HostKey, "does not exist")
	if err := tryOpen(t, NewDialer(), checked(f, config.HostKeyKnownHosts, accepted)); err != nil {
		t.Error(err)
	}
}

// TestAcceptNewTwoFiles: what each file says of the switch, and what becomes of it.
func TestAcceptNewTwoFiles(t *testing.T) {
	ed, ec, other := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256), newKey(t, ssh.KeyAlgoED25519)
	f := (&fakeSwitch{keys: []ssh.Signer{ec, ed}}).start(t)
	line := func(k ssh.Signer) []string { return []string{hostLine(f.address, k)} }
	revoked := func(k ssh.Signer) []string { return []string{markedLine(revokedKey, "*", k.PublicKey())} }
	tests := map[string]struct {
		known, accepted []string
		texts           []string // of the refusal; none: accepted
		file            string   // that the refusal names
	}{
		"known":                       {line(ed), nil, nil, ""},
		"accepted before":             {nil, line(ed), nil, ""},
		"changed since known":         {line(other), nil, []string{"CHANGED", "line 1"}, "known"},
		"changed since accepted":      {nil, line(other), []string{"CHANGED", "line 1"}, "accepted"},
		"known goes before accepted":  {line(ed), line(other), nil, ""},
		"accepted does not outdo":     {line(other), line(ed), []string{"CHANGED"}, "known"},
		"revoked in the known":        {revoked(ec), nil, []string{"@revoked", "line 1"}, "known"},
		"revoked in the accepted":     {nil, revoked(ec), []string{"@revoked", "line 1"}, "accepted"},
		"revoked in the other file":   {line(ed), revoked(ed), []string{"@revoked"}, "accepted"},
		"accepted, but revoked since": {revoked(ed), line(ed), []string{"@revoked"}, "known"},
		"known is broken":             {[]string{"host ssh-ed25519 !!!"}, line(ed), []string{"cannot be used"}, "known"},
		"accepted is broken":          {nil, []string{"host ssh-ed25519 !!!"}, []string{"accepted_file", "cannot be used"}, "accepted"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := map[string]string{"known": writeFile(t, tt.known...), "accepted": writeFile(t, tt.accepted...)}
			target := checked(f, config.HostKeyAcceptNew, file["known"])
			target.Module.HostKey.AcceptedFile = file["accepted"]
			before := f.passwords.Load()
			d := NewDialer()
			for range 2 { // what is remembered says the same
				err := tryOpen(t, d, target)
				if tt.texts == nil {
					if err != nil {
						t.Fatal(err)
					}
					continue
				}
				wantReason(t, err, failure.HostKey, append(tt.texts, file[tt.file])...)
			}
			if tt.texts != nil && f.passwords.Load() != before {
				t.Error("the password went to a host that was not accepted")
			}
			for which, lines := range map[string][]string{"known": tt.known, "accepted": tt.accepted} {
				content, err := os.ReadFile(file[which])
				want := "\n"
				if len(lines) > 0 {
					want = lines[0] + "\n"
				}
				if err != nil || string(content) != want {
					t.Errorf("%s became %q (%v)", which, content, err)
				}
			}
		})
	}
}

func TestAcceptNewNeverAcceptsChanged(t *testing.T) {
	ed, ec := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256)
	for name, next := range map[string]ssh.Signer{"same type": newKey(t, ssh.KeyAlgoED25519), "another type": ec} {
		t.Run(name, func(t *testing.T) {
			f := (&fakeSwitch{keys: []ssh.Signer{ed}}).start(t)
			target := checked(f, config.HostKeyAcceptNew, filepath.Join(t.TempDir(), "none"))
			d := NewDialer()
			if err := tryOpen(t, d, target); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(target.Module.HostKey.AcceptedFile)
			changed := (&fakeSwitch{keys: []ssh.Signer{next}}).start(t)
			// Another switch answers at the address, in the same process and after a restart.
			redirected := NewDialer(WithDial(dialInstead(changed.address)))
			wantReason(t, tryOpen(t, redirected, target), failure.HostKey, "CHANGED")
			d.dial = dialInstead(changed.address)
			wantReason(t, tryOpen(t, d, target), failure.HostKey, "CHANGED")
			if after, _ := os.ReadFile(target.Module.HostKey.AcceptedFile); !bytes.Equal(after, before) {
				t.Errorf("the file became %q", after)
			}
		})
	}
}

// TestAcceptNewCannotKeep: what cannot be kept is not accepted.
func TestAcceptNewCannotKeep(t *testing.T) {
	f := (&fakeSwitch{}).start(t)
	dir := t.TempDir()
	file := writeFile(t)
	for name, accepted := range map[string]string{
		"no directory": filepath.Join(dir, "nowhere", "x"), "a directory": dir, "below a file": filepath.Join(file, "x"), "none": "",
	} {
		target := checked(f, config.HostKeyAcceptNew, file)
		target.Module.HostKey.AcceptedFile = accepted
		t.Run(name, func(t *testing.T) {
			wantReason(t, tryOpen(t, NewDialer(), target), failure.HostKey, "accepted_file", accepted)
		})
	}
	if f.passwords.Load() != 0 {
		t.Error("the password went to a host that was not accepted")
	}
}

// TestAcceptNewTogether: many switches at once, two processes (two Dialers), a last line without its
// end.
func TestAcceptNewTogether(t *testing.T) {
	const n = 8
	known := filepath.Join(t.TempDir(), "known_hosts")
	accepted := known + ".accepted"
	if err := os.WriteFile(accepted, []byte("# kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	dialers := []*Dialer{NewDialer(), NewDialer()}
	switches := make([]*fakeSwitch, n)
	var wg sync.WaitGroup
	for i := range switches {
		switches[i] = (&fakeSwitch{}).start(t)
		for _, d := range dialers {
			wg.Go(func() {
				if err := tryOpen(t, d, checked(switches[i], config.HostKeyAcceptNew, known)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	content, err := os.ReadFile(accepted)
	if err != nil {
		t.Fatal(err)
	}
	if got := bytes.Count(content, []byte("\n")); got != n+1 || !bytes.HasPrefix(content, []byte("# kept\n")) {
		t.Errorf("%d lines:\n%s", got, content)
	}
	for _, f := range switches {
		if c := bytes.Count(content, []byte(hostLine(f.address, f.keys[0])+"\n")); c != 1 {
			t.Errorf("%s is there %d times", f.address, c)
		}
	}
}

// BenchmarkAcceptNew judges each of 10,000 switches, all of them accepted before.
func BenchmarkAcceptNew(b *testing.B) {
	key := newKey(b, ssh.KeyAlgoED25519)
	lines := make([]string, 10_000)
	for i := range lines {
		lines[i] = hostLine(benchAddress(i), key)
	}
	known, accepted := writeFile(b), writeFile(b, lines...)
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

// dialInstead connects to that address whatever is asked for.
func dialInstead(address string) DialFunc {
	return func(ctx context.Context, network, _ string) (net.Conn, error) { return netDial(ctx, network, address) }
}
