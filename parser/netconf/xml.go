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
	in *xml.Decoder
	// size of the reply in bytes.
	size int
	// depth is the number of open elements, skipping the depth of the outermost one that is passed over;
	// 0 if no element is.
	depth, skipping int
	// path of the open elements below rpc-reply, whether or not the reply has rpc-reply and data; ends has
	// where each of their names begins in it.
	path []byte
	ends []int
	// value is the text of the open element, mixed is true if it also has elements.
	value []byte
	mixed bool
	// rooted is true once an element was read, whose name is first; last is that of the last tag, which ended an element
	// if ended is true. Errors show them.
	rooted      bool
	first, last string
	ended       bool
	// answered is true if the root is one that an answer to a get has.
	answered bool
}

func newWalker(reply string) *walker {
	return &walker{in: xml.NewDecoder(strings.NewReader(reply)), size: len(reply)}
}

// line is the line of the reply that was read last.
func (x *walker) line() int {
	line, _ := x.in.InputPos()
	return line
}

func (x *walker) refuse(what string) error { return &XMLError{Line: x.line(), What: what} }

// token is the next one; io.EOF after the whole reply.
func (x *walker) token() (xml.Token, error) {
	t, err := x.in.Token()
	if err != nil {
		return nil, x.failed(err)
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
		atEnd := x.in.InputOffset() >= int64(x.size)
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
func (x *walker) check(t xml.Token) error {
	switch t := t.(type) {
	case xml.Directive:
		return x.refuse("a document type or another declaration, which no reply has")
	case xml.ProcInst:
		if t.Target != "xml" || x.rooted {
			return x.refuse("a processing instruction, which no reply has")
		}
	case xml.CharData:
		if len(t) > maxText {
			return x.refuse("a text longer than any in the model")
		}
		if x.depth == 0 && !isSpace(t) {
			return x.refuse("text outside of the reply: " + scan.Quotable(string(t[:min(len(t), maxName)])))
		}
	case xml.StartElement:
		return x.checkStart(t)
	}
	return nil
}

func (x *walker) checkStart(t xml.StartElement) error {
	attributes := 0
	for _, a := range t.Attr {
		attributes += len(a.Name.Local) + len(a.Name.Space) + len(a.Value)
	}
	switch {
	case x.depth == 0 && x.rooted:
		return x.refuse("a second message after the reply")
	case x.depth >= maxDepth:
		return x.refuse("elements nested deeper than any in the model")
	case len(t.Name.Local) > maxName, attributes > maxText:
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
func (x *walker) open(t xml.StartElement) bool {
	x.depth++
	x.rooted = true
	x.mixed = true // with respect to the element around it
	x.last, x.ended = t.Name.Local, false
	if x.depth == 1 {
		x.first = x.last
	}
	if x.skipping > 0 {
		return false
	}
	begin := len(x.path)
	looked := x.step(t.Name)
	x.answered = x.answered || looked
	if !looked {
		x.skipping = x.depth
		return false
	}
	x.ends = append(x.ends, begin)
	x.value, x.mixed = x.value[:0], false
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
func (x *walker) close(t xml.EndElement) bool {
	x.last, x.ended = t.Name.Local, true
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

func isSpace(text []byte) bool {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}
