package server

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
	"github.com/slp-exporter/slp-exporter/internal/simulator/xmltree"
)

// netconfClient is a client that uses either framing.
type netconfClient struct {
	framing
	t     *testing.T
	hello *xmltree.Element
}

// openNetconf logs in and exchanges hellos. The hello of the client offers these bases.
func openNetconf(t *testing.T, s *Switch, bases ...string) *netconfClient {
	t.Helper()
	c, err := ssh.Dial("tcp", s.NetconfAddr(), clientConfig(s))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("netconf"); err != nil {
		t.Fatal(err)
	}
	n := &netconfClient{t: t, framing: framing{in: bufio.NewReader(out), out: in}}
	n.hello = n.receive()
	hello := xmltree.Container("hello", xmltree.Container("capabilities"))
	hello.Space = netconfBase
	for _, base := range bases {
		hello.In[0].In = append(hello.In[0].In, xmltree.Leaf("capability", base))
	}
	n.send(&hello)
	n.chunked = slices.Contains(bases, capability11)
	return n
}

func (n *netconfClient) send(message *xmltree.Element) {
	n.t.Helper()
	var b bytes.Buffer
	message.Write(&b)
	n.sendText(b.String())
}

func (n *netconfClient) sendText(text string) {
	n.t.Helper()
	if _, err := n.out.Write(n.framed([]byte(text), ChunksSound)); err != nil {
		n.t.Fatal(err)
	}
}

func (n *netconfClient) receive() *xmltree.Element {
	n.t.Helper()
	text, err := n.read()
	if err != nil {
		n.t.Fatal(err)
	}
	message, err := xmltree.Read(text)
	if err != nil {
		n.t.Fatalf("%v in %.300s", err, text)
	}
	return message
}

// ask sends a request with that content and returns the reply.
func (n *netconfClient) ask(content string) *xmltree.Element {
	n.t.Helper()
	n.sendText(`<rpc xmlns="` + netconfBase + `" message-id="a&amp;7" user="x">` + content + `</rpc>`)
	reply := n.receive()
	if reply.Name != "rpc-reply" || reply.Space != netconfBase || reply.Attribute("message-id") != "a&7" || reply.Attribute("user") != "x" {
		n.t.Errorf("the reply is <%s %v>", reply.Name, reply.Attributes)
	}
	return reply
}

// errorTag returns the error-tag of the rpc-error in a reply, or "".
func errorTag(reply *xmltree.Element) string {
	if e := reply.Child("rpc-error"); e != nil {
		return e.Child("error-tag").Text
	}
	return ""
}

const pidFilter = `<licensing xmlns="` + screen.LicenceNamespace + `"><state><state-info><udi><pid/></udi></state-info></state></licensing>`

// TestNetconf is a complete dialogue in each framing.
func TestNetconf(t *testing.T) {
	s := startSwitch(t, 4, Options{NetconfListen: loopback}, agent.SwitchOptions{Agent: "5.8.3"})
	for _, bases := range [][]string{{capability10}, {capability11}, {capability10, capability11}, {}} {
		n := openNetconf(t, s, bases...)
		capabilities := n.hello.Child("capabilities").In
		if len(capabilities) < 400 || n.hello.Child("session-id").Text == "" {
			t.Errorf("a hello of %d capabilities, session %v", len(capabilities), n.hello.Child("session-id"))
		}
		for _, want := range []string{capability10, capability11, screen.LicenceNamespace + "?module=cisco-smart-license&revision=2021-03-01"} {
			if !slices.ContainsFunc(capabilities, func(c xmltree.Element) bool { return c.Text == want }) {
				t.Errorf("the hello lacks %s", want)
			}
		}
		reply := n.ask(`<get><filter type="subtree">` + pidFilter + `</filter></get>`)
		pid := reply.Child("data").Child("licensing").Child("state").Child("state-info").Child("udi").Child("pid")
		if pid.Text != s.profile.Members[0].PID {
			t.Errorf("the pid is %q", pid.Text)
		}
		if s.NetconfSessions() != 1 {
			t.Errorf("%d sessions", s.NetconfSessions())
		}
		if reply := n.ask("<close-session/>"); reply.Child("ok") == nil {
			t.Errorf("closing: %v", reply)
		}
		if _, err := n.in.ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("after the end: %v", err)
		}
	}
}

// TestNetconfRequests sends requests other than a get with a subtree filter.
func TestNetconfRequests(t *testing.T) {
	s := startSwitch(t, 4, Options{NetconfListen: loopback}, agent.SwitchOptions{})
	n := openNetconf(t, s, capability10)
	if whole := n.ask("<get/>").Child("data").Child("licensing"); whole.Child("state").Child("always-enabled") == nil {
		t.Errorf("without a filter: %v", whole)
	}
	for content, want := range map[string]string{
		`<get-config><source><running/></source></get-config>`:  "operation-not-supported",
		`<lock><target><running/></target></lock>`:              "operation-not-supported",
		`<get><filter type="xpath" select="/licensing"/></get>`: "operation-not-supported",
		`<get/><get/>`: "malformed-message",
		`<get><filter><interfaces xmlns="urn:other"/></filter></get>`:                                     "",
		`<get><filter><licensing xmlns="urn:other"/></filter></get>`:                                      "",
		`<get><filter><licensing xmlns="` + screen.LicenceNamespace + `"><x/></licensing></filter></get>`: "",
	} {
		n.sendText(`<rpc xmlns="` + netconfBase + `" message-id="1">` + content + `</rpc>`)
		reply := n.receive()
		if errorTag(reply) != want {
			t.Errorf("%s: error-tag %q, want %q", content, errorTag(reply), want)
		}
		if data := reply.Child("data"); want == "" && (data == nil || len(data.In) > 0) {
			t.Errorf("%s: %v", content, reply)
		}
	}
	for text, want := range map[string]string{
		`<rpc xmlns="` + netconfBase + `"><get/></rpc>`: "missing-attribute",
		`<rpc message-id="1"><get/></rpc>`:              "malformed-message",
		`<get`:                                          "malformed-message",
	} {
		n.sendText(text)
		if reply := n.receive(); errorTag(reply) != want {
			t.Errorf("%s: error-tag %q, want %q", text, errorTag(reply), want)
		}
	}
}

// TestNetconfPorts checks that each port serves its own protocol and no other.
func TestNetconfPorts(t *testing.T) {
	s := startSwitch(t, 4, Options{NetconfListen: loopback}, agent.SwitchOptions{})
	session, err := dial(t, s).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("netconf"); err == nil {
		t.Error("the CLI's port has NETCONF")
	}
	c, err := ssh.Dial("tcp", s.NetconfAddr(), clientConfig(s))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if session, err = c.NewSession(); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err == nil {
		t.Error("the port of NETCONF has a shell")
	}
	if err := session.RequestSubsystem("sftp"); err == nil {
		t.Error("the port of NETCONF has sftp")
	}
	only := newSwitch(t, 0, Options{NetconfListen: loopback}, agent.SwitchOptions{})
	start(t, only)
	if only.Addr() != "" || only.NetconfAddr() == "" {
		t.Errorf("without CLI: %q and %q", only.Addr(), only.NetconfAddr())
	}
}
