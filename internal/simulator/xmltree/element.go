// Package xmltree is XML as a tree of elements: reading and writing it, and selecting parts of it with
// the subtree filters of NETCONF. It knows nothing of switches.
package xmltree

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// Element is a piece of XML: a leaf with its text, or a container or an entry of a list with others in it.
type Element struct {
	Space, Name string
	Attributes  []xml.Attr
	Text        string
	Key         string // of an entry of a list: the leaf that tells it from others
	In          []Element
}

func Leaf(name, text string) Element               { return Element{Name: name, Text: text} }
func Container(name string, in ...Element) Element { return Element{Name: name, In: in} }

func Entry(name, key string, in ...Element) Element {
	return Element{Name: name, Key: key, In: in}
}

// Child is the first of that name; nil if there is none.
func (e *Element) Child(name string) *Element {
	for i := range e.In {
		if e.In[i].Name == name {
			return &e.In[i]
		}
	}
	return nil
}

// Attribute is the value of one; empty if there is none.
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
	_ = xml.EscapeText(b, []byte(e.Text)) // a Buffer takes all
	for i := range e.In {
		e.In[i].Write(b)
	}
	b.WriteString("</")
	b.WriteString(e.Name)
	b.WriteByte('>')
}

// errDepth is about XML that nobody writes.
var errDepth = errors.New("simulator: nested too deeply")

// Read reads a whole document.
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
