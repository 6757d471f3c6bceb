package server

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// FarEnd is what a server does to which the switch has opened a connection by telnet.
type FarEnd string

// The kinds of far ends.
const (
	FarEndWaits  FarEnd = ""       // it stays open until a line is typed, and then closes, as a web server does
	FarEndCloses FarEnd = "closes" // it closes the connection at once
	FarEndTalks  FarEnd = "talks"  // it sends bytes all the time, also such that look like a prompt
	FarEndStays  FarEnd = "stays"  // it stays open whatever is typed
)

// connection is an open connection of a user to another host. It is either the one that the user's keys go to,
// or suspended.
type connection struct {
	host    string
	address netip.Addr
}

// keyEscape is Ctrl-Shift-6, the escape key of IOS. With x after it, it suspends a connection.
const keyEscape = 0x1e

// perform prints the pieces of an output when they are due. It returns false if the user aborted it.
func (sh *shell) perform(r reply) (whole bool, err error) {
	for n, p := range r.pieces {
		switch aborted, err := sh.keyWithin(sh.sw.hurried(p.after), keyEscape); {
		case err != nil:
			return false, err
		case aborted:
			return false, sh.print(p.aborted)
		}
		if err := sh.print(p.text); err != nil {
			return false, err
		}
		if r.echoes && n == len(r.pieces)/2 && sh.faults().HangInPing {
			return false, sh.hang()
		}
	}
	return true, nil
}

// hurried returns how long the switch waits for something that takes d on a real one.
func (s *Switch) hurried(d time.Duration) time.Duration {
	return time.Duration(float64(d) / max(s.options.Hurry, 1))
}

// attempt performs a ping or a telnet. If the latter opens a connection, the user's keys go there.
func (sh *shell) attempt(r reply) error {
	whole, err := sh.perform(r)
	if err != nil || !whole || r.opens == nil {
		return err
	}
	sh.connections = append(sh.connections, r.opens)
	sh.sw.connections.Add(1)
	return sh.connected(r.opens)
}

// connected passes keys to the far end until the connection is suspended or closed.
func (sh *shell) connected(c *connection) error {
	escaped := false
	for {
		f := sh.faults()
		if f.FarEnd == FarEndCloses {
			return sh.closedByPeer(c)
		}
		key, pressed, err := sh.key(talkEvery)
		enter := pressed && (key == '\r' || key == '\n' && !sh.lastCR)
		if pressed {
			sh.lastCR = key == '\r'
		}
		switch {
		case err != nil:
			return err
		case !pressed && f.FarEnd == FarEndTalks:
			if err := sh.print("220 " + c.host + " at your service\n" + sh.prompt()); err != nil {
				return err
			}
		case !pressed:
		case escaped && (key == 'x' || key == 'X'):
			return sh.print("\n")
		case key == keyEscape && !f.NoEscape:
			escaped = !escaped
		case enter && f.FarEnd == FarEndWaits:
			return sh.closedByPeer(c)
		default:
			escaped = false
		}
	}
}

// talkEvery is how often a talking far end says something.
const talkEvery = 200 * time.Millisecond

// closedByPeer ends a connection that the far end has closed.
func (sh *shell) closedByPeer(c *connection) error {
	sh.forget(c)
	return sh.print("\n[Connection to " + c.host + " closed by foreign host]\n")
}

// forget removes a connection.
func (sh *shell) forget(c *connection) {
	sh.connections = slices.DeleteFunc(sh.connections, func(o *connection) bool { return o == c })
	sh.sw.connections.Add(-1)
}

// hangUp closes all connections of the user.
func (sh *shell) hangUp() {
	for _, c := range slices.Clone(sh.connections) {
		sh.forget(c)
	}
}

// numbered returns the connection of that number, or the last one for an empty number; nil without one.
func (sh *shell) numbered(number string) *connection {
	n := len(sh.connections)
	if number != "" {
		var err error
		if n, err = strconv.Atoi(number); err != nil {
			return nil
		}
	}
	if n < 1 || n > len(sh.connections) {
		return nil
	}
	return sh.connections[n-1]
}

// noConnection is what the switch says if there is none to close, resume or list.
const noConnection = "% No connections open\n"

// disconnect is "disconnect [NUMBER]". Only enter and y confirm it.
func (sh *shell) disconnect(number string) error {
	c := sh.numbered(number)
	if c == nil {
		return sh.print(noConnection)
	}
	if sure, err := sh.confirm("Closing connection to " + c.host + " [confirm]"); err != nil || !sure {
		return err
	}
	sh.forget(c)
	return nil
}

// resume is "resume [NUMBER]", and what enter does at the prompt while a connection is suspended.
func (sh *shell) resume(number string) error {
	c := sh.numbered(number)
	if c == nil {
		return sh.print(noConnection)
	}
	if err := sh.print(fmt.Sprintf("[Resuming connection %d to %s ... ]\n", 1+slices.Index(sh.connections, c), c.host)); err != nil {
		return err
	}
	return sh.connected(c)
}

// leave ends the session. With open connections, the user has to confirm it.
func (sh *shell) leave() error {
	if len(sh.connections) == 0 {
		return errLeave
	}
	if sure, err := sh.confirm("(You have open connections) [confirm]"); err != nil || !sure {
		return err
	}
	for _, c := range sh.connections {
		if err := sh.print("Closing: " + c.host + " !\n"); err != nil {
			return err
		}
	}
	return errLeave
}

// confirm asks a question that one key answers.
func (sh *shell) confirm(question string) (sure bool, err error) {
	if err := sh.print(question); err != nil {
		return false, err
	}
	key, err := sh.readKey()
	if err != nil {
		return false, err
	}
	return strings.ContainsRune("\r\nyY", rune(key)), sh.print("\n")
}

// sessions is "show sessions": the connections of the user, the last one with a mark.
func (sh *shell) sessions() error {
	if len(sh.connections) == 0 {
		return sh.print(noConnection)
	}
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "%-4s %-19s %-19s %4s  %4s %s\n", "Conn", "Host", "Address", "Byte", "Idle", "Conn Name")
	for i, c := range sh.connections {
		mark := " "
		if i == len(sh.connections)-1 {
			mark = "*"
		}
		_, _ = fmt.Fprintf(&b, "%s %2d %-19s %-19s %4d  %4d %s\n", mark, i+1, c.host, c.address, 0, 0, c.host)
	}
	return sh.print(b.String())
}
