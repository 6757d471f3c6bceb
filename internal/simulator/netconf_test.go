package simulator

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// netconfClient is a client that writes and reads messages in either framing.
type netconfClient struct {
	framing
	t     *testing.T
	hello *element
}

// openNetconf logs in, exchanges hellos and offers these bases besides.
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
	hello := container("hello", container("capabilities"))
	hello.space = netconfBase
	for _, base := range bases {
		hello.in[0].in = append(hello.in[0].in, leaf("capability", base))
	}
	n.send(&hello)
	n.chunked = slices.Contains(bases, capability11)
	return n
}

func (n *netconfClient) send(message *element) {
	n.t.Helper()
	var b bytes.Buffer
	message.write(&b)
	n.sendText(b.String())
}

func (n *netconfClient) sendText(text string) {
	n.t.Helper()
	if _, err := n.out.Write(n.framed([]byte(text), ChunksSound)); err != nil {
		n.t.Fatal(err)
	}
}

func (n *netconfClient) receive() *element {
	n.t.Helper()
	text, err := n.read()
	if err != nil {
		n.t.Fatal(err)
	}
	message, err := readXML(text)
	if err != nil {
		n.t.Fatalf("%v in %.300s", err, text)
	}
	return message
}

// ask sends a request with that content and returns the reply.
func (n *netconfClient) ask(content string) *element {
	n.t.Helper()
	n.sendText(`<rpc xmlns="` + netconfBase + `" message-id="a&amp;7" user="x">` + content + `</rpc>`)
	reply := n.receive()
	if reply.name != "rpc-reply" || reply.space != netconfBase || reply.attribute("message-id") != "a&7" || reply.attribute("user") != "x" {
		n.t.Errorf("the reply is <%s %v>", reply.name, reply.attributes)
	}
	return reply
}

// errorTag is that of the reply's rpc-error; empty if it has none.
func errorTag(reply *element) string {
	if e := reply.child("rpc-error"); e != nil {
		return e.child("error-tag").text
	}
	return ""
}

const pidFilter = `<licensing xmlns="` + licenceNamespace + `"><state><state-info><udi><pid/></udi></state-info></state></licensing>`

// TestNetconf is a whole dialogue in each framing.
func TestNetconf(t *testing.T) {
	s := startSwitch(t, Options{Seed: 4, Netconf: true}, SwitchOptions{Agent: "5.8.3"})
	for _, bases := range [][]string{{capability10}, {capability11}, {capability10, capability11}, {}} {
		n := openNetconf(t, s, bases...)
		capabilities := n.hello.child("capabilities").in
		if len(capabilities) < 400 || n.hello.child("session-id").text == "" {
			t.Errorf("a hello of %d capabilities, session %v", len(capabilities), n.hello.child("session-id"))
		}
		for _, want := range []string{capability10, capability11, licenceNamespace + "?module=cisco-smart-license&revision=2021-03-01"} {
			if !slices.ContainsFunc(capabilities, func(c element) bool { return c.text == want }) {
				t.Errorf("the hello lacks %s", want)
			}
		}
		reply := n.ask(`<get><filter type="subtree">` + pidFilter + `</filter></get>`)
		pid := reply.child("data").child("licensing").child("state").child("state-info").child("udi").child("pid")
		if pid.text != s.profile.members[0].pid {
			t.Errorf("the pid is %q", pid.text)
		}
		if s.NetconfSessions() != 1 {
			t.Errorf("%d sessions", s.NetconfSessions())
		}
		if reply := n.ask("<close-session/>"); reply.child("ok") == nil {
			t.Errorf("closing: %v", reply)
		}
		if _, err := n.in.ReadByte(); !errors.Is(err, io.EOF) {
			t.Errorf("behind the end: %v", err)
		}
	}
}

// TestNetconfRequests are those that are not a get with a subtree.
func TestNetconfRequests(t *testing.T) {
	s := startSwitch(t, Options{Seed: 4, Netconf: true}, SwitchOptions{})
	n := openNetconf(t, s, capability10)
	if whole := n.ask("<get/>").child("data").child("licensing"); whole.child("state").child("always-enabled") == nil {
		t.Errorf("without a filter: %v", whole)
	}
	for content, want := range map[string]string{
		`<get-config><source><running/></source></get-config>`:  "operation-not-supported",
		`<lock><target><running/></target></lock>`:              "operation-not-supported",
		`<get><filter type="xpath" select="/licensing"/></get>`: "operation-not-supported",
		`<get/><get/>`: "malformed-message",
		`<get><filter><interfaces xmlns="urn:other"/></filter></get>`:                              "",
		`<get><filter><licensing xmlns="urn:other"/></filter></get>`:                               "",
		`<get><filter><licensing xmlns="` + licenceNamespace + `"><x/></licensing></filter></get>`: "",
	} {
		n.sendText(`<rpc xmlns="` + netconfBase + `" message-id="1">` + content + `</rpc>`)
		reply := n.receive()
		if errorTag(reply) != want {
			t.Errorf("%s: error-tag %q, want %q", content, errorTag(reply), want)
		}
		if data := reply.child("data"); want == "" && (data == nil || len(data.in) > 0) {
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

// TestNetconfPorts: each port has what belongs there, and nothing else.
func TestNetconfPorts(t *testing.T) {
	s := startSwitch(t, Options{Seed: 4, Netconf: true}, SwitchOptions{})
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
	if only := startSwitch(t, Options{Netconf: true, NoCLI: true}, SwitchOptions{}); only.Addr() != "" || only.NetconfAddr() == "" {
		t.Errorf("without CLI: %q and %q", only.Addr(), only.NetconfAddr())
	}
}

// TestSubtreeFilter is section 6 of RFC 6241.
func TestSubtreeFilter(t *testing.T) {
	tree := container("top",
		leaf("version", "7"),
		entry("user", "name", leaf("name", "ann"), leaf("shell", "sh"), container("group", leaf("id", "1"), leaf("kind", "a"))),
		entry("user", "name", leaf("name", "bob"), leaf("shell", "csh"), container("group", leaf("id", "2"), leaf("kind", "b"))),
		container("nothing"),
	)
	for filter, want := range map[string]string{
		"<top/>":                "", // the whole
		"<top><x/></top>":       "none",
		"<top><version/></top>": "<top><version>7</version></top>",
		"<top><user><shell/></user></top>": "<top><user><name>ann</name><shell>sh</shell></user>" +
			"<user><name>bob</name><shell>csh</shell></user></top>",
		"<top><user><name/></user></top>":                        "<top><user><name>ann</name></user><user><name>bob</name></user></top>",
		"<top><user><name>bob</name><shell/></user></top>":       "<top><user><name>bob</name><shell>csh</shell></user></top>",
		"<top><user><shell>sh</shell></user></top>":              "<top><user><name>ann</name><shell>sh</shell><group><id>1</id><kind>a</kind></group></user></top>",
		"<top><user><name>eve</name></user></top>":               "none",
		"<top><user><group><id/></group></user><version/></top>": "<top><version>7</version><user><name>ann</name><group><id>1</id></group></user><user><name>bob</name><group><id>2</id></group></user></top>",
		"<top><user><name>ann</name><shell/></user><user><name>bob</name><group/></user></top>": "<top><user><name>ann</name><shell>sh</shell></user>" +
			"<user><name>bob</name><group><id>2</id><kind>b</kind></group></user></top>",
		"<top><nothing><x/></nothing></top>": "none",
	} {
		f, err := readXML([]byte(filter))
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if part, ok := tree.selected(f); ok {
			var b bytes.Buffer
			part.write(&b)
			got = b.String()
		}
		if want == "" {
			var b bytes.Buffer
			tree.write(&b)
			want = b.String()
		}
		if got != want {
			t.Errorf("%s selects\n%s, want\n%s", filter, got, want)
		}
	}
}

// TestNetconfWellFormed draws the tree of all kinds of switches, and holds times and reports against
// the CLI's outputs of the same moment.
func TestNetconfWellFormed(t *testing.T) {
	closed := 0
	for name, s := range crowd(t, Options{Clock: frozen()}, SwitchOptions{}) {
		text := s.Netconf("")
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		reports := strings.Count(text, "<rum-reports-closed-keys>")
		listed := strings.Count(s.Render("show license rum id all"), " CLOSED ") + strings.Count(s.Render("show license rum id all"), " UNACK ")
		if modelRevision(s.profile.version.ios) < "2021-03-01" {
			listed = 0
		}
		if reports != listed {
			t.Errorf("%s: %d closed reports, the CLI lists %d", name, reports, listed)
		}
		closed += reports
	}
	if closed == 0 {
		t.Error("no report at all is closed")
	}
}
