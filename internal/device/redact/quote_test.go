package redact

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestErrorsHideSecrets, however the switch's words are quoted.
func TestErrorsHideSecrets(t *testing.T) {
	for _, secret := range []string{`pa"ss\word`, "pass  word99", "ghijklmnopqrstuvw", "hunter2"} {
		auth := &config.Auth{Password: config.NewSecret(secret)}
		for _, said := range []string{
			"you typed " + secret + "?",
			strings.Repeat("x", 200) + secret + strings.Repeat("y", 110),
		} {
			text := Error(auth, failure.New(failure.Auth, "the switch said %q", Excerpt(said))).Error()
			for _, part := range []string{secret, secret[len(secret)-6:], strings.Join(strings.Fields(secret), " ")} {
				if strings.Contains(text, part) {
					t.Errorf("%q shows in %s", secret, text)
				}
			}
		}
	}
}

// TestErrorsHideWhatReasonsQuote: a secret of the switch's own, in a text that says why something failed, and in the part of
// one that fits.
func TestErrorsHideWhatReasonsQuote(t *testing.T) {
	for _, said := range []string{
		"The token 'ODRkMTI4' is not valid.", "signature " + strings.Repeat("ODRkMTI4", 8), "x " + strings.Repeat("y ", 100) + "password ODRkMTI4 refused",
		"the password ODRkMTI4" + strings.Repeat(" x", 57), // the word before it is cut off
	} {
		err := Error(&config.Auth{}, failure.New(failure.Auth, "the switch said %q", Excerpt(said)))
		if text := err.Error(); strings.Contains(text, "ODRk") || strings.Contains(text, "MTI4") {
			t.Error(text)
		}
	}
}

func TestShorten(t *testing.T) {
	if got := Shorten("short"); got != "short" {
		t.Error(got)
	}
	long := Shorten(strings.Repeat("ä", 50) + strings.Repeat("x", 500) + strings.Repeat("ö", 50))
	if len(long) > maxShown || !utf8.ValidString(long) || !strings.HasPrefix(long, "ä") || !strings.HasSuffix(long, "ö") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}
