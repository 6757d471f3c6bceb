package server

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"
)

// door is one of a switch's two ports.
type door struct {
	listen   string // what to listen on; the very port once it is known; empty: there is no such door
	listener net.Listener
	serve    func(net.Conn)
	shut     func() bool // reports whether the faults have the port closed
}

func (d *door) close() {
	if d.listener != nil {
		_ = d.listener.Close()
		d.listener = nil
	}
}

// ports are the doors of a switch, the connections through them, and the goroutines that serve these.
type ports struct {
	owner string // names the switch in errors
	work  sync.WaitGroup

	mu           sync.Mutex // guards what follows
	cli, netconf door
	conns        map[net.Conn]struct{}
	reopen       *time.Timer // after a reload
	started      bool
	closed       bool
}

// address is where a door is; empty if there is no such door.
func (p *ports) address(d *door) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return d.listen
}

// doors are those that there are. p.mu is held.
func (p *ports) doors() []*door {
	return slices.DeleteFunc([]*door{&p.cli, &p.netconf}, func(d *door) bool { return d.listen == "" })
}

// open opens all doors. It works once.
func (p *ports) open() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.started {
		return errors.New("simulator: a switch starts once")
	}
	p.conns = make(map[net.Conn]struct{})
	for _, d := range p.doors() {
		if err := p.openDoor(d); err != nil {
			p.closeDoors()
			return err
		}
		if d.shut() { // only now its port is known
			d.close()
		}
	}
	p.started = true
	return nil
}

// openDoor listens and starts to accept. p.mu is held.
func (p *ports) openDoor(d *door) error {
	l, err := net.Listen("tcp", d.listen)
	if err != nil {
		return fmt.Errorf("simulator: %s: %w", p.owner, err)
	}
	d.listen, d.listener = l.Addr().String(), l
	p.work.Go(func() { p.accept(l, d.serve) })
	return nil
}

// closeDoors leaves the connections alone. p.mu is held.
func (p *ports) closeDoors() {
	for _, d := range p.doors() {
		d.close()
	}
}

// follow opens and closes the doors as the faults want it. A port that another program has taken in the
// meantime stays closed.
func (p *ports) follow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.started || p.closed {
		return
	}
	for _, d := range p.doors() {
		switch {
		case d.shut():
			d.close()
		case d.listener == nil:
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
		if err != nil { // out of descriptors: wait for some to come free
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

// track remembers an open connection; false if the switch is closed.
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

// hangUp closes doors and connections for good, without waiting.
func (p *ports) hangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.reopen != nil {
		p.reopen.Stop()
	}
	p.drop()
}

// away closes doors and connections, and opens the doors again after so long.
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
