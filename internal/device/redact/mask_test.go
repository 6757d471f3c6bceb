package redact

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestMask(t *testing.T) {
	for _, tt := range []struct{ secret, text, want string }{
		{"hunter2", "hunter2", "<secret>"},
		{"hunter2", "sw-hunter2-a and hunter2hunter2", "sw-<secret>-a and <secret><secret>"},
		{"Hunter2", "hunter2", "<secret>"}, // readers write some words in lower case
		{"hunter2", "hunter", "hunter"},
		{"hunter2", "unter2", "unter2"},
		{"hunter2", "", ""},
		{"", "hunter2", "hunter2"},
		{"abab", "xabababx", "x<secret>x"},
		{"1", "C9300-1", "C9300-1"},
		{"1", "1", "<secret>"},
		{"abc", "abcd abc", "abcd abc"},
		{"abc", "abc", "<secret>"},
		{"äöü", "äöü, äöüx", "äöü, äöüx"},
		{"aber", "aber, aberx", "<secret>, <secret>x"},
		{`pa"ss\word`, `pa"ss\word`, "<secret>"},
		{"two  words", "two words", "<secret>"},
		{"core-switch-of-the-house", "core-switch-of-the-", "<secret>"}, // cut by the prompt
		{"core-switch-of-the-house", "core-switch-of-t...", "<secret>"}, // and by a column
		{"core-switch-of-the-house", "core-switch", "core-switch"},
		{"hunter2", "a line that ends in hunt…", "a line that ends in <secret>…"},
		{"hunter2", "a line that ends in hun…", "a line that ends in hun…"},
		{"hunter2", "…ter2, quoted", "…<secret>, quoted"},
		{"hunter2", "…er2, quoted", "…er2, quoted"},
		{"hunter2", "…2", "…2"},
	} {
		if got := masking(tt.secret).Mask(tt.text); got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.secret, tt.text, got, tt.want)
		}
	}
}

// TestPartsTellNothing: whatever precedes or follows a cut, its masking tells no end and no beginning of fewer than four
// letters.
func TestPartsTellNothing(t *testing.T) {
	const secret = "pässwörd-ünd-möre"
	letters := []rune(secret)
	for n := range letters {
		end, beginning := string(letters[len(letters)-n:]), string(letters[:n])
		for _, text := range []string{"the switch said …" + end + " at last", "the switch said " + beginning + "… at last"} {
			auth := &config.Auth{Password: config.NewSecret(secret)}
			masks := map[string]string{
				"an error":    Error(auth, failure.New(failure.Auth, "%w", errors.New(text))).Err.Error(),
				"a text":      New(auth).Mask(text),
				"a quotation": New(auth).Quoted(text),
			}
			for what, got := range masks {
				if masked := strings.Contains(got, "<secret>"); masked != (n >= 4) {
					t.Errorf("%s, %d letters of %q: %q", what, n, text, got)
				}
			}
		}
		if got := New(&config.Auth{Password: config.NewSecret(secret)}).Clean("at the end " + beginning); strings.Contains(got, "<secret>") != (n >= 4) {
			t.Errorf("%d letters: %q", n, got)
		}
	}
}

func BenchmarkMask(b *testing.B) {
	r := masking("Tr0ub4dor", "S3cond-secret")
	b.ReportAllocs()
	for b.Loop() {
		_ = r.Mask("regid.2017-05.com.cisco.c9300_dna_advantage,1.0_7af5a945-070e-48e8-a51d-6f98f6e05ca7")
	}
}
