package config

import (
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// field is one key of a mapping and what its value sets. A key without a value (null) counts as not given and
// never reaches set.
type field[T any] struct {
	key string
	set func(into *T, v value)
}

func keysOf[T any](fields []field[T]) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

// fill sets the fields of a mapping with a fixed set of keys, and reports every other key.
func fill[T any](v value, fields []field[T], into *T) {
	for _, e := range v.entries() {
		if f := find(fields, e.name); f == nil {
			v.unknownKey(e, keysOf(fields))
		} else if child := v.child(e); !isNull(child.node) {
			f.set(into, child)
		}
	}
}

func find[T any](fields []field[T], key string) *field[T] {
	for i := range fields {
		if fields[i].key == key {
			return &fields[i]
		}
	}
	return nil
}

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,39}$`)

// canShow reports whether a message may show a key. A key that is not a plain word may hold what was meant as a
// value, and so a secret: {password:secret}, without a blank, is one key. Near secrets even a plain word may be
// a secret, unless it resembles a known key.
func (v value) canShow(key string, known []string) bool {
	if !plainKey.MatchString(key) {
		return false
	}
	return !v.nearSecrets() || nearest(key, known) != "" || homeOf(key) != ""
}

// nearSecrets reports whether v is a part of the configuration that holds secrets.
func (v value) nearSecrets() bool {
	inList := strings.HasPrefix(v.path, "target_urls[") && strings.Contains(v.path, "].")
	return strings.HasPrefix(v.path, "auths.") || inList
}

func (v value) unknownKey(e entry, known []string) {
	v.line = e.line
	if !v.canShow(e.name, known) {
		v.bad("holds an unknown key", anyOf(known)+" (with a blank after the colon)")
		return
	}
	v = v.at(e.name)
	if near := nearest(e.name, known); near != "" {
		v.bad("unknown key; did you mean "+strconv.Quote(near)+"?", "")
	} else if home := homeOf(e.name); home != "" {
		v.bad("unknown key here; it belongs to "+home, "")
	} else {
		v.bad("unknown key", anyOf(known))
	}
}

// entry is one key of a mapping with its value.
type entry struct {
	name string
	line int
	node *yaml.Node
}

func (v value) child(e entry) value {
	return value{src: v.src, node: follow(e.node), line: e.line, key: e.name, path: joinPath(v.path, e.name)}
}

func joinPath(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// entries lists a mapping, with what merge keys (<<: *name) add at its end. It reports keys given
// twice, of which the first counts, and keys that are not text.
func (v value) entries() []entry {
	if !v.isMapping() {
		v.wrongType("a mapping, one \"key: value\" a line")
		return nil
	}
	var list []entry
	var merged []*yaml.Node
	first := make(map[string]int, len(v.node.Content)/2)
	for i := 0; i+1 < len(v.node.Content); i += 2 {
		key, node := follow(v.node.Content[i]), v.node.Content[i+1]
		place := v
		place.line = v.node.Content[i].Line
		switch {
		case key.Kind != yaml.ScalarNode:
			place.bad("has a key that is "+kindOf(key), "a word")
		case first[key.Value] > 0:
			if v.canShow(key.Value, keysOf(authFields())) {
				place = place.at(key.Value)
			}
			place.bad("is given twice, first on line "+strconv.Itoa(first[key.Value]), "it once")
		case key.ShortTag() == "!!merge":
			first[key.Value] = place.line
			merged = append(merged, place.merged(follow(node))...)
		case key.ShortTag() != "!!str":
			place.bad("has a key that is "+kindOf(key), "it in quotes")
		default:
			first[key.Value] = place.line
			list = append(list, entry{key.Value, place.line, node})
		}
	}
	for _, m := range merged {
		list = appendMissing(list, first, m)
	}
	return list
}

// merged returns the mappings that a merge key names.
func (v value) merged(node *yaml.Node) []*yaml.Node {
	candidates := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		candidates = node.Content
	}
	var list []*yaml.Node
	for _, c := range candidates {
		if c = follow(c); c.Kind != yaml.MappingNode {
			v.at("<<").bad("is "+kindOf(c), "an alias (*name) of a mapping")
			continue
		}
		list = append(list, c)
	}
	return list
}

// appendMissing adds the entries of a merged mapping whose keys are not there yet. What is wrong
// with the mapping itself is reported where it is written, not where it is merged.
func appendMissing(list []entry, first map[string]int, mapping *yaml.Node) []entry {
	silent := value{src: &source{findings: &findings{}}, node: mapping}
	for _, e := range silent.entries() {
		if first[e.name] == 0 {
			first[e.name] = e.line
			list = append(list, e)
		}
	}
	return list
}
