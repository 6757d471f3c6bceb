package hostkey_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestHostCertificates(t *testing.T) {
	authority, stranger := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoED25519)
	key, ec := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256)
	good := devicetest.CertKey(t, authority, key, "127.0.0.1")
	anywhere := "[127.0.0.1]:*" // x/crypto compares ports as texts, so that the tests name theirs
	ca := func(k ssh.Signer) string {
		return devicetest.MarkedLine(devicetest.HostAuthority, anywhere, k.PublicKey())
	}
	expired := func(c *ssh.Certificate) { c.ValidAfter, c.ValidBefore = 1, uint64(time.Now().Add(-time.Hour).Unix()) }
	tests := map[string]struct {
		keys  []ssh.Signer // of the switch
		lines []string
		texts []string // of the refusal; none: accepted
	}{
		"certified":             {[]ssh.Signer{good}, []string{ca(authority)}, nil},
		"certified beside key":  {[]ssh.Signer{key, good}, []string{ca(authority)}, nil},
		"one of two":            {[]ssh.Signer{good}, []string{ca(stranger), ca(authority)}, nil},
		"another authority":     {[]ssh.Signer{good}, []string{ca(stranger)}, []string{"certificate", "not accepted", "no authorities", "serial 7"}},
		"another's name":        {[]ssh.Signer{devicetest.CertKey(t, authority, key, "192.0.2.9")}, []string{ca(authority)}, []string{"not accepted", "principal"}},
		"expired":               {[]ssh.Signer{devicetest.CertKey(t, authority, key, "127.0.0.1", expired)}, []string{ca(authority)}, []string{"not accepted", "expired"}},
		"authority revoked":     {[]ssh.Signer{good}, []string{ca(authority), devicetest.MarkedLine(devicetest.RevokedKey, "*", authority.PublicKey())}, []string{"not accepted", "revoked"}},
		"its key revoked":       {[]ssh.Signer{good}, []string{ca(authority), devicetest.MarkedLine(devicetest.RevokedKey, "*", key.PublicKey())}, []string{"not accepted", "revoked"}},
		"no certificate":        {[]ssh.Signer{key}, []string{"# campus", ca(authority)}, []string{"plain host key", "must show a certificate", "line 2"}},
		"authority poses":       {[]ssh.Signer{authority}, []string{ca(authority)}, []string{"must show a certificate"}},
		"known key, too":        {[]ssh.Signer{key}, []string{ca(authority), devicetest.MarkedLine("", "HOST", key.PublicKey())}, nil},
		"known key goes first":  {[]ssh.Signer{devicetest.CertKey(t, stranger, key, "127.0.0.1"), ec}, []string{ca(authority), devicetest.MarkedLine("", "HOST", ec.PublicKey())}, nil},
		"key changed":           {[]ssh.Signer{ec}, []string{ca(authority), devicetest.MarkedLine("", "HOST", key.PublicKey())}, []string{"CHANGED", "line 2"}},
		"certificate unwanted":  {[]ssh.Signer{good, key}, []string{devicetest.MarkedLine("", "HOST", key.PublicKey())}, nil},
		"authority of others":   {[]ssh.Signer{good, key}, []string{devicetest.MarkedLine(devicetest.HostAuthority, "192.0.2.9", authority.PublicKey())}, []string{"is not in"}},
		"key revoked elsewhere": {[]ssh.Signer{key}, []string{ca(authority), devicetest.MarkedLine(devicetest.RevokedKey, "192.0.2.9", key.PublicKey())}, []string{"@revoked", "line 2"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Keys: tt.keys}).Start(t)
			port := f.Address[strings.LastIndex(f.Address, ":")+1:]
			var lines []string
			for _, l := range tt.lines {
				lines = append(lines, strings.NewReplacer("]:*", "]:"+port, "HOST", "[127.0.0.1]:"+port).Replace(l))
			}
			file := devicetest.WriteFile(t, lines...)
			d := device.NewDialer()
			for range 2 { // what is remembered says the same
				err := tryOpen(t, d, devicetest.Checked(f, config.HostKeyKnownHosts, file))
				switch {
				case tt.texts != nil:
					devicetest.WantReason(t, err, failure.HostKey, append(tt.texts, file)...)
				case err != nil:
					t.Error(err)
				}
			}
			if tt.texts != nil && f.Passwords.Load() > 0 {
				t.Error("the password went to a host that was not accepted")
			}
		})
	}
}

// TestAcceptNewAndAuthorities: a certificate is judged by the known_hosts file alone, and a switch that
// must have one is not accepted without.
func TestAcceptNewAndAuthorities(t *testing.T) {
	authority, key := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoED25519)
	for name, keys := range map[string][]ssh.Signer{
		"certified": {devicetest.CertKey(t, authority, key, "127.0.0.1")}, "plain": {key},
	} {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Keys: keys}).Start(t)
			host := "[127.0.0.1]" + f.Address[strings.LastIndex(f.Address, ":"):]
			target := devicetest.Checked(f, config.HostKeyAcceptNew, devicetest.WriteFile(t, devicetest.MarkedLine(devicetest.HostAuthority, host, authority.PublicKey())))
			err := tryOpen(t, device.NewDialer(), target)
			if name == "plain" {
				devicetest.WantReason(t, err, failure.HostKey, "must show a certificate")
			} else if err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(target.Module.HostKey.AcceptedFile); len(left) != 0 {
				t.Error("a key was accepted")
			}
		})
	}
}
