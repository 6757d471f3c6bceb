package netconf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/device/redact"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// The base capabilities of RFC 6241, section 8.1.
const (
	netconf10 = "urn:ietf:params:netconf:base:1.0"
	netconf11 = "urn:ietf:params:netconf:base:1.1"
)

// serverHello is the first message of a switch, about itself (RFC 6241, section 8.1). It keeps the capabilities up to their
// question marks, each between line feeds: that is all that is asked of them, and a third of the text.
type serverHello struct {
	names string
	count int
}

// readHello understands a hello. No entity is expanded, and no document type is allowed. It looks for the
// capabilities alone: reading the list of some 420 by encoding/xml takes more CPU time than the login.
func readHello(text []byte) (serverHello, error) {
	if err := noDoctype(text); err != nil {
		return serverHello{}, err
	}
	root, _, err := replyOf(text)
	if err == nil {
		err = noEntity(text)
	}
	if err == nil && (root != "hello" || !isEnd(text[bytes.LastIndexByte(text, '<'):], "hello")) {
		err = errors.New("it is not a whole <hello>")
	}
	if err != nil {
		return serverHello{}, failure.New(failure.Parse, "what the switch said is no NETCONF hello (%q): %w", redact.Excerpt(string(text)), err)
	}
	return capabilitiesIn(text), nil
}

// capabilitiesIn takes the capabilities out of a hello.
func capabilitiesIn(text []byte) (hello serverHello) {
	var names strings.Builder
	names.Grow(len(text) / 2) //nolint:mnd // what they usually take, with the line feeds
	names.WriteByte('\n')
	for rest := text; ; {
		_, after, found := bytes.Cut(rest, []byte("capability>"))
		if !found {
			hello.names = names.String()
			return hello
		}
		uri, tag, found := bytes.Cut(after, []byte("<"))
		if found && bytes.HasPrefix(tag, []byte("/")) {
			hello.count++
			uri := bytes.TrimSpace(uri)
			if at := bytes.IndexByte(uri, '?'); at >= 0 {
				uri = uri[:at+1]
			}
			names.Write(uri)
			names.WriteByte('\n')
		}
		rest = after[len(uri):]
		if end := bytes.IndexByte(rest, '>'); end >= 0 { // of the tag that ends it
			rest = rest[end+1:]
		}
	}
}

// entity is one of those that every document has, and all that a hello needs.
var entity = regexp.MustCompile(`^&(amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);`)

// noEntity refuses entities that a document type would have to declare.
func noEntity(text []byte) error {
	for {
		at := bytes.IndexByte(text, '&')
		if at < 0 {
			return nil
		}
		if text = text[at:]; !bytes.HasPrefix(text, []byte("&amp;")) && !entity.Match(text) {
			return fmt.Errorf("invalid character entity %q", text[:min(len(text), 20)])
		}
		text = text[1:]
	}
}

// isEnd reports whether a tag ends that element, with any prefix.
func isEnd(tag []byte, name string) bool {
	inside, ok := bytes.CutPrefix(tag, []byte("</"))
	inside, closed := bytes.CutSuffix(bytes.TrimSpace(inside), []byte(">"))
	if at := bytes.LastIndexByte(inside, ':'); at >= 0 {
		inside = inside[at+1:]
	}
	return ok && closed && string(bytes.TrimSpace(inside)) == name
}

// base is the version of NETCONF to use. 1.0 is preferred: it is cheaper.
func (h serverHello) base() (string, error) {
	for _, base := range []string{netconf10, netconf11} {
		if strings.Contains(h.names, "\n"+base+"\n") {
			return base, nil
		}
	}
	return "", failure.New(failure.Unsupported, "the switch speaks neither NETCONF 1.0 nor 1.1 (%d other capabilities)", h.count)
}

// offers reports whether a model of that namespace is among the capabilities. Its name and
// revision follow a question mark there.
func (h serverHello) offers(namespace string) bool {
	return strings.Contains(h.names, "\n"+namespace+"\n") || strings.Contains(h.names, "\n"+namespace+"?\n")
}

// replyOf returns the root element of a message and the id of the request that it answers. The id is empty for
// other messages, such as notifications.
func replyOf(text []byte) (root, id string, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.RawToken()
		if err != nil {
			return "", "", failure.New(failure.Parse, "what the switch said is no NETCONF message (%q): %w", redact.Excerpt(string(text[:min(len(text), 200)])), err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return "", "", errDoctype()
		case xml.StartElement:
			for _, a := range t.Attr {
				if a.Name.Local == "message-id" {
					id = a.Value
				}
			}
			return t.Name.Local, id, nil
		}
	}
}

// noDoctype refuses a document type, which NETCONF forbids (RFC 6241, section 3): XML bombs need one.
func noDoctype(text []byte) error {
	if bytes.Contains(text, []byte("<!DOCTYPE")) || bytes.Contains(text, []byte("<!ENTITY")) {
		return errDoctype()
	}
	return nil
}

func errDoctype() *failure.Error {
	return failure.New(failure.Parse, "the switch sent a document type, which NETCONF forbids")
}
