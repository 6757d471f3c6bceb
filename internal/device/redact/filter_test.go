package redact

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// However the pieces fall, what passes a filter is the text with the secret masked, and no part of
// the secret.
func TestFilterOfPieces(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // the same each time
	for _, secret := range []string{"Tr0ub4dor&3", "pässwörd-ü", "aaaabaaaa", "12#34#12#"} {
		text := "sw#show\n" + secret + " and " + secret + secret + "!\n" + strings.Repeat("Zx9+", 40) + "\"\nsw#"
		for range 300 {
			f := Filter{Redactor: masking(secret)}
			var out strings.Builder
			for rest := []byte(text); len(rest) > 0; {
				n := 1 + random.IntN(min(len(rest), 12))
				out.WriteString(f.Pass(rest[:n]))
				rest = rest[n:]
			}
			out.WriteString(f.Flush())
			shown := out.String()
			for _, mark := range []string{"sw#show\n<secret> and <secret>", "!\n<blob>\"\nsw#"} {
				if !strings.Contains(shown, mark) {
					t.Fatalf("%q: %q lacks %q", secret, shown, mark)
				}
			}
			if bare := strings.NewReplacer("<secret>", "", "<blob>", "").Replace(shown); bare != "sw#show\n and !\n\"\nsw#" {
				t.Fatalf("%q leaves %q", secret, bare)
			}
		}
	}
}

// However the pieces fall, a secret that a reason quotes is masked, be it named before it or after it.
func TestFilterOfReasons(t *testing.T) {
	const text = "The token 'ODRkMTI4' is not valid.\n'ODRkMTI4' is not a valid token\ntrust code ODRkMTI4\nhttps://a:ODRkMTI4@x.example/?ODRkMTI4\nsw#"
	const want = "The token '<secret>' is not valid.\n<secret> is not a valid token\ntrust code <secret>\nhttps://x.example/\nsw#"
	for size := range len(text) {
		var f Filter
		var out strings.Builder
		for piece := range slices.Chunk([]byte(text), size+1) {
			out.WriteString(f.Pass(piece))
		}
		out.WriteString(f.Flush())
		if got := out.String(); got != want {
			t.Fatalf("in pieces of %d: %q", size+1, got)
		}
	}
}

// A filter keeps no more of an endless word or of a secret said over and over than it must.
func TestFilterIsBounded(t *testing.T) {
	for _, piece := range []string{strings.Repeat("a1", 3000), strings.Repeat("abab", 1500), strings.Repeat("é", 3000)} {
		f := Filter{Redactor: masking("abab")}
		for range 20 {
			shown := f.Pass([]byte(piece))
			if strings.Contains(shown, "abab") || strings.Contains(shown, "a1a1") {
				t.Fatalf("%.60q is shown", shown)
			}
			if len(f.held) > maxHeld {
				t.Fatalf("%d bytes held", len(f.held))
			}
		}
	}
}
