package netconf

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// errNotPlain ends the reading of plainXML: encoding/xml has to read the reply.
var errNotPlain = errors.New("not plain")

// longestTag is longer than any tag that plainXML reads, and mostSpaces more than the namespaces that it keeps.
const (
	longestTag = 1024
	mostSpaces = 32
)

// plainXML cuts a reply into tokens in a fraction of the time that encoding/xml takes. It reads what switches write: tags,
// attributes and texts of ASCII, and the entities that every document has. It gives up at anything else and at anything wrong. What it has read
// until the end is what encoding/xml would have read.
type plainXML struct {
	text string
	at   int // how much of the text has been read
	// lines have ended before counted.
	lines, counted int
	// open are the names of the open elements, with their prefixes. empty is true if the last one has no tag of its own for
	// its end.
	open  []string
	empty bool
	// spaces are the namespaces that were declared in the open elements.
	spaces []space
}

// space is a namespace that was declared.
type space struct {
	prefix, uri string
	depth       int // of the element with the declaration
}

func newPlainXML(text string) *plainXML {
	p := &plainXML{text: text}
	for _, declaration := range []string{`<?xml version="1.0" encoding="UTF-8"?>`, `<?xml version="1.0" encoding="utf-8"?>`, `<?xml version="1.0"?>`} {
		if strings.HasPrefix(text, declaration) {
			p.at = len(declaration)
		}
	}
	return p
}

// position implements source.
func (p *plainXML) position() (line int, offset int64) {
	p.lines += strings.Count(p.text[p.counted:p.at], "\n")
	p.counted = p.at
	return p.lines + 1, int64(p.at)
}

// token implements source. The error is io.EOF at the end of a whole reply, else errNotPlain.
func (p *plainXML) token() (t token, err error) {
	ok := true
	switch {
	case p.empty:
		p.empty = false
		t = p.end()
	case p.at == len(p.text) && len(p.open) == 0:
		return token{}, io.EOF
	case !p.cut("<"):
		t, ok = p.characters()
	case !p.cut("/"):
		t, ok = p.beginTag()
	default:
		t, ok = p.endTag()
	}
	if !ok {
		return token{}, errNotPlain
	}
	return t, nil
}

// cut reads what the rest of the text begins with, if it does.
func (p *plainXML) cut(prefix string) bool {
	if !strings.HasPrefix(p.text[p.at:], prefix) {
		return false
	}
	p.at += len(prefix)
	return true
}

// characters reads the text up to the next tag.
func (p *plainXML) characters() (token, bool) {
	text := p.text[p.at:]
	if end := strings.IndexByte(text, '<'); end >= 0 {
		text = text[:end]
	}
	p.at += len(text)
	said, ok := unescaped(text)
	return token{kind: characters, text: said}, ok && text != "" && isPlainText(text)
}

// unescaped is a text with the entities that every document has replaced by what they stand for. It returns false if there
// are others.
func unescaped(text string) (string, bool) {
	if strings.IndexByte(text, '&') < 0 {
		return text, true
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "&")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		name, after, ended := strings.Cut(rest, ";")
		letter := letterOf(name)
		if !ended || letter == 0 {
			return "", false
		}
		b.WriteByte(letter)
		text = after
	}
}

// letterOf is what an entity stands for; 0 for one that not every document has.
func letterOf(name string) byte {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	return 0
}

// isPlainText reports whether a text is of ASCII without control characters, and has no part of a mark for the end.
func isPlainText(text string) bool {
	for i := range len(text) {
		if c := text[i]; c == '>' || c >= 0x7f || c < ' ' && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// beginTag reads the rest of a tag that begins an element.
func (p *plainXML) beginTag() (token, bool) {
	begin := p.at
	name, ok := p.name()
	ok = ok && name != "xmlns" && !strings.HasPrefix(name, "xml:") // which have a meaning of their own
	p.open = append(p.open, name)
	for ok && p.at-begin < longestTag {
		blank := p.blanks()
		if p.empty = p.cut("/>"); p.empty || p.cut(">") {
			return token{kind: begins, name: p.resolved(name), attributes: p.at - begin}, p.at-begin < longestTag
		}
		ok = blank && p.attribute()
	}
	return token{}, false
}

// attribute reads one attribute, and keeps what it declares. One with a prefix other than that of a declaration is not plain.
func (p *plainXML) attribute() bool {
	name, ok := p.name()
	prefix, local := cutName(name)
	if !ok || !p.cut(`="`) {
		return false
	}
	value, _, closed := strings.Cut(p.text[p.at:], `"`)
	if !closed || !isPlainText(value) || strings.ContainsAny(value, "&<\n\t") {
		return false
	}
	p.at += len(value) + 1
	switch {
	case prefix == "xmlns":
	case prefix != "":
		return false
	case local == "xmlns":
		local = ""
	default:
		return true
	}
	p.spaces = append(p.spaces, space{prefix: local, uri: value, depth: len(p.open)})
	return value != "" && local != "xml" && local != "xmlns" && len(p.spaces) <= mostSpaces
}

// endTag reads the rest of a tag that ends an element.
func (p *plainXML) endTag() (token, bool) {
	last := len(p.open) - 1
	if last < 0 || !p.cut(p.open[last]) {
		return token{}, false
	}
	p.blanks()
	ok := p.cut(">")
	return p.end(), ok
}

// end ends the innermost element.
func (p *plainXML) end() token {
	last := len(p.open) - 1
	t := token{kind: ends, name: p.resolved(p.open[last])}
	for n := len(p.spaces) - 1; n >= 0 && p.spaces[n].depth > last; n-- {
		p.spaces = p.spaces[:n]
	}
	p.open = p.open[:last]
	return t
}

// blanks passes over blanks, and reports whether there were any.
func (p *plainXML) blanks() bool {
	from := p.at
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\n' || p.text[p.at] == '\t') {
		p.at++
	}
	return p.at > from
}

// name reads a name, which may have a prefix.
func (p *plainXML) name() (string, bool) {
	from := p.at
	for p.at < len(p.text) && isNameByte(p.text[p.at]) {
		p.at++
	}
	name := p.text[from:p.at]
	prefix, local := cutName(name)
	return name, isPlainName(local) && (prefix == "" && len(local) == len(name) || isPlainName(prefix))
}

// isPlainName reports whether a text is a whole name or a part of one.
func isPlainName(name string) bool {
	return name != "" && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z' || name[0] == '_') && strings.IndexByte(name, ':') < 0
}

// isNameByte reports whether a byte of ASCII may be in a name.
func isNameByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == ':'
}

// cutName cuts a name into its prefix, which may be empty, and what follows that.
func cutName(name string) (prefix, local string) {
	if prefix, local, ok := strings.Cut(name, ":"); ok {
		return prefix, local
	}
	return "", name
}

// resolved is an element's name with its namespace in place of the prefix. A prefix that was not declared stays.
func (p *plainXML) resolved(name string) xml.Name {
	prefix, local := cutName(name)
	for n := len(p.spaces) - 1; n >= 0; n-- {
		if p.spaces[n].prefix == prefix {
			return xml.Name{Space: p.spaces[n].uri, Local: local}
		}
	}
	return xml.Name{Space: prefix, Local: local}
}
