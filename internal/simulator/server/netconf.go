package server

import (
	"bufio"
)

// netconfSession is one NETCONF session of a client.
type netconfSession struct {
	framing
	*client
	s *Switch
}

// runNetconf serves a client until either side ends the session.
func (s *Switch) runNetconf(c *client) {
	defer c.finish()
	number := s.netconfCount.Add(1)
	s.netconfOpen.Add(1)
	defer s.netconfOpen.Add(-1)
	n := &netconfSession{framing: framing{in: bufio.NewReader(c.channel), out: c.channel}, client: c, s: s}
	if !n.hellos(number) || s.Faults().Netconf.CloseAfterHello {
		return
	}
	for n.next() {
	}
}

// hellos exchanges hellos. It returns false if the session is over.
func (n *netconfSession) hellos(number int64) bool {
	f := n.s.Faults().Netconf
	if f.NoHello {
		swallow(n.channel)
		return false
	}
	if _, err := n.channel.Write(n.framed(hello(number, n.s.profile.Version.IOS, f), ChunksSound)); err != nil {
		return false
	}
	text, err := n.read()
	if err != nil {
		return false
	}
	offered, ok := speaks11(text)
	n.chunked = offered && (f.Base == BaseBoth || f.Base == Base11)
	return ok
}

// next answers one request. It returns false if the session is over.
func (n *netconfSession) next() bool {
	request, err := n.read()
	if err != nil {
		return false
	}
	f := n.s.Faults()
	if !n.wait(n.s.options.Latency + f.Latency) {
		return false
	}
	if f.Netconf.Hang {
		swallow(n.channel)
		return false
	}
	reply, last := n.s.reply(request, f.Netconf)
	return n.send(n.framed(reply, f.Netconf.Chunks), f.Netconf) && !last
}

// send sends a framed reply, or half of it. It returns false if the session is over.
func (n *netconfSession) send(out []byte, f NetconfFaults) bool {
	if !f.CloseInReply && !f.HangInReply {
		_, err := n.channel.Write(out)
		return err == nil
	}
	if _, err := n.channel.Write(out[:len(out)/2]); err == nil && f.HangInReply {
		swallow(n.channel)
	}
	return false
}
