package server

import (
	"encoding/binary"
	"io"
	"slices"

	"golang.org/x/crypto/ssh"
)

// protocol is what the session channels of a port are for.
type protocol struct {
	granted []string                               // requests that are granted but start nothing
	begin   func(c *client, r *ssh.Request) func() // returns what a request starts, or nil for nothing
}

// cli returns the protocol of the CLI port.
func (s *Switch) cli() protocol {
	return protocol{granted: []string{"pty-req", "window-change"}, begin: s.beginShell}
}

// netconf returns the protocol of the NETCONF port.
func (s *Switch) netconf() protocol { return protocol{begin: s.beginNetconf} }

// session serves the requests of one SSH session channel. The shell or NETCONF runs in its own
// goroutine once it is requested.
func (s *Switch) session(w *wire, channel ssh.Channel, requests <-chan *ssh.Request, p protocol) {
	defer func() { _ = channel.Close() }()
	if s.Faults().HangBeforeShell {
		for range requests { // no request is answered
		}
		return
	}
	ended := make(chan struct{})
	defer close(ended)
	c := &client{wire: w, channel: channel, ended: ended}
	begun := false
	for r := range requests {
		var begin func()
		if !begun {
			begin = p.begin(c, r)
			begun = begin != nil
		}
		if r.WantReply {
			_ = r.Reply(begin != nil || slices.Contains(p.granted, r.Type), nil)
		}
		if begin != nil { // after the reply, because a shell may end immediately
			s.ports.work.Go(begin)
		}
	}
}

// beginShell starts a shell, or a single command as in "ssh switch command".
func (s *Switch) beginShell(c *client, r *ssh.Request) func() {
	switch r.Type {
	case "shell":
		return func() {
			s.occupied(c, "\r\n% All vty lines are in use, please try again later\r\n", newShell(s, c).run)
		}
	case "exec":
		line := payloadText(r.Payload)
		return func() { s.occupied(c, "", func() { newShell(s, c).runOne(line) }) }
	default:
		return nil
	}
}

// beginNetconf starts NETCONF, the only subsystem.
func (s *Switch) beginNetconf(c *client, r *ssh.Request) func() {
	if r.Type != "subsystem" || payloadText(r.Payload) != "netconf" || s.Faults().Netconf.NoSubsystem {
		return nil
	}
	return func() { s.runNetconf(c) }
}

// payloadText returns the command or name in a request, which is a length followed by text.
func payloadText(payload []byte) string {
	if len(payload) < 4 || uint32(len(payload)-4) < binary.BigEndian.Uint32(payload) {
		return ""
	}
	return string(payload[4 : 4+binary.BigEndian.Uint32(payload)])
}

// occupied runs a shell on a VTY line. If all lines are in use, it prints full instead.
func (s *Switch) occupied(c *client, full string, run func()) {
	defer c.finish()
	if s.Faults().VTYFull || !s.occupy() {
		_, _ = io.WriteString(c.channel, full)
		return
	}
	defer s.sessions.Add(-1)
	run()
}

// occupy takes a VTY line. It returns false if all are in use.
func (s *Switch) occupy() bool {
	if s.sessions.Add(1) > int64(s.profile.VTYLines) {
		s.sessions.Add(-1)
		return false
	}
	return true
}
