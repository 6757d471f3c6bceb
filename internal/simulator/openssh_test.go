package simulator

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// TestOpenSSH logs in with the stock client, by key, and works in a terminal.
func TestOpenSSH(t *testing.T) {
	client, err := exec.LookPath("ssh")
	if err != nil {
		t.Skip("no OpenSSH client here:", err)
	}
	seed := sha256.Sum256([]byte("a key for this test"))
	private := ed25519.NewKeyFromSeed(seed[:])
	public, err := ssh.NewPublicKey(private.Public())
	if err != nil {
		t.Fatal(err)
	}
	s := startSwitch(t, Options{Seed: 1, AuthorizedKey: public}, SwitchOptions{Agent: "5.11.4"})
	dir := t.TempDir()
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	identity, hosts := filepath.Join(dir, "id"), filepath.Join(dir, "known_hosts")
	if err := os.WriteFile(identity, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hosts, []byte(knownhosts.Line([]string{s.Addr()}, s.HostKey())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, client, "-tt", "-F", "none", "-i", identity, "-p", port, "-l", s.Username(),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "GlobalKnownHostsFile=none",
		"-o", "UserKnownHostsFile="+hosts, "-o", "StrictHostKeyChecking=yes", host)
	cmd.Stdin = strings.NewReader("terminal length 0\nshow license status\nexit\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ssh: %v\n%s", err, out)
	}
	if got := plain(string(out)); !strings.Contains(got, s.Name()+"#show license status\n"+s.Render("show license status")+"\n"+s.Name()+"#exit\n") {
		t.Errorf("the dialogue is %q", got)
	}
}
