// Package bareclient is the least that a client can do to read a switch, on golang.org/x/crypto/ssh: the
// yardstick of the benchmarks. It checks no host key, no echo and no output, has no time-out, takes for
// the prompt whatever ends with the host name and one more character, and parses nothing.
package bareclient

import (
	"bytes"
	"io"

	"golang.org/x/crypto/ssh"
)

// Session is a shell on a switch.
type Session struct {
	client *ssh.Client
	in     io.WriteCloser
	out    io.Reader
	host   []byte
	buffer []byte
}

// Config logs in with a password at whatever answers.
func Config(username, password string) *ssh.ClientConfig {
	return &ssh.ClientConfig{
		User: username, Auth: []ssh.AuthMethod{ssh.Password(password)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // on loopback, and bare
	}
}

// Dial logs in to the switch of that host name and turns paging off.
func Dial(address, host string, config *ssh.ClientConfig) (*Session, error) {
	client, err := ssh.Dial("tcp", address, config)
	if err != nil {
		return nil, err
	}
	s := &Session{client: client, host: []byte(host), buffer: make([]byte, 64<<10)}
	if err := s.begin(); err != nil {
		_ = client.Close()
		return nil, err
	}
	return s, nil
}

func (s *Session) begin() error {
	session, err := s.client.NewSession()
	if err != nil {
		return err
	}
	if err := session.RequestPty("vt100", 511, 511, ssh.TerminalModes{}); err != nil {
		return err
	}
	if s.in, err = session.StdinPipe(); err != nil {
		return err
	}
	if s.out, err = session.StdoutPipe(); err != nil {
		return err
	}
	if err := session.Shell(); err != nil {
		return err
	}
	if _, err := s.untilPrompt(); err != nil {
		return err
	}
	return s.Ask("terminal length 0")
}

// Ask types the commands one after the other, each when the prompt has come.
func (s *Session) Ask(commands ...string) error {
	for _, c := range commands {
		if _, err := s.Run(c); err != nil {
			return err
		}
	}
	return nil
}

// Run types one command and returns all that comes up to the next prompt, echo and prompt included.
func (s *Session) Run(command string) ([]byte, error) {
	if _, err := io.WriteString(s.in, command+"\n"); err != nil {
		return nil, err
	}
	return s.untilPrompt()
}

func (s *Session) untilPrompt() ([]byte, error) {
	var text []byte
	for {
		n, err := s.out.Read(s.buffer)
		if err != nil {
			return nil, err
		}
		text = append(text, s.buffer[:n]...)
		if len(text) > 0 && bytes.HasSuffix(text[:len(text)-1], s.host) {
			return text, nil
		}
	}
}

// Logout types exit and waits until the switch has hung up.
func (s *Session) Logout() {
	_, _ = io.WriteString(s.in, "exit\n")
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.client.Close()
}

// HangUp closes the connection at once.
func (s *Session) HangUp() { _ = s.client.Close() }
