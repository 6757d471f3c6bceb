package device

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strings"
)

// The base capabilities of RFC 6241, section 8.1.
const (
	netconf10 = "urn:ietf:params:netconf:base:1.0"
	netconf11 = "urn:ietf:params:netconf:base:1.1"
)

// serverHello is what a switch says of itself first (RFC 6241, section 8.1).
type serverHello struct{ capabilities []string }

// readHello understands a hello. No entity is expanded, and no document type is allowed.
func readHello(text []byte) (serverHello, error) {
	if err := noDoctype(text); err != nil {
		return serverHello{}, err
	}
	var hello struct {
		XMLName      xml.Name `xml:"hello"`
		Capabilities []string `xml:"capabilities>capability"`
	}
	if err := xml.Unmarshal(text, &hello); err != nil {
		return serverHello{}, fail(ReasonParse, "what the switch said is no NETCONF hello (%q): %w", excerpt(string(text)), err)
	}
	for i, c := range hello.Capabilities {
		hello.Capabilities[i] = strings.TrimSpace(c)
	}
	return serverHello{hello.Capabilities}, nil
}

// base is the version of NETCONF to speak. 1.0 goes first: it is the cheaper one.
func (h serverHello) base() (string, error) {
	for _, base := range []string{netconf10, netconf11} {
		if slices.Contains(h.capabilities, base) {
			return base, nil
		}
	}
	return "", fail(ReasonUnsupported, "the switch speaks neither NETCONF 1.0 nor 1.1 (%d other capabilities)", len(h.capabilities))
}

// offers tells whether a model of that namespace is among the capabilities, which carry its name and
// revision behind a question mark.
func (h serverHello) offers(namespace string) bool {
	return slices.ContainsFunc(h.capabilities, func(c string) bool {
		name, _, _ := strings.Cut(c, "?")
		return name == namespace
	})
}

// replyOf tells which request a message answers; no id for what is no reply, such as a notification.
func replyOf(text []byte) (root, id string, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.RawToken()
		if err != nil {
			return "", "", fail(ReasonParse, "what the switch said is no NETCONF message (%q): %w", excerpt(string(text[:min(len(text), 200)])), err)
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

// noDoctype refuses a document type, which NETCONF forbids (RFC 6241, section 3): it is what XML bombs
// are made of.
func noDoctype(text []byte) error {
	if bytes.Contains(text, []byte("<!DOCTYPE")) || bytes.Contains(text, []byte("<!ENTITY")) {
		return errDoctype()
	}
	return nil
}

func errDoctype() *Error {
	return fail(ReasonParse, "the switch sent a document type, which NETCONF forbids")
}
