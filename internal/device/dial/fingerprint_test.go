package dial_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestHostKeys(t *testing.T) {
	f := (&devicetest.Switch{Keys: []ssh.Signer{devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256)}}).Start(t)
	lines, err := device.NewDialer().HostKeys(devicetest.Context(t), f.Target())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i, kind := range []string{"ED25519", "ECDSA"} {
		key := f.Keys[i]
		want = append(want, fmt.Sprintf("# %s %s (%s)\n%s", f.Target().Name, ssh.FingerprintSHA256(key.PublicKey()), kind, devicetest.HostLine(f.Address, key)))
	}
	if strings.Join(lines, "\n") != strings.Join(want, "\n") {
		t.Errorf("%q, want %q", lines, want)
	}
	if err := tryOpen(t, device.NewDialer(), devicetest.Checked(f, config.HostKeyKnownHosts, devicetest.WriteFile(t, lines...))); err != nil {
		t.Error(err)
	}
	if n := f.Passwords.Load(); n != 1 {
		t.Errorf("%d logins", n)
	}
	_, err = device.NewDialer().HostKeys(devicetest.Context(t), (&devicetest.Switch{Address: "127.0.0.1:1"}).Target())
	devicetest.WantReason(t, err, failure.Refused)
}
