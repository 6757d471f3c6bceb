package server

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"time"
)

// Start opens the switch's ports. From now on Options.Tempo holds.
func (s *Switch) Start() error {
	if err := s.open(); err != nil {
		return err
	}
	if s.options.Tempo > 1 {
		s.agent.Hasten(s.options.Tempo)
	}
	return nil
}

func (s *Switch) open() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.started {
		return errors.New("simulator: a switch starts once")
	}
	s.conns = make(map[net.Conn]struct{})
	f := s.Faults()
	for _, d := range s.doors() {
		if err := s.openDoor(d); err != nil {
			s.closeDoors()
			return err
		}
		if d.shut(f) { // only now its port is known
			d.close()
		}
	}
	s.started = true
	return nil
}

// door is one of a switch's two ports.
type door struct {
	listen   string // what to listen on; the very port once it is known; empty: there is no such door
	listener net.Listener
	serve    func(net.Conn)
	shut     func(Faults) bool // whether the faults have the port closed
}

// putDoors sets the doors that the options ask for.
func (s *Switch) putDoors() {
	s.cli = door{
		listen: s.options.Listen, serve: func(c net.Conn) { s.serve(c, false) },
		shut: func(f Faults) bool { return f.Refuse },
	}
	s.netconf = door{
		listen: s.options.NetconfListen, serve: func(c net.Conn) { s.serve(c, true) },
		shut: func(f Faults) bool { return f.Refuse || f.Netconf.Refuse },
	}
}

func (s *Switch) doors() []*door {
	return slices.DeleteFunc([]*door{&s.cli, &s.netconf}, func(d *door) bool { return d.listen == "" })
}

// openDoor listens and starts to accept. s.mu is held.
func (s *Switch) openDoor(d *door) error {
	l, err := net.Listen("tcp", d.listen)
	if err != nil {
		return fmt.Errorf("simulator: %s: %w", s.profile.Hostname, err)
	}
	d.listen, d.listener = l.Addr().String(), l
	s.wg.Go(func() { s.accept(l, d.serve) })
	return nil
}

func (d *door) close() {
	if d.listener != nil {
		_ = d.listener.Close()
		d.listener = nil
	}
}

func (s *Switch) closeDoors() {
	for _, d := range s.doors() {
		d.close()
	}
}

// openOrClose follows the faults that close ports. A port that somebody else has taken in the
// meantime stays closed.
func (s *Switch) openOrClose(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.started || s.closed {
		return
	}
	for _, d := range s.doors() {
		switch {
		case d.shut(f):
			d.close()
		case d.listener == nil:
			_ = s.openDoor(d)
		}
	}
}

// accept serves connections until the listener closes.
func (s *Switch) accept(l net.Listener, serve func(net.Conn)) {
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // out of descriptors: wait for some to come free
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if !s.track(c) {
			_ = c.Close()
			return
		}
		s.wg.Go(func() {
			defer s.untrack(c)
			serve(c)
		})
	}
}

// track remembers an open connection; false if the switch is closed.
func (s *Switch) track(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.conns[c] = struct{}{}
	return true
}

func (s *Switch) untrack(c net.Conn) {
	_ = c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// HangUp closes port and connections without waiting.
func (s *Switch) HangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.reopen != nil {
		s.reopen.Stop()
	}
	s.closeDoors()
	for c := range s.conns {
		_ = c.Close()
	}
}

// Close closes port and connections and waits until the switch's goroutines have
// ended. It may be called more than once.
func (s *Switch) Close() error {
	s.HangUp()
	s.wg.Wait()
	return nil
}

// reload drops all connections, closes the port for a while and starts the agent's
// tallies anew.
func (s *Switch) reload(away time.Duration) {
	if away <= 0 {
		away = time.Second
	}
	s.agent.Reload()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.closeDoors()
	for c := range s.conns {
		_ = c.Close()
	}
	s.reopen = time.AfterFunc(away, func() { s.openOrClose(s.Faults()) })
}
