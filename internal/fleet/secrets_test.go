package fleet_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// said is what a poll with that password brings from a switch that says these things.
func said(t *testing.T, outputs map[string]string, collectors []string, secret string) *fleet.Result {
	t.Helper()
	target := &config.Target{Name: "sw", Address: "192.0.2.1:22", Module: &config.Module{
		Name: "m", Protocol: config.ProtocolSSH, Collectors: collectors, Session: config.SessionClose,
		Auth: &config.Auth{Name: "a", Username: "u", Password: config.NewSecret(secret)},
	}}
	sw := &fakeSwitch{name: "sw", outputs: outputs}
	f := fleet.New(&config.Config{
		Polling: config.Polling{MaxConcurrent: 1, Timeout: forever}, Targets: []*config.Target{target},
	}, fleet.Options{Open: func(ctx context.Context, _ *config.Target) (fleet.Session, error) { return sw.open(ctx) }})
	defer func() {
		if err := f.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	return f.Collect(t.Context())[0].Result
}

// textsOf are all texts of a value, by where they are.
func textsOf(t *testing.T, v any) map[string]string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	var walk func(path string, node any)
	walk = func(path string, node any) {
		switch v := node.(type) {
		case map[string]any:
			for key, child := range v {
				walk(path+"."+key, child)
			}
		case []any:
			for i, child := range v {
				walk(fmt.Sprintf("%s[%d]", path, i), child)
			}
		case string:
			if !strings.HasSuffix(path, ".Wall") {
				texts[path] = v
			}
		}
	}
	walk("", tree)
	return texts
}

// TestOwnWordsHideSecrets: whatever a switch says may be the password of its login, in every output. It is masked where
// it is shown, and nothing else is lost: neither the collector, nor a number or a time.
func TestOwnWordsHideSecrets(t *testing.T) {
	files, err := filepath.Glob("../../parser/testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	polls := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		command := capture.Detect(string(raw), "")
		if !slices.ContainsFunc(parser.Commands(), func(c parser.Command) bool { return c.Text == command.Text }) {
			continue // only captures have it
		}
		outputs, collectors := map[string]string{command.Text: string(raw)}, []string{command.Collector}
		plain := said(t, outputs, collectors, "not in any output")
		if plain.Err != nil {
			continue // an output to test errors with
		}
		texts := textsOf(t, plain.State)
		secrets := slices.Compact(slices.Sorted(maps.Values(texts)))
		for _, secret := range append(secrets, "license", "Transport", "Status", "1", "e", "Usage Reporting:") {
			polls++
			r := said(t, outputs, collectors, secret)
			if r.Err != nil {
				t.Fatalf("%s, password %q: %v", filepath.Base(file), secret, r.Err)
			}
			masked := textsOf(t, r.State)
			for path, text := range masked {
				if shown := strings.ReplaceAll(text, "<secret>", ""); len(secret) > 3 && strings.Contains(shown, secret) && !agentsOwn(path) {
					t.Errorf("%s, password %q: %s is %q", filepath.Base(file), secret, path, text)
				}
			}
			if got, want := shapeOf(t, r.State), shapeOf(t, plain.State); got != want {
				t.Errorf("%s, password %q: %s\nwant %s", filepath.Base(file), secret, got, want)
			}
		}
	}
	if polls < 300 {
		t.Errorf("only %d polls", polls)
	}
}

// agentsOwn reports whether a field says by words of the agent what something is.
func agentsOwn(path string) bool {
	name := path[strings.LastIndexByte(path, '.')+1:]
	list := strings.HasPrefix(path, ".Messages") || strings.HasPrefix(path, ".Jobs") || strings.HasPrefix(path, ".History") ||
		strings.HasPrefix(path, ".Eventlog") || strings.HasPrefix(path, ".Transport.Type")
	switch name {
	case "Name", "Type", "Response":
		return list
	case "Role", "Class", "Kind", "State", "Status", "StatusCode", "Zone", "Mnemonic", "Severity", "OverallTrust":
		return true
	}
	return false
}

// shapeOf is a state without its texts.
func shapeOf(t *testing.T, s *parser.State) string {
	t.Helper()
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var without func(node any) any
	without = func(node any) any {
		switch v := node.(type) {
		case map[string]any:
			for key, child := range v {
				if key != "Wall" {
					v[key] = without(child)
				}
			}
		case []any:
			for i := range v {
				v[i] = without(v[i])
			}
		case string:
			return v != ""
		}
		return node
	}
	out, err := json.Marshal(without(tree))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
