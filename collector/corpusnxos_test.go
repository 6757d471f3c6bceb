package collector

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// corpusNXOS holds outputs of Nexus switches, and a few more of IOS-XE, in the form of corpus.
const corpusNXOS = "../../shared/corpus-nxos"

// TestCorpusNXOS holds the metrics of each output against the facts beside it, and the eras against those of "show version".
func TestCorpusNXOS(t *testing.T) {
	systems := map[string]*platform.OS{"NX-OS": platform.NXOS(), "IOS-XE": platform.IOSXE()}
	for command, parse := range map[string]func(platform.Output) (*parser.State, error){
		"show-license":         parser.ParseUsage, // whatever is asked for
		"show-license-usage":   parser.ParseUsage,
		"show-license-summary": parser.ParseSummary,
		"show-license-udi":     parser.ParseUDI,
		"show-logging":         parser.ParseSyslog,
		"show-version":         parser.ParseVersion,
	} {
		cases, err := filepath.Glob(filepath.Join(corpusNXOS, command, "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(cases) == 0 {
			t.Skipf("no real outputs of %s in %s", command, corpusNXOS)
		}
		for _, dir := range cases {
			t.Run(command+"/"+filepath.Base(dir), func(t *testing.T) {
				f := factsOf(t, dir)
				system := systems[f.text("platform")]
				read := func(text string) (*parser.State, error) { return parse(platform.Output{Text: text, OS: system}) }
				switch {
				case mayBeRefused(f):
					wantRefused(t, dir, read)
				case strings.HasPrefix(f.text("licensing_model"), "node-locked"):
					wantNodeLocked(t, dir, read)
				case f["truncated"] == true:
					wantTruePart(t, dir, f, read)
				default:
					checkCase(t, dir, read)
					wantEra(t, dir, f, read)
				}
			})
		}
	}
}

func factsOf(t *testing.T, dir string) facts {
	t.Helper()
	var f facts
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err == nil {
		err = json.Unmarshal(text, &f)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func outputOf(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "output.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// mayBeRefused reports whether the case says so of itself.
func mayBeRefused(f facts) bool {
	notes, _ := f["notes"].([]any)
	for _, n := range notes {
		if text, _ := n.(string); strings.Contains(text, "a reader that refuses this is right") {
			return true
		}
	}
	return false
}

// wantRefused: what is not read is said, and no licence is shown.
func wantRefused(t *testing.T, dir string, read func(string) (*parser.State, error)) {
	if s, err := read(outputOf(t, dir)); err == nil || s != nil && len(s.Licenses) > 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

// wantTruePart: what is shown of a text that was cut is true.
func wantTruePart(t *testing.T, dir string, f facts, read func(string) (*parser.State, error)) {
	state, err := read(outputOf(t, dir))
	if state == nil || !errors.As(err, new(*reply.TruncatedError)) {
		t.Fatalf("%+v, %v", state, err)
	}
	state.Hostname = ""
	want := expectations(f)
	clock := localtime.NewClock(state.Clock, time.Time{}, nil)
	for name, value := range series(NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: clock})) {
		if v, ok := want[name]; !ok || v != value {
			t.Errorf("nothing says %s %v", name, value)
		}
	}
}

// wantNodeLocked: a licensing that reports nothing is named, and yields nothing.
func wantNodeLocked(t *testing.T, dir string, read func(string) (*parser.State, error)) {
	if s, err := read(outputOf(t, dir)); s != nil || !errors.As(err, new(*reply.NodeLockedError)) {
		t.Errorf("%+v, %v", s, err)
	}
}

func wantEra(t *testing.T, dir string, f facts, read func(string) (*parser.State, error)) {
	s, _ := read(outputOf(t, dir))
	got := ""
	if s != nil && s.Era != nil {
		got = s.Era.Name
	}
	if want := f.text("licensing_era"); got != want {
		t.Errorf("era %q, want %q", got, want)
	}
	if want := f.text("hostname"); want != "" && s.Hostname != want {
		t.Errorf("name %q, want %q", s.Hostname, want)
	}
}
