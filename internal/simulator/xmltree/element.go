// Package xmltree holds XML as a tree of elements: it reads and writes documents, and selects parts of
// them with the subtree filters of NETCONF. It uses no other package of the simulator. Package screen
// builds trees with it, and package server reads requests and writes replies.
package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// Element is an XML element: a leaf with text, or a container or list entry with elements inside.
type Element struct {
	Space, Name string
	Attributes  []xml.Attr
	Text        string
	Key         string // for an entry of a list: the leaf that identifies it
	In          []Element
}

// Leaf returns an element with text.
func Leaf(name, text string) Element { return Element{Name: name, Text: text} }

// Container returns an element that holds others.
func Container(name string, in ...Element) Element { return Element{Name: name, In: in} }

// Entry returns a list entry that is identified by its leaf named key.
func Entry(name, key string, in ...Element) Element {
	return Element{Name: name, Key: key, In: in}
}

// Child returns the first child of that name, or nil.
func (e *Element) Child(name string) *Element {
	for i := range e.In {
		if e.In[i].Name == name {
			return &e.In[i]
		}
	}
	return nil
}

// Attribute returns the value of an attribute, or "".
func (e *Element) Attribute(name string) string {
	for _, a := range e.Attributes {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Write prints the element on one line, as the switch does. A namespace is declared where it begins.
func (e *Element) Write(b *bytes.Buffer) {
	b.WriteByte('<')
	b.WriteString(e.Name)
	if e.Space != "" {
		b.WriteString(` xmlns="`)
		b.WriteString(e.Space)
		b.WriteByte('"')
	}
	if e.Text == "" && len(e.In) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(e.Text)) // a Buffer never fails
	for i := range e.In {
		e.In[i].Write(b)
	}
	b.WriteString("</")
	b.WriteString(e.Name)
	b.WriteByte('>')
}

// errDepth rejects XML that no client writes.
var errDepth = errors.New("simulator: nested too deeply")

// Read parses a whole document.
func Read(text []byte) (*Element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	root := Element{}
	path := []*Element{&root}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(root.In) == 1:
			return &root.In[0], nil
		case err != nil:
			return nil, err
		case len(path) > 100:
			return nil, errDepth
		}
		at := path[len(path)-1]
		switch t := token.(type) {
		case xml.StartElement:
			at.In = append(at.In, Element{Space: t.Name.Space, Name: t.Name.Local, Attributes: slices.Clone(t.Attr)})
			path = append(path, &at.In[len(at.In)-1])
		case xml.CharData:
			at.Text += string(t)
		case xml.EndElement:
			at.Text = strings.TrimSpace(at.Text)
			path = path[:len(path)-1]
		}
	}
}
