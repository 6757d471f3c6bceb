package netconf_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

// pathsOf are the paths of all elements in a filter, below state.
func pathsOf(t *testing.T, filter string) map[string]bool {
	t.Helper()
	paths := map[string]bool{}
	var path []string
	for d := xml.NewDecoder(strings.NewReader(filter)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return paths
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if path = append(path, token.Name.Local); len(path) > 2 {
				paths[strings.Join(path[2:], "/")] = true
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
}

// TestFilterLosesNothing: what is read of a whole tree is read of the filtered one.
func TestFilterLosesNothing(t *testing.T) {
	keep := pathsOf(t, netconf.Filter)
	for name, text := range fixture.Replies(t) {
		if got, want := fixture.Dump(t, fixture.Read(t, filtered(t, text, keep))), fixture.Dump(t, fixture.Read(t, text)); got != want {
			t.Errorf("%s: %s", name, fixture.FirstDifference(got, want))
		}
	}
}

// filtered leaves out of a reply what is below licensing/state and not to be kept.
func filtered(t *testing.T, text string, keep map[string]bool) string {
	t.Helper()
	var out strings.Builder
	d := xml.NewDecoder(strings.NewReader(text))
	var path []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			path = append(path, token.Name.Local)
			if len(path) > 4 && !keep[strings.Join(path[4:], "/")] {
				if err := d.Skip(); err != nil {
					t.Fatal(err)
				}
				path = path[:len(path)-1]
				continue
			}
			fmt.Fprintf(&out, `<%s xmlns="%s">`, token.Name.Local, token.Name.Space)
		case xml.EndElement:
			fmt.Fprintf(&out, "</%s>", token.Name.Local)
			path = path[:len(path)-1]
		case xml.CharData:
			if err := xml.EscapeText(&out, token); err != nil {
				t.Fatal(err)
			}
		}
	}
}
