package suggest_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

func TestNearest(t *testing.T) {
	keys := []string{"password", "password_file", "username", "enable_password_file"}
	names := []string{"muc-acc-01", "muc-acc-02", "muc-acc-03", "muc-acc-04", "zrh-core-1"}
	for _, tt := range []struct {
		word  string
		known []string
		want  string
	}{
		{"pasword", keys, `did you mean "password"?`},
		{"Password-File", keys, `did you mean "password_file"?`},
		{"user", keys, `did you mean "username"?`}, // its beginning
		{"use", keys, ""},
		{"timezone", keys, ""},
		{"mcu-acc-01", names, `did you mean "muc-acc-01"?`},
		{"MUC-ACC-02", names, `did you mean "muc-acc-02"?`},
		{"zrh-core-2", names, `did you mean "zrh-core-1"?`},
		{"muc-acc-0", names[:3], `did you mean "muc-acc-01", "muc-acc-02" or "muc-acc-03"?`},
		{"muc-acc-0", names[:2], `did you mean "muc-acc-01" or "muc-acc-02"?`},
		{"muc-acc-09", names, ""}, // as near to all of them
		{strings.Repeat("muc", 30), names, ""},
		{"", names, ""},
	} {
		if got := suggest.Question(suggest.Nearest(tt.word, tt.known)); got != tt.want {
			t.Errorf("%s: %s", tt.word, got)
		}
	}
}
