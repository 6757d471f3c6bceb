package netconf

import (
	"encoding/xml"
	"strings"
)

// kind is that of a token.
type kind byte

const (
	remark      kind = iota // which says nothing
	begins                  // the beginning of an element
	ends                    // its end
	characters              // text
	directive               // a document type, for one
	instruction             // a processing instruction, such as the XML declaration
)

// token is a part of a reply.
type token struct {
	kind kind
	// name of the element or the instruction.
	name xml.Name
	// attributes is how many bytes the attributes of the element take.
	attributes int
	// text is valid for ever.
	text string
}

// source cuts a reply into tokens. Its error is io.EOF after a whole reply.
type source interface {
	token() (token, error)
	// position is where the token ends that was read last: the line, from 1, and the bytes before.
	position() (line int, offset int64)
}

// anyXML reads whatever is XML.
type anyXML struct{ *xml.Decoder }

func newAnyXML(text string) anyXML { return anyXML{xml.NewDecoder(strings.NewReader(text))} }

// position implements source.
func (a anyXML) position() (line int, offset int64) {
	line, _ = a.InputPos()
	return line, a.InputOffset()
}

// token implements source.
func (a anyXML) token() (token, error) {
	t, err := a.Token()
	switch t := t.(type) {
	case xml.StartElement:
		bytes := 0
		for _, a := range t.Attr {
			bytes += len(a.Name.Local) + len(a.Name.Space) + len(a.Value)
		}
		return token{kind: begins, name: t.Name, attributes: bytes}, err
	case xml.EndElement:
		return token{kind: ends, name: t.Name}, err
	case xml.CharData:
		return token{kind: characters, text: string(t)}, err
	case xml.Directive:
		return token{kind: directive}, err
	case xml.ProcInst:
		return token{kind: instruction, name: xml.Name{Local: t.Target}}, err
	}
	return token{}, err
}
