package collector

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	dto "github.com/prometheus/client_model/go"
)

// maxShared is how many values of each label are shared between targets. It bounds the memory for labels
// whose values are all different, such as serial numbers.
const maxShared = 64

// sharedPairs makes label pairs, and shares one between all targets where a label has few values: most series of a
// fleet differ only in their target. It is safe for concurrent use.
type sharedPairs struct {
	mu     sync.Mutex
	byName map[string]*sharedLabel
}

// sharedLabel is one label with its values known so far, up to maxShared.
type sharedLabel struct {
	name  string
	pairs map[string]*dto.LabelPair
}

// of appends the pairs of the metric's own labels with these values.
func (s *sharedPairs) of(to []*dto.LabelPair, m *Metric, values []string) []*dto.LabelPair {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, value := range values {
		to = append(to, s.pair(m.Labels[i], value))
	}
	return to
}

// ofTarget are the pairs that all series of a target have.
func (s *sharedPairs) ofTarget(target string, labels map[string]string) []*dto.LabelPair {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := append(make([]*dto.LabelPair, 0, 1+len(labels)), s.pair("target", clean(target)))
	for name, value := range labels {
		out = append(out, s.pair(name, clean(value)))
	}
	sortByName(out) // so that the sort for each series has little to do
	return out
}

// pair is called with mu held.
func (s *sharedPairs) pair(name, value string) *dto.LabelPair {
	label, ok := s.byName[name]
	if !ok {
		if s.byName == nil {
			s.byName = make(map[string]*sharedLabel)
		}
		label = &sharedLabel{name: name, pairs: make(map[string]*dto.LabelPair)}
		s.byName[name] = label
	}
	if p, ok := label.pairs[value]; ok {
		return p
	}
	made := &struct { // in one piece
		pair  dto.LabelPair
		value string
	}{value: value}
	made.pair.Name, made.pair.Value = &label.name, &made.value
	if len(label.pairs) < maxShared {
		label.pairs[value] = &made.pair
	}
	return &made.pair
}

// maxLabel is the longest label value, in characters.
const maxLabel = 200

// clean makes a switch's text a label value: valid UTF-8, without control characters, cut at a rune boundary.
func clean(s string) string {
	plain := len(s) <= maxLabel
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain {
		return s
	}
	var out strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, string(utf8.RuneError)) {
		if unicode.IsControl(r) {
			continue
		}
		if n++; n > maxLabel {
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}
