package bareclient

import (
	"bytes"
	"io"

	"golang.org/x/crypto/ssh"
)

// endOfMessage ends every message of NETCONF 1.0 (RFC 6242, section 4.3).
const endOfMessage = "]]>]]>"

const (
	hello = `<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>` +
		`<capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>` + endOfMessage
	getStart = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><get><filter type="subtree">`
	getEnd   = `</filter></get></rpc>` + endOfMessage
	goodbye  = `<rpc xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="2"><close-session/></rpc>` + endOfMessage
)

// Netconf is a NETCONF session with a switch.
type Netconf struct {
	client *ssh.Client
	in     io.WriteCloser
	out    io.Reader
	buffer []byte
}

// DialNetconf logs in and waits for the switch's hello.
func DialNetconf(address string, config *ssh.ClientConfig) (*Netconf, error) {
	client, err := ssh.Dial("tcp", address, config)
	if err != nil {
		return nil, err
	}
	s := &Netconf{client: client, buffer: make([]byte, 64<<10)}
	if err := s.begin(); err != nil {
		_ = client.Close()
		return nil, err
	}
	return s, nil
}

func (s *Netconf) begin() error {
	session, err := s.client.NewSession()
	if err != nil {
		return err
	}
	if s.in, err = session.StdinPipe(); err != nil {
		return err
	}
	if s.out, err = session.StdoutPipe(); err != nil {
		return err
	}
	if err := session.RequestSubsystem("netconf"); err != nil {
		return err
	}
	if _, err := io.WriteString(s.in, hello); err != nil {
		return err
	}
	_, err = s.message()
	return err
}

// Get asks with that subtree filter and returns the reply.
func (s *Netconf) Get(filter string) ([]byte, error) {
	if _, err := io.WriteString(s.in, getStart+filter+getEnd); err != nil {
		return nil, err
	}
	return s.message()
}

// message reads the next one.
func (s *Netconf) message() ([]byte, error) {
	var text []byte
	for {
		n, err := s.out.Read(s.buffer)
		if err != nil {
			return nil, err
		}
		text = append(text, s.buffer[:n]...)
		if whole, ok := bytes.CutSuffix(bytes.TrimRight(text, "\n"), []byte(endOfMessage)); ok {
			return whole, nil
		}
	}
}

// Close ends the session and waits until the switch has hung up.
func (s *Netconf) Close() {
	_, _ = io.WriteString(s.in, goodbye)
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.client.Close()
}
