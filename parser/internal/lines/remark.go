package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// RemarkAt is where an author's remark begins in a line, "<--- here" or "<<< this one"; the length
// of the line if there is no remark. Text in quotes is never a remark.
func RemarkAt(text string) int {
	if strings.IndexByte(text, '<') < 0 && strings.IndexByte(text, 0xe2) < 0 {
		return len(text)
	}
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted, c != '<' && c != 0xe2, i > 0 && !scan.IsBlank(text[i-1]):
		default:
			for _, arrow := range [...]string{"<-", "<<", "<==", "←", "⇐", "⟵"} {
				if strings.HasPrefix(text[i:], arrow) {
					return i
				}
			}
		}
	}
	return len(text)
}

// IsRemark reports whether a line is an author's remark on the one above, by how it begins: "^^^ empty",
// "! no answer", "(no answer)", "--> nothing came".
func IsRemark(text string) bool {
	if strings.ContainsAny(text, `"{}\`) {
		return false
	}
	for _, mark := range [...]string{"!", "^", "(", "->", "-->", "=>", "==>", "→", "⇒", "↑"} {
		if strings.HasPrefix(text, mark) {
			return true
		}
	}
	return false
}

// IsOmission reports whether a line stands for what the author of a document left out:
// "! <--- Output omitted for brevity --->", "<output truncated>", "...omitted...".
func IsOmission(text string) bool {
	if strings.IndexByte("!<[(.-*#~", text[0]) < 0 && !strings.HasPrefix(text, "…") || strings.ContainsAny(text, `"{}\=`) {
		return false
	}
	lower := strings.ToLower(text)
	for _, word := range []string{"omitted", "truncated", "snip"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return strings.Trim(text, ".") == "" && len(text) >= 3 || text == "…"
}

// Straight puts the quotes back that word processors bend: the agent writes none of these.
func Straight(s string) string {
	if strings.IndexByte(s, 0xe2) < 0 {
		return s
	}
	return strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`).Replace(s)
}
