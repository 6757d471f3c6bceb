package platform

import (
	"strings"
	"testing"
)

// scrubbed feeds pieces through a Scrubber, as the reader sees the result.
func scrubbed(pieces ...string) string {
	var s Scrubber
	var text []byte
	for _, p := range pieces {
		text = TakeBack(text, s.Feed(nil, []byte(p)))
	}
	return string(text)
}

func TestScrub(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"plain":                   {"one\ntwo", "one\ntwo"},
		"line ends":               {"one\r\ntwo\n\rthree\r\r\n", "one\ntwo\nthree\n"},
		"colours":                 {"\x1b[1;31mred\x1b[0m\n", "red\n"},
		"title":                   {"\x1b]0;host\x07a\x1b]2;x\x1b\\b\n", "ab\n"},
		"character set":           {"\x1b(Ba\x1b=b\n", "ab\n"},
		"controls":                {"a\x00b\x07c\x7fd\te\n", "abcd\te\n"},
		"pager, backspaces":       {"x\n --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bnext\n", "x\nnext\n"},
		"pager, shorter next":     {"--More--\r        \ra\n", "a\n"},
		"pager, erase":            {"--More--\r\x1b[Knext", "next"},
		"overwritten":             {"abc\rX\n", "Xbc\n"},
		"backspaces past the end": {"\b\b\ba\b\b\bb\n", "b\n"},
		"typed over":              {"shwo\b\bow x\n", "show x\n"},
		"umlauts":                 {"Zürich\r\n", "Zürich\n"},
		"blanks stay":             {"a  \r\n  b \r\nsw# ", "a  \n  b \nsw# "},
		"escape cut off":          {"a\x1b[12", "a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := scrubbed(tt.in); got != tt.want {
				t.Errorf("in one piece: %q, want %q", got, tt.want)
			}
			for cut := range tt.in {
				if got := scrubbed(tt.in[:cut], tt.in[cut:]); got != tt.want {
					t.Errorf("cut at %d: %q, want %q", cut, got, tt.want)
				}
			}
			if got := scrubbed(strings.Split(tt.in, "")...); got != tt.want {
				t.Errorf("byte by byte: %q, want %q", got, tt.want)
			}
		})
	}
}

func FuzzScrub(f *testing.F) {
	f.Add("one\r\ntwo\b\b \x1b[K --More-- \r     \rx", 7)
	f.Add("\x1b]0;\x1b\\a\b\b", 3)
	f.Fuzz(func(t *testing.T, in string, cut int) {
		whole := scrubbed(in)
		if strings.ContainsAny(whole, "\r\b\x1b\x00\x07") {
			t.Errorf("%q holds control characters", whole)
		}
		if cut >= 0 && cut <= len(in) {
			if got := scrubbed(in[:cut], in[cut:]); strings.TrimRight(got, " ") != strings.TrimRight(whole, " ") {
				t.Errorf("cut at %d: %q, want %q", cut, got, whole)
			}
		}
	})
}

func TestScrubLineWithoutEnd(t *testing.T) {
	var s Scrubber
	var text []byte
	piece := []byte(strings.Repeat("x", 10_000))
	for range 100 {
		text = TakeBack(text, s.Feed(nil, piece))
	}
	if len(text) != 1_000_000 {
		t.Errorf("%d bytes", len(text))
	}
	if cap(s.line) > 4*maxLine {
		t.Errorf("%d bytes are kept", cap(s.line))
	}
}

// TestClean: a line alone looks as it does within a stream.
func TestClean(t *testing.T) {
	for line, want := range map[string]string{
		"plain\tText": "plain\tText",
		"--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bPolicy:": "Policy:",
		"--More--\r        \rPolicy:":                             "Policy:",
		"\x1b[1mPolicy\x1b[0m:":                                   "Policy:",
	} {
		if got := Clean(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
