package cause_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// TestKnownTexts: what libcurl and OpenSSL are known to say, all of it, and what others say. A line of these tables is a
// cause, a tab and a text.
func TestKnownTexts(t *testing.T) {
	tables, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(tables) == 0 {
		t.Fatal("no tables", err)
	}
	for _, table := range tables {
		lines, err := os.ReadFile(table) //nolint:gosec // a file in testdata
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(lines)) {
			want, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			if got := cause.Of("", text); string(got) != want {
				t.Errorf("%s: %q: %s, want %s", table, text, got, want)
			}
		}
	}
}

// TestKnownTextsOfTLS: libcurl prints OpenSSL's reasons after the name of the library, which makes any of them one of TLS,
// and the errors of certificates after words of its own.
func TestKnownTextsOfTLS(t *testing.T) {
	for table, front := range map[string][]string{
		"testdata/openssl-reasons.tsv":      {"error:0A000000:SSL routines::", "TLS connect error: error:0A000000:SSL routines:ssl3_read_bytes:"},
		"testdata/openssl-certificates.tsv": {"SSL certificate problem: "},
	} {
		lines, err := os.ReadFile(table) //nolint:gosec // a file in testdata
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(lines)) {
			_, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			for _, f := range front {
				if got := cause.Of("", f+text); got != cause.TLS {
					t.Errorf("%q: %s", f+text, got)
				}
			}
		}
	}
}

// TestFamilies: all wordings of a family are one row, whatever follows them.
func TestFamilies(t *testing.T) {
	for said, want := range map[string]cause.Cause{
		"%s connect to server":    cause.ConnectionRefused,
		"%s resolve cslu-local":   cause.NameResolution,
		"%s bind to interface":    cause.Unreachable,
		"%s read response":        cause.NoReply,
		"%s set SSL cipher":       cause.TLS,
		"%s do it, for no reason": cause.Other,
	} {
		for _, f := range cause.Families() {
			if f.Name != "cannot" {
				continue
			}
			for _, wording := range f.Wordings {
				if got := cause.Of("", strings.Replace(said, "%s", wording, 1)); got != want {
					t.Errorf(said+": %s, want %s", wording, got, want)
				}
			}
		}
	}
}
