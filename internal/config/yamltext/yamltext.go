// Package yamltext parses a text as one YAML document, in bounds, and names the line of what is wrong in words that help.
// It is pure, knows nothing of what the document means, and never shows a value of it. Package config reads the document.
package yamltext

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// maxAliased bounds how many nodes aliases may add to a document. A hundred bytes of aliases of aliases can stand for
// billions of nodes.
const maxAliased = 1_000_000

// Problem says why a text is unusable.
type Problem struct {
	// Line counts from 1.
	Line int
	// What is wrong.
	What string
	// Write is what to write instead; empty where What says it all.
	Write string
}

// Parse parses text as a single YAML document (JSON is one, too) and returns its top node, with aliases that are safe to
// follow. An empty document has none. The problem is nil unless the text is unusable.
func Parse(text []byte) (top *yaml.Node, wrong *Problem) {
	if line := badCharacter(text); line > 0 {
		return nil, &Problem{line, "holds a control character or is not UTF-8", "the file as plain UTF-8 text"}
	}
	documents, err := parse(bytes.NewReader(text))
	switch {
	case err != nil:
		return nil, syntax(text, err)
	case len(documents) == 0 || isNull(documents[0].Content[0]):
		return nil, nil
	case len(documents) > 1:
		return nil, &Problem{documents[1].Line, "a second YAML document begins here", "one document, without a line of ---"}
	}
	top = documents[0].Content[0]
	sizes := aliasSizes{known: map[*yaml.Node]int{}}
	if own, full := ownSize(top), sizes.of(top); full-own > maxAliased {
		return nil, &Problem{top.Line, "its aliases (*name) refer to themselves or add up to too much", "out what they stand for"}
	}
	return top, nil
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// parse returns up to two documents: a second one is an error whatever comes after it.
func parse(text io.Reader) (documents []*yaml.Node, err error) {
	// A file that makes the YAML library panic must not end a running exporter at a reload.
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("yaml: cannot be parsed")
		}
	}()
	decoder := yaml.NewDecoder(text)
	for len(documents) < 2 {
		var node yaml.Node
		switch err := decoder.Decode(&node); {
		case errors.Is(err, io.EOF):
			return documents, nil
		case err != nil:
			return nil, fmt.Errorf("reading YAML: %w", err)
		case len(node.Content) > 0:
			documents = append(documents, &node)
		}
	}
	return documents, nil
}

// badCharacter returns the first line with something other than printable UTF-8, or 0.
func badCharacter(text []byte) int {
	line := 1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r == '\n':
			line++
		case r == utf8.RuneError && size == 1, (r < ' ' || r >= 0x7f && r < 0xa0) && !strings.ContainsRune("\t\r\u0085", r):
			return line
		}
		i += size
	}
	return 0
}

// ownSize counts the nodes as written, aliases as one.
func ownSize(node *yaml.Node) int {
	n := 1
	for _, c := range node.Content {
		n += ownSize(c)
	}
	return n
}

// aliasSizes counts nodes with every alias replaced by what it stands for, in linear time.
type aliasSizes struct{ known map[*yaml.Node]int }

// endless is the size of a node that contains itself.
const endless = math.MaxInt32

func (a aliasSizes) of(node *yaml.Node) int {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if n, ok := a.known[node]; ok {
		return n
	}
	if node.Anchor != "" {
		a.known[node] = endless // until it is counted: an alias to itself finds this
	}
	n := 1
	for _, c := range node.Content {
		n = min(n+a.of(c), endless)
	}
	if node.Anchor != "" {
		a.known[node] = n
	}
	return n
}
