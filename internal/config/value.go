package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

// value is a node of a file together with its place, so that problems with it, found now or later, are reported
// with line and key. The zero value means that the key is not given.
type value struct {
	src  *source
	node *yaml.Node // aliases followed
	line int        // of the key, or of the list item
	key  string     // the last element of path
	path string
}

func (v value) given() bool     { return v.node != nil }
func (v value) isMapping() bool { return v.node.Kind == yaml.MappingNode }
func (v value) isList() bool    { return v.node.Kind == yaml.SequenceNode }

// isEmptyList reports whether the value is written, as a list without entries.
func (v value) isEmptyList() bool { return v.given() && v.isList() && len(v.node.Content) == 0 }

func (v value) place() place { return place{file: v.src.file, line: v.line, key: v.path} }

// problem makes a problem at the value's place, without reporting it.
func (v value) problem(what, write string) Problem { return v.place().problem(what, write) }

// bad reports a problem.
func (v value) bad(what, write string) { v.badBecause(nil, what, write) }

func (v value) badBecause(cause error, what, write string) {
	p := v.problem(what, write)
	p.cause = cause
	v.src.findings.problems = append(v.src.findings.problems, p)
}

// warn reports a warning.
func (v value) warn(what, write string) {
	v.src.findings.warnings = append(v.src.findings.warnings, Warning(v.problem(what, write)))
}

// at is the value of a key that is not given in v. It has the line of v.
func (v value) at(key string) value {
	v.node, v.key, v.path = nil, key, joinPath(v.path, key)
	return v
}

// wrongType reports the kind of the value. It does not show the value, which may be a secret in the wrong
// place.
func (v value) wrongType(write string) { v.bad("is "+kindOf(v.node), write) }

// scalar returns the text of a scalar of that type ("!!str").
func (v value) scalar(tag string) (string, bool) {
	if v.node.Kind != yaml.ScalarNode || v.node.ShortTag() != tag {
		return "", false
	}
	return v.node.Value, true
}

// text returns a string that is not empty; write says what to write instead of something else.
func (v value) text(write string) (string, bool) {
	text, ok := v.scalar("!!str")
	switch {
	case !ok:
		v.wrongType(write)
	case text == "":
		v.bad("is empty", write)
		ok = false
	}
	return text, ok
}

// optionalText is text that may be empty: "" stands for "not given".
func (v value) optionalText(write string) (string, bool) {
	if text, ok := v.scalar("!!str"); ok && text == "" {
		return "", false
	}
	return v.text(write)
}

// oneOf returns one of a few words.
func (v value) oneOf(known ...string) (string, bool) {
	write := suggest.Or(known)
	text, ok := v.text(write)
	if !ok || slices.Contains(known, text) {
		return text, ok
	}
	v.bad(quoted(text)+" is not known", write)
	return "", false
}

// integer sets *into to a number from low to high.
func (v value) integer(into *int, low, high int) {
	write := fmt.Sprintf("a number from %d to %d", low, high)
	text, ok := v.scalar("!!int")
	if !ok {
		v.wrongType(write)
		return
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		v.bad("is out of range", write)
		return
	}
	*into = n
}

// boolean sets *into to true or false.
func (v value) boolean(into *bool) {
	text, ok := v.scalar("!!bool")
	if !ok {
		v.wrongType("true or false")
		return
	}
	*into = strings.EqualFold(text, "true")
}

// maxDuration keeps sums and multiples of durations far from overflowing.
const maxDuration = 365 * 24 * time.Hour

// duration sets *into to a duration in the form that Prometheus uses; zero only if allowed.
func (v value) duration(into *time.Duration, zeroAllowed bool) {
	const write = "a number with a unit, such as 500ms, 30s or 1m30s"
	number, isInt := v.scalar("!!int")
	text, isText := v.scalar("!!str")
	if isInt {
		text = number
	}
	d, err := model.ParseDuration(text)
	switch {
	case !isInt && !isText:
		v.wrongType(write)
	case strings.HasPrefix(text, "-"):
		v.bad("is negative", write)
	case isInt && strings.Trim(text, "0") != "":
		v.bad("has no unit", text+"s for seconds")
	case err != nil:
		v.bad("is not a duration", write)
	case d == 0 && !zeroAllowed:
		v.bad("must be longer than zero", write)
	case time.Duration(d) > maxDuration:
		v.bad("is longer than a year", "less")
	default:
		*into = time.Duration(d)
	}
}

// file returns a path. A relative one starts from the directory of the configuration file.
func (v value) file(write string) (string, bool) {
	path, ok := v.text(write)
	if !ok {
		return "", false
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(v.src.dir, path)
	}
	return path, true
}

// items returns the values of a list.
func (v value) items(write string) []value {
	if !v.isList() {
		v.wrongType(write)
		return nil
	}
	list := make([]value, len(v.node.Content))
	for i, n := range v.node.Content {
		key := "[" + strconv.Itoa(i) + "]"
		list[i] = value{src: v.src, node: follow(n), line: n.Line, key: key, path: v.path + key}
	}
	return list
}

func follow(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// kindOf names the kind of a node in words, without its content.
func kindOf(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!str":
		return "text"
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	case "!!null":
		return "empty"
	case "!!binary":
		return "binary"
	}
	return "a YAML tag (it begins with !)"
}
