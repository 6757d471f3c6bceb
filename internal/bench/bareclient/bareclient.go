// Package bareclient reads a switch with as little work as possible, on golang.org/x/crypto/ssh: benchmarks
// compare the exporter with it. It checks no host key, no echo and no output, has no timeout and parses
// nothing. Any text that ends with the host name and one more character is a prompt to it. It imports nothing of
// the exporter.
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

// Config logs in with a password and accepts any host key.
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

// Ask types the commands one after the other and waits for the prompt after each.
func (s *Session) Ask(commands ...string) error {
	for _, c := range commands {
		if _, err := s.Run(c); err != nil {
			return err
		}
	}
	return nil
}

// Run types one command and returns everything up to and including the next prompt, with the echo.
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
