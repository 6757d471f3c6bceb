package redact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/mask"
)

func masking(secrets ...string) Redactor {
	var auth config.Auth
	for i, to := range []*config.Secret{&auth.Password, &auth.EnablePassword, &auth.PrivateKeyPassphrase} {
		if i < len(secrets) {
			*to = config.NewSecret(secrets[i])
		}
	}
	return New(&auth)
}

func TestMasks(t *testing.T) {
	token := strings.Repeat("aB3/", 12)
	for _, tt := range []struct{ secret, text, want string }{
		{"hunter2", "you typed hunter2!", "you typed <secret>!"},
		{"hunter2", "hunter2hunter2", "<secret><secret>"},
		{"abab", "x abababab y", "x <secret> y"},
		{"aba", "x ababa y", "x <secret> y"}, // it overlaps with itself
		{`pa"ss\word`, `"pa\"ss\\word" and pa"ss\word`, `"<secret>" and <secret>`},
		{"two  words", "two words, two  words", "<secret>, <secret>"},
		{"hunter2", "the end: hunt", "the end: <secret>"},
		{"hunter2", "fresh", "fresh"},
		{"be\x07ll", "be\x07ll, bell", "<secret>, <secret>"},
		{"hunter2", "a\x1b[0m\u202eb\xff\tc\n", "a�[0m�b�\tc\n"},
		{"", `{"token":"` + token + `","mode":"X"}`, `{"token":"<blob>","mode":"X"}`},
		{"", "-----BEGIN CERTIFICATE-----\n" + token + "\n" + token + "\nab12==\nsw#", "-----BEGIN CERTIFICATE-----\n<blob>\n<blob>\n<blob>\nsw#"},
		{"", strings.Repeat("0a1b2c3d", 5), "<blob>"},
		{"", strings.Repeat("=", 60), strings.Repeat("=", 60)},
		{"", "regid.2018-06.com.cisco.DNA_NWStack_E,1.0_e0e8d3b7-1f2a-4c5d-8e9f-0123456789ab", "regid.2018-06.com.cisco.DNA_NWStack_E,1.0_e0e8d3b7-1f2a-4c5d-8e9f-0123456789ab"},
		{"aB3/aB3", token, "<blob>"},
		{"hunter2", "sw#\nThe token 'ODRkMTI4' is not valid.\nsw#", "sw#\nThe token '<secret>' is not valid.\nsw#"},
		{"a b2", "password a b2 refused", "password <secret> refused"}, // the login's own first
		{"", "Trust code:\nAB12-CD34", "Trust code:\nAB12-CD34"},       // a line says nothing of the next
	} {
		if got := masking(tt.secret).Clean(mask.Printable(tt.text)); got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.secret, tt.text, got, tt.want)
		}
	}
}

// A tail that was cut off in front begins with nothing of a secret or a token.
func TestTailOfCutText(t *testing.T) {
	r := masking("hunter2-and-more")
	token := strings.Repeat("aB3/", 30)
	for _, tt := range []struct {
		raw   string
		cut   bool
		limit int
		want  string
	}{
		{"nothing cut", false, 100, "nothing cut"},
		{"nter2-and-more, then some text", true, 100, " then some text"},
		{"nter2-and-more hunter2-and-more text", true, 100, "<secret> text"},
		{"x", true, 100, ""},
		{"n 'ODRkMTI4' is not valid.\n  Last Success: none\n", true, 100, "  Last Success: none\n"},
		{token + "\", text", true, 100, "\", text"},
		{"the beginning, hunter2-and-more, the end", false, 10, ", the end"[:9]},
		{"äöü", false, 3, "ü"},
	} {
		got := r.Tail([]byte(tt.raw), tt.cut, tt.limit)
		if want := tt.want; len(got) > tt.limit || !strings.HasSuffix(got, strings.TrimPrefix(want, "<secret>")) || tt.limit == 100 && got != want {
			t.Errorf("%q: %q, want %q", tt.raw, got, want)
		}
	}
}

// What a Trace keeps of a text, and the longest tail that it returns.
const keptBytes, toldBytes = 3 << 10, 2 << 10

// FuzzTail looks for the secret in what is shown of a text.
func FuzzTail(f *testing.F) {
	f.Add("hunter2", []byte("you typed hunter2, and hunter2hunter2"), true, 40)
	f.Add("aXa", []byte("aXaXa"), false, 4)
	f.Fuzz(func(t *testing.T, secret string, raw []byte, cut bool, limit int) {
		if len(secret) > 1<<10 || len(raw) > 2*keptBytes {
			t.Skip("longer than it can be")
		}
		limit = min(max(limit, 0), toldBytes)
		got := masking(secret).Tail(raw, cut, limit)
		if len(got) > limit || !utf8.ValidString(got) {
			t.Errorf("%d bytes: %q", len(got), got)
		}
		// The marks themselves, and words that only a mark separates, are no part of the text.
		for _, part := range strings.FieldsFunc(strings.NewReplacer("<secret>", "\x00", "<blob>", "\x00").Replace(got), func(r rune) bool { return r == 0 }) {
			if len(secret) >= 6 && strings.Contains(part, mask.Printable(secret)) {
				t.Errorf("%q shows in %q", secret, got)
			}
		}
	})
}

func BenchmarkTail(b *testing.B) {
	r := masking("Tr0ub4dor", "S3cond-secret")
	text := []byte(devicetest.Long(3 << 10))
	for b.Loop() {
		_ = r.Tail(text, true, toldBytes)
	}
}
