package simulator

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// element is a piece of XML: a leaf with its text, or a container or an entry of a list with others in it.
type element struct {
	space, name string
	attributes  []xml.Attr
	text        string
	key         string // of an entry of a list: the leaf that tells it from others
	in          []element
}

func leaf(name, text string) element               { return element{name: name, text: text} }
func container(name string, in ...element) element { return element{name: name, in: in} }

func entry(name, key string, in ...element) element {
	return element{name: name, key: key, in: in}
}

// child is the first of that name; nil if there is none.
func (e *element) child(name string) *element {
	for i := range e.in {
		if e.in[i].name == name {
			return &e.in[i]
		}
	}
	return nil
}

// attribute is the value of one; empty if there is none.
func (e *element) attribute(name string) string {
	for _, a := range e.attributes {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// write prints the element on one line, as the switch does. A namespace is declared where it begins.
func (e *element) write(b *bytes.Buffer) {
	b.WriteByte('<')
	b.WriteString(e.name)
	if e.space != "" {
		b.WriteString(` xmlns="`)
		b.WriteString(e.space)
		b.WriteByte('"')
	}
	if e.text == "" && len(e.in) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(e.text)) // a Buffer takes all
	for i := range e.in {
		e.in[i].write(b)
	}
	b.WriteString("</")
	b.WriteString(e.name)
	b.WriteByte('>')
}

// errDepth is about XML that nobody writes.
var errDepth = errors.New("simulator: nested too deeply")

// readXML reads a whole document.
func readXML(text []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	root := element{}
	path := []*element{&root}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(root.in) == 1:
			return &root.in[0], nil
		case err != nil:
			return nil, err
		case len(path) > 100:
			return nil, errDepth
		}
		at := path[len(path)-1]
		switch t := token.(type) {
		case xml.StartElement:
			at.in = append(at.in, element{space: t.Name.Space, name: t.Name.Local, attributes: slices.Clone(t.Attr)})
			path = append(path, &at.in[len(at.in)-1])
		case xml.CharData:
			at.text += string(t)
		case xml.EndElement:
			at.text = strings.TrimSpace(at.text)
			path = path[:len(path)-1]
		}
	}
}
