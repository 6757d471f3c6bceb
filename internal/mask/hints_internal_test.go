package mask

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestHints: where the expressions find something, hints says so. The texts are made of the words that they look for, of
// parts of these and of what is between them.
func TestHints(t *testing.T) {
	const texts = 50_000
	words := strings.Split("token|tok|idtoken|key-string|key|ID token|password|passwd|passphrase|pass|secret|code|trust|authorization|confirmation|return|"+
		"reservation|request|HTTP|is|was|not|no|a|an|the|valid|this|registration|x1Y2|t|n|K|\u212a|\u017f|TO\u212aEN|pa\u017fsword|\u017fecret", "|")
	between := []string{" ", "_", "-", "", "\t", "\n", "\f", "  ", "'", ".", "\u00a0"}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts in every run
	found := 0
	for range texts {
		var b strings.Builder
		for range 1 + r.IntN(7) {
			word := words[r.IntN(len(words))]
			if r.IntN(4) == 0 {
				word = strings.ToUpper(word)
			}
			b.WriteString(word + between[min(r.IntN(2*len(between)), len(between)-1)*r.IntN(2)])
		}
		text := b.String()
		names, denies := hints(text)
		if (secretName.MatchString(text) || secretWords.MatchString(text)) && !names {
			t.Fatalf("hints finds no name in %q", text)
		}
		if denied.MatchString(text) {
			if found++; !denies {
				t.Fatalf("hints finds no denial in %q", text)
			}
		}
	}
	if found == 0 {
		t.Error("denied matches no text")
	}
}

// TestHintsOfFailures: the texts of frequent failures cost no search.
func TestHintsOfFailures(t *testing.T) {
	for _, text := range []string{
		"Received HTTP code 502, retry=yes", "response code 403", "HTTP status code: 407 for this registration", "Communication send error.",
	} {
		if names, denies := hints(text); names || denies {
			t.Errorf("%q: %t and %t", text, names, denies)
		}
	}
}
