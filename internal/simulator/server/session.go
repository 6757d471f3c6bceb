package server

import (
	"encoding/binary"
	"io"
	"slices"

	"golang.org/x/crypto/ssh"
)

// protocol is what the session channels of a port are for.
type protocol struct {
	granted []string                               // requests that are granted and start nothing
	begin   func(c *client, r *ssh.Request) func() // what a request starts; nil: nothing
}

// cli is the protocol of the CLI's port.
func (s *Switch) cli() protocol {
	return protocol{granted: []string{"pty-req", "window-change"}, begin: s.beginShell}
}

// netconf is the protocol of NETCONF's port.
func (s *Switch) netconf() protocol { return protocol{begin: s.beginNetconf} }

// session serves one SSH session channel: requests here, the shell or NETCONF in a goroutine of
// its own once it is asked for.
func (s *Switch) session(w *wire, channel ssh.Channel, requests <-chan *ssh.Request, p protocol) {
	defer func() { _ = channel.Close() }()
	if s.Faults().HangBeforeShell {
		for range requests { // none is answered
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
		if begin != nil { // after the reply: a shell may end as soon as it begins
			s.ports.work.Go(begin)
		}
	}
}

// beginShell starts a shell, or one command of it as "ssh switch command" asks for.
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

// beginNetconf starts NETCONF, where there is nothing else.
func (s *Switch) beginNetconf(c *client, r *ssh.Request) func() {
	if r.Type != "subsystem" || payloadText(r.Payload) != "netconf" || s.Faults().Netconf.NoSubsystem {
		return nil
	}
	return func() { s.runNetconf(c) }
}

// payloadText is the command or the name in a request: a length and the text.
func payloadText(payload []byte) string {
	if len(payload) < 4 || uint32(len(payload)-4) < binary.BigEndian.Uint32(payload) {
		return ""
	}
	return string(payload[4 : 4+binary.BigEndian.Uint32(payload)])
}

// occupied runs a shell on a VTY line. If none is free, it says so.
func (s *Switch) occupied(c *client, full string, run func()) {
	defer c.finish()
	if s.Faults().VTYFull || !s.occupy() {
		_, _ = io.WriteString(c.channel, full)
		return
	}
	defer s.sessions.Add(-1)
	run()
}

// occupy takes a VTY line; false if all are in use.
func (s *Switch) occupy() bool {
	if s.sessions.Add(1) > int64(s.profile.VTYLines) {
		s.sessions.Add(-1)
		return false
	}
	return true
}
