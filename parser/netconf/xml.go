package netconf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// The bounds of a reply. The model is nine elements deep, and its longest text has 255
// characters; a text beyond these bounds is not a reply.
const (
	maxDepth = 32
	maxText  = 64 << 10
	maxName  = 256
	// maxPath is longer than the path of any leaf that is read; below a longer one there is
	// no leaf to read.
	maxPath = 160
)

// Namespace is the namespace of the YANG module cisco-smart-license; a switch that serves it
// names it in its hello.
const Namespace = "http://cisco.com/ns/yang/cisco-smart-license"

// commandText names what is asked.
const commandText = "get cisco-smart-license:licensing/state"

// endOfMessage is what NETCONF 1.0 sends after each message (RFC 6242, section 4.3).
const endOfMessage = "]]>]]>"

const baseNamespace = "urn:ietf:params:xml:ns:netconf:base:1.0"

// walker walks over a reply once, token by token, and knows the path of the token.
type walker struct {
	in source
	// size of the reply in bytes.
	size int
	// depth is the number of open elements, skipping the depth of the outermost one that is passed over;
	// 0 if no element is.
	depth, skipping int
	// path of the open elements below rpc-reply, whether or not the reply has rpc-reply and data; ends has
	// where each of their names begins in it.
	path []byte
	ends []int
	// value is the text of the open element, parts the same if it came in several; mixed is true if it also has elements.
	value string
	parts []byte
	mixed bool
	// rooted is true once an element was read, whose name is first; last is that of the last tag, which ended an element
	// if ended is true. Errors show them.
	rooted      bool
	first, last string
	ended       bool
	// answered is true if the root is one that an answer to a get has.
	answered bool
}

func newWalker(in source, size int) *walker { return &walker{in: in, size: size} }

// line is the line of the reply that was read last.
func (x *walker) line() int {
	line, _ := x.in.position()
	return line
}

func (x *walker) refuse(what string) error { return &XMLError{Line: x.line(), What: what} }

// token is the next one; io.EOF after the whole reply.
func (x *walker) token() (token, error) {
	t, err := x.in.token()
	if err != nil {
		return token{}, x.failed(err)
	}
	return t, x.check(t)
}

// failed is what an error of the decoder says about the reply.
func (x *walker) failed(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && !x.rooted:
		return x.truncated()
	case errors.As(err, &syntax):
		_, offset := x.in.position()
		atEnd := offset >= int64(x.size)
		if strings.HasPrefix(syntax.Msg, "unexpected EOF") || atEnd && syntax.Msg == "invalid UTF-8" {
			return x.truncated()
		}
		return &XMLError{Line: syntax.Line, What: "not XML: " + scan.Quotable(syntax.Msg)}
	case errors.Is(err, io.EOF):
		return io.EOF
	}
	return x.refuse("not XML: " + scan.Quotable(err.Error())) // an encoding other than UTF-8, for one
}

// check refuses tokens that no reply has.
func (x *walker) check(t token) error {
	switch t.kind {
	case directive:
		return x.refuse("a document type or another declaration, which no reply has")
	case instruction:
		if t.name.Local != "xml" || x.rooted {
			return x.refuse("a processing instruction, which no reply has")
		}
	case characters:
		if len(t.text) > maxText {
			return x.refuse("a text longer than any in the model")
		}
		if x.depth == 0 && !isSpace(t.text) {
			return x.refuse("text outside of the reply: " + scan.Quotable(t.text[:min(len(t.text), maxName)]))
		}
	case begins:
		return x.checkStart(t)
	}
	return nil
}

func (x *walker) checkStart(t token) error {
	switch {
	case x.depth == 0 && x.rooted:
		return x.refuse("a second message after the reply")
	case x.depth >= maxDepth:
		return x.refuse("elements nested deeper than any in the model")
	case len(t.name.Local) > maxName, t.attributes > maxText:
		return x.refuse("an element longer than any in the model")
	}
	return nil
}

// truncated is the error of a reply that ends here.
func (x *walker) truncated() error {
	section := strings.Trim("rpc-reply/"+string(x.path), "/")
	last := ""
	switch {
	case x.ended:
		last = "</" + x.last + ">"
	case x.rooted:
		last = tag(x.last)
	}
	return &reply.TruncatedError{
		Command: commandText, Line: x.line(), Text: scan.Quotable(last), Section: section, Missing: "the end of the reply",
	}
}

// tag is the one that begins an element of that name.
func tag(name string) string { return "<" + name + ">" }

// open enters an element and reports whether it is to be looked at.
func (x *walker) open(name xml.Name) bool {
	x.depth++
	x.rooted = true
	x.mixed = true // with respect to the element around it
	x.last, x.ended = name.Local, false
	if x.depth == 1 {
		x.first = x.last
	}
	if x.skipping > 0 {
		return false
	}
	begin := len(x.path)
	looked := x.step(name)
	x.answered = x.answered || looked
	if !looked {
		x.skipping = x.depth
		return false
	}
	x.ends = append(x.ends, begin)
	x.clear()
	x.mixed = false
	return true
}

// step appends an element to the path; false if nothing in it is of use. A root other than
// rpc-reply gets the path that it would have inside of one.
func (x *walker) step(name xml.Name) bool {
	own := name.Space == Namespace
	base := name.Space == baseNamespace || name.Space == ""
	switch {
	case x.depth == 1 && base && name.Local == "rpc-reply":
		return true
	case x.depth == 1 && base && name.Local == "data":
		x.path = append(x.path, "data"...)
		return true
	case x.depth == 1 && own && name.Local == "licensing":
		x.path = append(x.path, "data/licensing"...)
		return true
	case x.depth == 1:
		return false
	case bytes.HasPrefix(x.path, []byte("data")):
		if !own || string(x.path) == "data" && name.Local != "licensing" {
			return false
		}
	case !base:
		return false
	}
	if len(x.path)+len(name.Local) >= maxPath {
		return false
	}
	if len(x.path) > 0 {
		x.path = append(x.path, '/')
	}
	x.path = append(x.path, name.Local...)
	return true
}

// close leaves an element; false if it was passed over. Call it after the last use of path.
func (x *walker) close(name xml.Name) bool {
	x.last, x.ended = name.Local, true
	x.clear()
	x.depth--
	x.mixed = true
	if x.skipping > 0 {
		if x.depth < x.skipping {
			x.skipping = 0
		}
		return false
	}
	last := len(x.ends) - 1
	x.path, x.ends = x.path[:x.ends[last]], x.ends[:last]
	return true
}

// add adds a text to that of the open element. It returns false if that becomes too long.
func (x *walker) add(text string) bool {
	switch {
	case x.value == "":
		x.value = text
	case len(x.parts) == 0:
		x.parts = append(append(x.parts, x.value...), text...)
	default:
		x.parts = append(x.parts, text...)
	}
	return max(len(x.value), len(x.parts)) <= maxText
}

// clear drops the text of an element.
func (x *walker) clear() { x.value, x.parts = "", x.parts[:0] }

// whole is the text of the open element, without blanks around it.
func (x *walker) whole() string {
	if len(x.parts) > 0 {
		return strings.TrimSpace(string(x.parts))
	}
	return strings.TrimSpace(x.value)
}

func isSpace(text string) bool { return strings.Trim(text, " \t\n\r") == "" }
