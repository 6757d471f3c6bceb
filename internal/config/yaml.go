package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

const (
	// maxFileSize bounds a configuration or target file: 10,000 targets take about 2 MiB.
	maxFileSize = 16 << 20
	// maxAliased bounds how many nodes aliases may add to a document. A hundred bytes of
	// aliases of aliases can stand for billions of nodes.
	maxAliased = 1_000_000
)

// source is one file that is being read.
type source struct {
	file string
	// dir is what relative paths in the file start from.
	dir      string
	disk     *disk.Files
	findings *findings
}

func (s *source) bad(line int, what, write string) {
	s.findings.problems = append(s.findings.problems, Problem{File: s.file, Line: line, What: what, Write: write})
}

// root parses text as a single YAML document (JSON is one, too) and returns its top value; ok is
// false if the text is unusable, which is then reported.
func (s *source) root(text []byte, example string) (top value, ok bool) {
	if len(text) > maxFileSize {
		s.bad(0, "is larger than 16 MiB", "less, or split the targets into several target_files")
		return value{}, false
	}
	if line := badCharacter(text); line > 0 {
		s.bad(line, "holds a control character or is not UTF-8", "the file as plain UTF-8 text")
		return value{}, false
	}
	documents, err := parseYAML(bytes.NewReader(text))
	switch {
	case err != nil:
		s.syntax(text, err)
	case len(documents) == 0 || isNull(documents[0].Content[0]):
		s.bad(0, "is empty", example)
	case len(documents) > 1:
		s.bad(documents[1].Line, "a second YAML document begins here", "one document, without a line of ---")
	default:
		return s.checkedRoot(documents[0].Content[0])
	}
	return value{}, false
}

func (s *source) checkedRoot(node *yaml.Node) (value, bool) {
	sizes := aliasSizes{known: map[*yaml.Node]int{}}
	if own, full := ownSize(node), sizes.of(node); full-own > maxAliased {
		s.bad(node.Line, "its aliases (*name) refer to themselves or add up to too much", "out what they stand for")
		return value{}, false
	}
	return value{src: s, node: node, line: node.Line}, true
}

// parseYAML returns up to two documents: a second one is an error whatever comes after it.
func parseYAML(text io.Reader) (documents []*yaml.Node, err error) {
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
		case r == utf8.RuneError && size == 1, isControl(r) && !strings.ContainsRune("\t\r\u0085", r):
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
