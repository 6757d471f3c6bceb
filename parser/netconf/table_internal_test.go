package netconf

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

// TestFilterIsTheTable: the filter asks for what is read, in one line, and for nothing else.
func TestFilterIsTheTable(t *testing.T) {
	var read []string
	for _, l := range leaves {
		if leaf, ok := strings.CutPrefix(l.path, inState); ok {
			read = append(read, leaf)
		}
		if len(l.path) >= maxPath {
			t.Errorf("%s is never reached", l.path)
		}
	}
	asked := emptyElements(t, Filter)
	slices.Sort(read)
	slices.Sort(asked)
	for _, leaf := range asked {
		if _, found := slices.BinarySearch(read, leaf); !found {
			t.Errorf("%s is asked for but not read", leaf)
		}
	}
	for _, leaf := range read {
		if _, found := slices.BinarySearch(asked, leaf); !found {
			t.Errorf("%s is read but not asked for", leaf)
		}
	}
	if len(slices.Compact(read)) != len(asked) {
		t.Error("something stands there twice")
	}
	if strings.ContainsAny(Filter, "\r\n") {
		t.Error("more than one line")
	}
}

// emptyElements are the paths of those below licensing/state.
func emptyElements(t *testing.T, filter string) (leaves []string) {
	t.Helper()
	var path []string
	d, empty := xml.NewDecoder(strings.NewReader(filter)), false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return leaves
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			path, empty = append(path, token.Name.Local), true
		case xml.EndElement:
			if empty {
				leaves = append(leaves, strings.Join(path[2:], "/"))
			}
			path, empty = path[:len(path)-1], false
		}
	}
}
