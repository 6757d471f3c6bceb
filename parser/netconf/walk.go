package netconf

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

func newReading() *reading {
	return &reading{State: &parser.State{}, seen: make([]int, len(leaves)), entries: 1}
}

// readReply reads a whole reply in the quick way. If that finds anything odd, it reads the reply again in the way that
// knows all of XML, and believes that alone.
func readReply(message string) (*reading, error) {
	message = strings.TrimSpace(strings.TrimPrefix(message, "\ufeff"))
	message = strings.TrimSuffix(message, endOfMessage)
	if message == "" {
		return nil, reply.ErrEmpty
	}
	r := newReading()
	if r.read(newWalker(newPlainXML(message), len(message))) == nil {
		return r, nil
	}
	r = newReading()
	return r, r.read(newWalker(newAnyXML(message), len(message)))
}

// read walks over the whole reply.
func (r *reading) read(x *walker) error {
	r.xml = x
	for {
		t, err := x.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.kind {
		case begins:
			err = r.start(t.name)
		case characters:
			err = r.text(t.text)
		case ends:
			r.end(t.name)
		}
		if err != nil {
			return err
		}
	}
}

func (r *reading) start(name xml.Name) error {
	x := r.xml
	looked := x.open(name)
	if !looked {
		r.foreign = r.foreign || x.skipping == x.depth && (string(x.path) == "data" || len(x.path) == 0)
		return nil
	}
	switch string(x.path) { // not kept in a variable, which would be a copy for each element
	case "data/licensing/state":
		if r.trees++; r.trees > 1 {
			return x.refuse("a second licence state in one reply")
		}
	case "data/licensing/config":
		r.config = true
	case "rpc-error":
		r.current, r.severity = RPCError{}, ""
	default:
		if list, ok := lists[string(x.path)]; ok {
			r.entries++
			r.inList++
			list.begin(r)
		}
	}
	return nil
}

func (r *reading) text(text string) error {
	x := r.xml
	if x.skipping > 0 {
		return nil
	}
	if !x.add(text) {
		return x.refuse("a text longer than any in the model")
	}
	return nil
}

func (r *reading) end(name xml.Name) {
	x := r.xml
	if x.skipping == 0 {
		if at, ok := leafIndex[string(x.path)]; ok {
			r.leaf(at)
		} else if list, ok := lists[string(x.path)]; ok {
			list.end(r)
			r.inList--
		} else if string(x.path) == "rpc-error" {
			r.failed()
		}
	}
	x.close(name)
}

// leaf takes the value of the open element. If a leaf comes twice, only the first is read: there is no way to know which
// is true.
func (r *reading) leaf(at int) {
	x := r.xml
	value := x.whole()
	entry := 1
	if r.inList > 0 {
		entry = r.entries
	}
	again := r.seen[at] == entry
	r.seen[at] = entry
	r.facts++
	if x.mixed || again || value != "" && !leaves[at].set(r, value) {
		name := string(x.path[x.ends[len(x.ends)-1]:])
		r.Unread = scan.Append(r.Unread, reply.UnreadLine{Line: x.line(), Text: scan.Quotable(strings.TrimPrefix(name, "/") + ": " + value)})
	}
}

// failed keeps the rpc-error that was read.
func (r *reading) failed() {
	e := r.current
	switch {
	case r.severity == "warning" && r.warning == nil:
		r.warning = &e
	case r.severity != "warning" && r.failure == nil:
		r.failure = &e
	}
}
