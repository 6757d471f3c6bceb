package server

import (
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"
)

// Start opens the ports of the switch. Options.Tempo applies from now on.
func (s *Switch) Start() error {
	s.ports.cli.serve = func(c net.Conn) { s.serve(c, s.cli()) }
	s.ports.netconf.serve = func(c net.Conn) {
		if s.Faults().Netconf.Silent {
			swallow(c)
			return
		}
		s.serve(c, s.netconf())
	}
	if err := s.ports.open(); err != nil {
		return err
	}
	if s.options.Tempo > 1 {
		s.agent.Hasten(s.options.Tempo)
	}
	return nil
}

// serve handles one TCP connection to a port with that protocol.
func (s *Switch) serve(c net.Conn, p protocol) {
	f := s.Faults()
	if f.unserved(c) {
		return
	}
	w := &wire{Conn: c, gone: make(chan struct{})}
	config, err := s.serverConfig(f, w)
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Now().Add(loginGrace))
	conn, channels, requests, err := ssh.NewServerConn(w, config)
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Time{})
	s.logins.Add(1)
	defer func() { _ = conn.Close() }()
	s.ports.work.Go(func() { answerGlobal(requests) })
	for offer := range channels {
		s.open(offer, w, p)
	}
}

// unserved reports whether the faults keep the connection from being served. It then returns only
// when the connection has ended.
func (f Faults) unserved(c net.Conn) bool {
	switch {
	case f.Reset:
		reset(c)
	case f.SilentAccept:
		swallow(c)
	case f.HangBanner:
		_, _ = io.WriteString(c, "SSH-2.0-Ci")
		swallow(c)
	default:
		return false
	}
	return true
}

// open accepts a channel that the client requests, if it is a session.
func (s *Switch) open(offer ssh.NewChannel, w *wire, p protocol) {
	if offer.ChannelType() != "session" {
		_ = offer.Reject(ssh.UnknownChannelType, "only sessions here")
		return
	}
	channel, requests, err := offer.Accept()
	if err != nil {
		return
	}
	s.ports.work.Go(func() { s.session(w, channel, requests, p) })
}

// answerGlobal answers keepalives like IOS: the request is unknown, which proves that the switch is
// alive.
func answerGlobal(requests <-chan *ssh.Request) {
	for r := range requests {
		if r.WantReply {
			_ = r.Reply(false, nil)
		}
	}
}
