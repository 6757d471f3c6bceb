package redact

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestFormsOfPlainSecrets: a secret that counts as plain has no other form, and one that has another does not count as plain.
func TestFormsOfPlainSecrets(t *testing.T) {
	for c := rune(1); c < 0x180; c++ {
		for _, secret := range []string{string(c), "a" + string(c) + "b", string(c) + string(c) + "x"} {
			folded := strings.Join(strings.Fields(secret), " ")
			other := folded != secret && folded != "" || strings.Trim(strconv.Quote(secret), `"`) != secret
			if isPlain(secret) && other {
				t.Errorf("%q counts as plain", secret)
			}
			if forms := formsOf(config.NewSecret(secret)); !slices.Contains(forms, secret) || other != (len(forms) > 1) {
				t.Errorf("%q has the forms %q", secret, forms)
			}
		}
	}
	if forms := formsOf(config.NewSecret("")); forms != nil {
		t.Errorf("no secret has the forms %q", forms)
	}
}
