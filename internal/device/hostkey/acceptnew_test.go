package hostkey_test

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/dial"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestAcceptNew(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	known := filepath.Join(t.TempDir(), "known_hosts")
	accepted := known + ".accepted"
	d := device.NewDialer()
	for range 2 {
		if err := tryOpen(t, d, devicetest.Checked(f, config.HostKeyAcceptNew, known)); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(accepted)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(content), devicetest.HostLine(f.Address, f.Keys[0])+"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if info, _ := os.Stat(accepted); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if _, err := os.Stat(known); !os.IsNotExist(err) {
		t.Errorf("the known_hosts file, which is only read, is there: %v", err)
	}
	// What was added holds for another process and, once it is moved, for the strict policy.
	if err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyAcceptNew, known)); err != nil {
		t.Error(err)
	}
	if again, _ := os.ReadFile(accepted); !bytes.Equal(again, content) {
		t.Errorf("the file became %q", again)
	}
	devicetest.WantReason(t, tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, known)), failure.HostKey, "does not exist")
	if err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, accepted)); err != nil {
		t.Error(err)
	}
}

// TestAcceptNewTwoFiles: what each file says of the switch, and what becomes of it.
func TestAcceptNewTwoFiles(t *testing.T) {
	ed, ec, other := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256), devicetest.NewKey(t, ssh.KeyAlgoED25519)
	f := (&devicetest.Switch{Keys: []ssh.Signer{ec, ed}}).Start(t)
	line := func(k ssh.Signer) []string { return []string{devicetest.HostLine(f.Address, k)} }
	revoked := func(k ssh.Signer) []string {
		return []string{devicetest.MarkedLine(devicetest.RevokedKey, "*", k.PublicKey())}
	}
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
		"known is broken elsewhere":   {[]string{"host ssh-ed25519 !!!"}, line(ed), nil, ""},
		"its known line is broken":    {[]string{devicetest.HostLine(f.Address, ed)[:60]}, line(ed), []string{"is not in", "line 1 cannot be read"}, "known"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			file := map[string]string{"known": devicetest.WriteFile(t, tt.known...), "accepted": devicetest.WriteFile(t, tt.accepted...)}
			target := devicetest.Checked(f, config.HostKeyAcceptNew, file["known"])
			target.Module.HostKey.AcceptedFile = file["accepted"]
			before := f.Passwords.Load()
			d := device.NewDialer()
			for range 2 { // what is remembered says the same
				err := tryOpen(t, d, target)
				if tt.texts == nil {
					if err != nil {
						t.Fatal(err)
					}
					continue
				}
				devicetest.WantReason(t, err, failure.HostKey, append(tt.texts, file[tt.file])...)
			}
			if tt.texts != nil && f.Passwords.Load() != before {
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

// TestAcceptNewAfterHalfALine: what a crash has left of a line in the accepted_file costs no switch its polls, not even
// the one that it names.
func TestAcceptNewAfterHalfALine(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	half := devicetest.HostLine(f.Address, f.Keys[0])[:60]
	target := devicetest.Checked(f, config.HostKeyAcceptNew, devicetest.WriteFile(t))
	accepted := target.Module.HostKey.AcceptedFile
	if err := os.WriteFile(accepted, []byte(half), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := tryOpen(t, device.NewDialer(), target); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(accepted)
		if want := half + "\n" + devicetest.HostLine(f.Address, f.Keys[0]) + "\n"; err != nil || string(content) != want {
			t.Errorf("%q (%v), want %q", content, err, want)
		}
	}
}

func TestAcceptNewNeverAcceptsChanged(t *testing.T) {
	ed, ec := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256)
	for name, next := range map[string]ssh.Signer{"same type": devicetest.NewKey(t, ssh.KeyAlgoED25519), "another type": ec} {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Keys: []ssh.Signer{ed}}).Start(t)
			target := devicetest.Checked(f, config.HostKeyAcceptNew, filepath.Join(t.TempDir(), "none"))
			var instead string
			d := device.NewDialer(device.WithDial(dialInstead(&instead)))
			if err := tryOpen(t, d, target); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(target.Module.HostKey.AcceptedFile)
			changed := (&devicetest.Switch{Keys: []ssh.Signer{next}}).Start(t)
			// Another switch answers at the address, in the same process and after a restart.
			redirected := device.NewDialer(device.WithDial(dialInstead(&changed.Address)))
			devicetest.WantReason(t, tryOpen(t, redirected, target), failure.HostKey, "CHANGED")
			instead = changed.Address
			devicetest.WantReason(t, tryOpen(t, d, target), failure.HostKey, "CHANGED")
			if after, _ := os.ReadFile(target.Module.HostKey.AcceptedFile); !bytes.Equal(after, before) {
				t.Errorf("the file became %q", after)
			}
		})
	}
}

// TestAcceptNewCannotKeep: what cannot be kept is not accepted.
func TestAcceptNewCannotKeep(t *testing.T) {
	f := (&devicetest.Switch{}).Start(t)
	dir := t.TempDir()
	file := devicetest.WriteFile(t)
	for name, accepted := range map[string]string{
		"no directory": filepath.Join(dir, "nowhere", "x"), "a directory": dir, "below a file": filepath.Join(file, "x"), "none": "",
	} {
		target := devicetest.Checked(f, config.HostKeyAcceptNew, file)
		target.Module.HostKey.AcceptedFile = accepted
		t.Run(name, func(t *testing.T) {
			devicetest.WantReason(t, tryOpen(t, device.NewDialer(), target), failure.HostKey, "accepted_file", accepted)
		})
	}
	if f.Passwords.Load() != 0 {
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
	dialers := []*device.Dialer{device.NewDialer(), device.NewDialer()}
	switches := make([]*devicetest.Switch, n)
	var wg sync.WaitGroup
	for i := range switches {
		switches[i] = (&devicetest.Switch{}).Start(t)
		for _, d := range dialers {
			wg.Go(func() {
				if err := tryOpen(t, d, devicetest.Checked(switches[i], config.HostKeyAcceptNew, known)); err != nil {
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
		if c := bytes.Count(content, []byte(devicetest.HostLine(f.Address, f.Keys[0])+"\n")); c != 1 {
			t.Errorf("%s is there %d times", f.Address, c)
		}
	}
}

// dialInstead connects to that address, if it is set, whatever is asked for.
func dialInstead(instead *string) dial.Func {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, cmp.Or(*instead, address))
	}
}
