package server

import (
	"encoding/binary"
	"io"

	"golang.org/x/crypto/ssh"
)

// session serves one SSH session channel: requests here, the shell or NETCONF in a goroutine of
// its own once it is asked for.
func (s *Switch) session(w *wire, channel ssh.Channel, requests <-chan *ssh.Request, netconf bool) {
	defer func() { _ = channel.Close() }()
	if s.Faults().HangBeforeShell {
		for range requests { // none is answered
		}
		return
	}
	ended := make(chan struct{})
	defer close(ended)
	begun := false
	for r := range requests {
		ok := !netconf && (r.Type == "pty-req" || r.Type == "window-change")
		var begin func()
		if !begun {
			if netconf {
				begin = s.subsystem(r, channel, ended)
			} else {
				begin = s.beginning(r, newShell(s, w, channel, ended))
			}
			begun = begin != nil
			ok = ok || begun
		}
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
		if begin != nil { // after the reply: a shell may end as soon as it begins
			s.wg.Go(begin)
		}
	}
}

// beginning is what a request starts; nil: nothing.
func (s *Switch) beginning(r *ssh.Request, sh *shell) func() {
	switch r.Type {
	case "shell":
		return func() { s.runShell(sh) }
	case "exec":
		line := payloadText(r.Payload)
		return func() { s.runExec(sh, line) }
	default:
		return nil
	}
}

// subsystem is what a request to the NETCONF port starts, where there is nothing else; nil: nothing.
func (s *Switch) subsystem(r *ssh.Request, channel ssh.Channel, ended <-chan struct{}) func() {
	if r.Type != "subsystem" || payloadText(r.Payload) != "netconf" || s.Faults().Netconf.NoSubsystem {
		return nil
	}
	return func() { s.runNetconf(channel, ended) }
}

// payloadText is the command or the name in a request: a length and the text.
func payloadText(payload []byte) string {
	if len(payload) < 4 || uint32(len(payload)-4) < binary.BigEndian.Uint32(payload) {
		return ""
	}
	return string(payload[4 : 4+binary.BigEndian.Uint32(payload)])
}

// occupy takes a VTY line; false if all are in use.
func (s *Switch) occupy() bool {
	if s.sessions.Add(1) > int64(s.profile.VTYLines) {
		s.sessions.Add(-1)
		return false
	}
	return true
}

// runShell talks to the user until he leaves.
func (s *Switch) runShell(sh *shell) {
	defer finish(sh.channel)
	if s.Faults().VTYFull || !s.occupy() {
		_, _ = io.WriteString(sh.channel, "\r\n% All vty lines are in use, please try again later\r\n")
		return
	}
	defer s.sessions.Add(-1)
	sh.run()
}

// runExec runs one command, as "ssh switch command" asks for.
func (s *Switch) runExec(sh *shell, line string) {
	defer finish(sh.channel)
	if s.Faults().VTYFull || !s.occupy() {
		return
	}
	defer s.sessions.Add(-1)
	sh.length = 0
	_ = sh.execute(line)
}

// finish ends a session in good order: exit status, end of file, close.
func finish(channel ssh.Channel) {
	_, _ = channel.SendRequest("exit-status", false, []byte{0, 0, 0, 0})
	_ = channel.CloseWrite()
	_ = channel.Close()
}
