package rows_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// outputs reads the files that match.
func outputs(t *testing.T, pattern string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[f] = string(text)
	}
	return all
}

// asText is a text of which nothing is proven.
func asText(text string) platform.Output { return platform.Output{Text: text} }

// TestRightToUse: the commands of that time are told for what they are, however they were captured.
func TestRightToUse(t *testing.T) {
	old := outputs(t, "../../testdata/legacy/*.txt")
	if len(old) == 0 {
		t.Fatal("no fixtures")
	}
	for name, text := range outputs(t, "../../../../shared/corpus/show-license-legacy/*/output.txt") {
		old[name] = text
	}
	for name, text := range old {
		for how, text := range map[string]string{
			"as it is": text, "carriage returns": strings.ReplaceAll(text, "\n", "\r\n"),
			"a header above": "Load for five secs: 1%/0%; one minute: 1%; five minutes: 1%\nTime source is NTP, 12:19:01.163 UTC Tue Nov 16 2021\n\n" + text,
			"indented":       "\n    " + strings.ReplaceAll(text, "\n", "\n    "),
		} {
			if !errors.As(rows.Older(asText(text)), new(*reply.RightToUseError)) {
				t.Errorf("%s, %s: not told", name, how)
			}
			for _, parse := range []func(platform.Output) (*parser.State, error){parser.ParseUsage, parser.ParseSummary} {
				var err *reply.RightToUseError
				if s, got := parse(asText(text)); s != nil || !errors.As(got, &err) {
					t.Errorf("%s, %s: %v, %v", name, how, s, got)
				}
			}
		}
	}
	err := rows.Older(asText(old["../../testdata/legacy/index.txt"]))
	want := `line 2: "Index 1 Feature: ipservices": this is right-to-use licensing, from before Smart Licensing, and has nothing ` +
		`for this exporter: Smart Licensing Using Policy begins with IOS-XE 17.3.2`
	if err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// TestNotRightToUse: no output of an agent is taken for one of that time, wherever it begins.
func TestNotRightToUse(t *testing.T) {
	texts := outputs(t, "testdata/*.txt")
	for name, text := range outputs(t, "../../../../shared/corpus/*/*/output.txt") {
		if !strings.Contains(name, "show-license-legacy") {
			texts[name] = text
		}
	}
	for name, text := range texts {
		for rest := text; rest != ""; {
			if err := rows.Older(asText(rest)); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			_, rest, _ = strings.Cut(rest, "\n")
		}
	}
	for _, text := range []string{
		"Index of the features\n", "Index 1\n", "Index one Feature: x\n", "StoreIndex: \n", "License Name Type\n", "Slot# 1\n",
		"License Level: Ipbase\n", "License                 Entitlement Tag               Count Status\n",
		"Smart Licensing is ENABLED\nIndex 1 Feature: x\n",
	} {
		if err := rows.Older(asText(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestNodeLocked: a Nexus that reports nothing is told for what it is, whatever is around the table.
func TestNodeLocked(t *testing.T) {
	old := outputs(t, "../../testdata/nodelocked/*.txt")
	if len(old) == 0 {
		t.Fatal("no fixtures")
	}
	old["a row"] = "NXOS_OE_PKG                   No    -   In use             Honor Start 2D 3H\n"
	old["one line"] = "Feature                      Ins  Lic Count Status Expiry Date Comments\n---\nLAN_BASE_SERVICES_PKG  Yes - Unused Never -\n"
	for name, text := range old {
		for how, text := range map[string]string{
			"as it is": text, "carriage returns": strings.ReplaceAll(text, "\n", "\r\n"), "an echo above": "leaf-1# show license usage\n" + text,
			"in configuration mode": "leaf-1(config)# sh lic usage \n" + text, "flattened": strings.Join(strings.Fields(text), " "),
		} {
			for _, parse := range []func(platform.Output) (*parser.State, error){parser.ParseUsage, parser.ParseSummary, parser.ParseStatus} {
				var err *reply.NodeLockedError
				if s, got := parse(asText(text)); how != "flattened" && (s != nil || !errors.As(got, &err)) {
					t.Errorf("%s, %s: %v, %v", name, how, s, got)
				} else if s != nil && len(s.Licenses) > 0 {
					t.Errorf("%s, %s: licences %v", name, how, s.Licenses)
				}
			}
		}
	}
}
