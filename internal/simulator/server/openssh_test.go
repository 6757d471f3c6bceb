package server

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/xmltree"
)

// stockClient runs the OpenSSH client with these arguments and this input, against a switch that
// knows its key. It returns the switch, which begin makes, and the output.
func stockClient(t *testing.T, begin func(Options) *Switch, address func(*Switch) string, input string, arguments ...string) (*Switch, string) {
	t.Helper()
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
	s := begin(Options{AuthorizedKey: public, NetconfListen: loopback})
	dir := t.TempDir()
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	identity, hosts := filepath.Join(dir, "id"), filepath.Join(dir, "known_hosts")
	if err := os.WriteFile(identity, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hosts, []byte(knownhosts.Line([]string{address(s)}, s.HostKey())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(address(s))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, client, append([]string{
		"-F", "none", "-i", identity, "-p", port, "-l", s.Username(),
		"-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes", "-o", "GlobalKnownHostsFile=none",
		"-o", "UserKnownHostsFile=" + hosts, "-o", "StrictHostKeyChecking=yes", host,
	}, arguments...)...)
	cmd.Stdin = strings.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ssh: %v\n%s", err, out)
	}
	return s, string(out)
}

// TestOpenSSH logs in with the OpenSSH client and its key, and uses a terminal.
func TestOpenSSH(t *testing.T) {
	s, out := stockClient(t, func(o Options) *Switch { return startSwitch(t, 1, o, agent.SwitchOptions{Agent: "5.11.4"}) },
		(*Switch).Addr, "terminal length 0\nshow license status\nexit\n", "-tt")
	if got := plain(out); !strings.Contains(got, s.Name()+"#show license status\n"+s.Render("show license status")+"\n"+s.Name()+"#exit\n") {
		t.Errorf("the dialogue is %q", got)
	}
}

// TestOpenSSHNetconf uses NETCONF with the OpenSSH client.
func TestOpenSSHNetconf(t *testing.T) {
	request := `<hello xmlns="` + netconfBase + `"><capabilities><capability>` + capability10 + `</capability></capabilities></hello>` + endOfMessage +
		`<rpc xmlns="` + netconfBase + `" message-id="1"><get><filter type="subtree">` + pidFilter + `</filter></get></rpc>` + endOfMessage +
		`<rpc xmlns="` + netconfBase + `" message-id="2"><close-session/></rpc>` + endOfMessage
	s, out := stockClient(t, func(o Options) *Switch { return startSwitch(t, 1, o, agent.SwitchOptions{}) },
		(*Switch).NetconfAddr, request, "-s", "netconf")
	messages := strings.Split(out, endOfMessage)
	if len(messages) != 4 || messages[3] != "" {
		t.Fatalf("%d messages: %.300s", len(messages), out)
	}
	var roots []string
	for _, message := range messages[:3] {
		root, err := xmltree.Read([]byte(message))
		if err != nil {
			t.Fatalf("%v in %.300s", err, message)
		}
		roots = append(roots, root.Name)
	}
	if want := []string{"hello", "rpc-reply", "rpc-reply"}; !slices.Equal(roots, want) {
		t.Errorf("the messages are %v", roots)
	}
	if messages[1] != s.Netconf(pidFilter) || !strings.Contains(messages[1], "<pid>"+s.profile.Members[0].PID+"</pid>") {
		t.Errorf("the reply is %s", messages[1])
	}
}
