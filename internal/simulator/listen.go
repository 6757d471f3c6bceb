package simulator

import (
	"errors"
	"fmt"
	"net"
	"time"
)

// Start opens the switch's port. From now on Options.Tempo holds.
func (s *Switch) Start() error {
	if err := s.open(); err != nil {
		return err
	}
	if s.options.Tempo > 1 {
		from := s.options.Clock.Now()
		s.agentMu.Lock()
		defer s.agentMu.Unlock()
		if s.agent == nil {
			s.agent = newAgent(s.profile, s.start)
		}
		s.agent.setTempo(s.options.Tempo, from)
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
	if err := s.openLocked(); err != nil {
		return err
	}
	s.started = true
	if s.Faults().Refuse {
		_ = s.listener.Close()
		s.listener = nil
	}
	return nil
}

// openLocked listens and starts to accept. s.mu is held.
func (s *Switch) openLocked() error {
	l, err := net.Listen("tcp", s.listen)
	if err != nil {
		return fmt.Errorf("simulator: %s: %w", s.profile.hostname, err)
	}
	s.listen, s.listener = l.Addr().String(), l
	s.wg.Go(func() { s.accept(l) })
	return nil
}

// openOrClose follows the Refuse fault. A port that somebody else has taken in the
// meantime stays closed.
func (s *Switch) openOrClose(refuse bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.started || s.closed {
		return
	}
	if refuse && s.listener != nil {
		_ = s.listener.Close()
		s.listener = nil
	}
	if !refuse && s.listener == nil {
		_ = s.openLocked()
	}
}

// accept serves connections until the listener closes.
func (s *Switch) accept(l net.Listener) {
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
			s.serve(c)
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

// hangUp closes port and connections without waiting.
func (s *Switch) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.reopen != nil {
		s.reopen.Stop()
	}
	if s.listener != nil {
		_ = s.listener.Close()
		s.listener = nil
	}
	for c := range s.conns {
		_ = c.Close()
	}
}

// Close closes port and connections and waits until the switch's goroutines have
// ended. It may be called more than once.
func (s *Switch) Close() error {
	s.hangUp()
	s.wg.Wait()
	return nil
}

// reload drops all connections, closes the port for a while and starts the agent's
// tallies anew.
func (s *Switch) reload(away time.Duration) {
	if away <= 0 {
		away = time.Second
	}
	s.withAgent(func(a *agent) { a.reload() })
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	if s.listener != nil {
		_ = s.listener.Close()
		s.listener = nil
	}
	for c := range s.conns {
		_ = c.Close()
	}
	s.reopen = time.AfterFunc(away, func() { s.openOrClose(s.Faults().Refuse) })
}
