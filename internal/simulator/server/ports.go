package server

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/server/hold"
)

// door is one of the two ports of a switch.
type door struct {
	listen   string // the address to listen on, with the actual port once it is known; empty: the door does not exist
	listener net.Listener
	held     *os.File // the port of a shut door, which no other program may be given; nil: open, or not held
	serve    func(net.Conn)
	shut     func() bool // reports whether the faults close the port
}

// close stops listening and gives the port back.
func (d *door) close() {
	if d.listener != nil {
		_ = d.listener.Close()
		d.listener = nil
	}
	if d.held != nil {
		_ = d.held.Close()
		d.held = nil
	}
}

// refuse stops listening but keeps the port.
func (d *door) refuse() {
	if d.listener == nil {
		return
	}
	d.close()
	d.held = hold.Port(d.listen)
}

// ports are the doors of a switch, the connections through them, and the goroutines that serve these
// connections.
type ports struct {
	owner string // the name of the switch, for errors
	work  sync.WaitGroup

	mu           sync.Mutex // guards the fields below
	cli, netconf door
	conns        map[net.Conn]struct{}
	reopen       *time.Timer // after a reload
	started      bool
	closed       bool
}

// address returns the address of a door, or "" if it does not exist.
func (p *ports) address(d *door) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return d.listen
}

// doors returns the doors that exist. p.mu is held.
func (p *ports) doors() []*door {
	return slices.DeleteFunc([]*door{&p.cli, &p.netconf}, func(d *door) bool { return d.listen == "" })
}

// open opens all doors. It works only once.
func (p *ports) open() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.started {
		return errors.New("simulator: a switch can start only once")
	}
	p.conns = make(map[net.Conn]struct{})
	for _, d := range p.doors() {
		if err := p.openDoor(d); err != nil {
			p.closeDoors()
			return err
		}
		if d.shut() { // it had to be opened to learn its port
			d.refuse()
		}
	}
	p.started = true
	return nil
}

// openDoor listens and starts to accept connections. p.mu is held.
func (p *ports) openDoor(d *door) error {
	l, err := net.Listen("tcp", d.listen)
	if err != nil {
		return fmt.Errorf("simulator: %s: %w", p.owner, err)
	}
	d.listen, d.listener = l.Addr().String(), l
	p.work.Go(func() { p.accept(l, d.serve) })
	return nil
}

// closeDoors closes the doors but not the connections. p.mu is held.
func (p *ports) closeDoors() {
	for _, d := range p.doors() {
		d.close()
	}
}

// follow opens and closes the doors as the faults demand. A port that another program has taken in
// the meantime, which is possible during a reload, stays closed.
func (p *ports) follow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started || p.closed {
		return
	}
	for _, d := range p.doors() {
		switch {
		case d.shut():
			d.refuse()
		case d.listener == nil:
			d.close() // of the port that was kept
			_ = p.openDoor(d)
		}
	}
}

// accept serves connections until the listener closes.
func (p *ports) accept(l net.Listener, serve func(net.Conn)) {
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // out of descriptors: wait until some are free
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if !p.track(c) {
			_ = c.Close()
			return
		}
		p.work.Go(func() {
			defer p.untrack(c)
			serve(c)
		})
	}
}

// track remembers an open connection. It returns false if the switch is closed.
func (p *ports) track(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *ports) untrack(c net.Conn) {
	_ = c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

// hangUp closes doors and connections permanently, without waiting.
func (p *ports) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.reopen != nil {
		p.reopen.Stop()
	}
	p.drop()
}

// away closes doors and connections, and opens the doors again after d.
func (p *ports) away(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.drop()
	p.reopen = time.AfterFunc(d, p.follow)
}

// drop closes doors and connections. p.mu is held.
func (p *ports) drop() {
	p.closeDoors()
	for c := range p.conns {
		_ = c.Close()
	}
}
