package hostkey_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestHostsInCapitals: ssh-keyscan writes names as they were typed, and OpenSSH does not mind. A key that
// is pinned so holds, in files with an index and in those that are walked.
func TestHostsInCapitals(t *testing.T) {
	right, wrong := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoED25519)
	for name, more := range map[string][]string{
		"index": nil, "walk": {devicetest.MarkedLine("", "*.example.net", wrong.PublicKey())},
	} {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Keys: []ssh.Signer{right}}).Start(t)
			host := "[LocalHost]" + f.Address[strings.LastIndex(f.Address, ":"):]
			for key, accepted := range map[ssh.Signer]bool{right: true, wrong: false} {
				file := devicetest.WriteFile(t, append(more, devicetest.MarkedLine("", host, key.PublicKey()))...)
				target := devicetest.Checked(f, config.HostKeyAcceptNew, file)
				target.Address = "localHOST" + f.Address[strings.LastIndex(f.Address, ":"):]
				err := tryOpen(t, device.NewDialer(), target)
				if !accepted {
					devicetest.WantReason(t, err, failure.HostKey, "CHANGED")
				} else if err != nil {
					t.Error(err)
				}
				if _, err := os.Stat(file + ".accepted"); !os.IsNotExist(err) {
					t.Error("a key was accepted for a switch that is known")
				}
			}
		})
	}
}

// TestCertificateBesideAcceptedKey: a key accepted before an authority was named does not keep the switch
// from being asked for its certificate.
func TestCertificateBesideAcceptedKey(t *testing.T) {
	authority, key, plain := devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoED25519), devicetest.NewKey(t, ssh.KeyAlgoECDSA256)
	f := (&devicetest.Switch{Keys: []ssh.Signer{devicetest.CertKey(t, authority, key, "127.0.0.1"), plain}}).Start(t)
	file := devicetest.WriteFile(t, devicetest.MarkedLine(devicetest.HostAuthority, "[127.0.0.1]"+f.Address[strings.LastIndex(f.Address, ":"):], authority.PublicKey()))
	target := devicetest.Checked(f, config.HostKeyAcceptNew, file)
	if err := os.WriteFile(file+".accepted", []byte(devicetest.HostLine(f.Address, plain)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tryOpen(t, device.NewDialer(), target); err != nil {
		t.Error(err)
	}
}
