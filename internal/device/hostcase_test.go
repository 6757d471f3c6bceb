package device

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestHostsInCapitals: ssh-keyscan writes names as they were typed, and OpenSSH does not mind. A key that
// is pinned so holds, in files with an index and in those that are walked.
func TestHostsInCapitals(t *testing.T) {
	right, wrong := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoED25519)
	for name, more := range map[string][]string{
		"index": nil, "walk": {markedLine("", "*.example.net", wrong.PublicKey())},
	} {
		t.Run(name, func(t *testing.T) {
			f := (&fakeSwitch{keys: []ssh.Signer{right}}).start(t)
			host := "[LocalHost]" + f.address[strings.LastIndex(f.address, ":"):]
			for key, accepted := range map[ssh.Signer]bool{right: true, wrong: false} {
				file := writeFile(t, append(more, markedLine("", host, key.PublicKey()))...)
				target := checked(f, config.HostKeyAcceptNew, file)
				target.Address = "localHOST" + f.address[strings.LastIndex(f.address, ":"):]
				err := tryOpen(t, NewDialer(), target)
				if !accepted {
					wantReason(t, err, failure.HostKey, "CHANGED")
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
	authority, key, plain := newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoED25519), newKey(t, ssh.KeyAlgoECDSA256)
	f := (&fakeSwitch{keys: []ssh.Signer{certKey(t, authority, key, "127.0.0.1"), plain}}).start(t)
	file := writeFile(t, markedLine(hostAuthority, "[127.0.0.1]"+f.address[strings.LastIndex(f.address, ":"):], authority.PublicKey()))
	target := checked(f, config.HostKeyAcceptNew, file)
	if err := os.WriteFile(file+".accepted", []byte(hostLine(f.address, plain)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := tryOpen(t, NewDialer(), target); err != nil {
		t.Error(err)
	}
}
