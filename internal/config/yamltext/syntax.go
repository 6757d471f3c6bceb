package yamltext

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	yamlError     = regexp.MustCompile(`yaml: (?:line (\d+): )?(.*)$`)
	parserError   = regexp.MustCompile(`^did not find expected|^found (duplicate|incompatible|undefined|a tab)`)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
)

// yamlHints says what to do about the errors that operators meet most often.
var yamlHints = []struct{ text, write string }{
	{"found character that cannot start any token", "spaces instead of tabs, and in quotes what begins with @, ` or %"},
	{"mapping values are not allowed", "values that hold \": \" in quotes, and keys of one mapping in one column"},
	{"did not find expected key", "keys of one mapping in one column, and in quotes what begins with [, {, & or *"},
	{"could not find expected ':'", "key: value, with a blank after the colon"},
	{"did not find expected '-' indicator", "the entries of one list in one column, each after a -"},
	{"found a tab character", "spaces instead of tabs"},
	{"',' or '}'", "a comma between entries, and the } that closes what is open"},
	{"',' or ']'", "a comma between entries, and the ] that closes what is open"},
	{"found unexpected end of stream", "the quote or bracket that closes what is open"},
}

// syntax describes an error of the YAML library with its line.
func syntax(text []byte, err error) *Problem {
	line, what := splitError(err)
	if parserError.MatchString(what) {
		line = problemLine(text, what)
	}
	// YAML takes a password that begins with * for an alias: the library's message would show it.
	if m := unknownAnchor.FindStringSubmatch(what); m != nil {
		return &Problem{lineOf(text, "*"+m[1]), "refers to an anchor (*name) that is not defined", "a text that begins with * in quotes"}
	}
	if at := bareIPv6(text, line, err); at > 0 {
		return &Problem{at, "is not valid YAML: [ begins a list, and something comes after the ]", `an IPv6 address with a port in quotes: "[2001:db8::1]:22"`}
	}
	for _, h := range yamlHints {
		if strings.Contains(what, h.text) {
			return &Problem{line, "is not valid YAML: " + what, h.write}
		}
	}
	return &Problem{line, "is not valid YAML: " + what, ""}
}

// splitError splits an error of the library into the line, 1 if it has none, and the rest without the library's name.
func splitError(err error) (line int, what string) {
	m := yamlError.FindStringSubmatch(err.Error())
	if m == nil {
		return 1, "cannot be parsed"
	}
	if n, err := strconv.Atoi(m[1]); err == nil && n > 0 {
		return n, m[2]
	}
	return 1, m[2]
}

// problemLine finds the line of an error for which the library gives the beginning of the mapping, list or text
// around it, or the line before that. It goes by how many lines the parser has read. The parser reads a little
// ahead, so the text is shortened as long as the error stays the same.
func problemLine(text []byte, what string) int {
	lines := &lineReader{text: text}
	_, _ = parse(lines)
	text = text[:len(text)-len(lines.text)]
	// Within brackets the end of the text is the same error as what is wrong before it.
	if !strings.Contains(what, "',' or") {
		for range 3 {
			shorter := withoutLastLine(text)
			if _, err := parse(bytes.NewReader(shorter)); err == nil || !isError(err, what) {
				break
			}
			text = shorter
		}
	}
	return 1 + bytes.Count(withoutLastLine(text), []byte("\n"))
}

// bracketed is an IPv6 address with a port that is not in quotes. To YAML it is a list, and more after its end.
var bracketed = regexp.MustCompile(`(?m)(^|[\s,{\[])(\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z_.-]+)?\]:[0-9]+)`)

// bareIPv6 returns the line of such an address if it is the cause of an error: the last one up to the line of the error,
// without which, in quotes, the error would not be there. It is 0 if there is none.
func bareIPv6(text []byte, line int, cause error) (at int) {
	var place []int
	begins, counted := 1, 0
	for _, m := range bracketed.FindAllSubmatchIndex(text, -1) {
		begins += bytes.Count(text[counted:m[4]], []byte("\n"))
		counted = m[4]
		if begins > line {
			break
		}
		place, at = m[4:6], begins
	}
	if place == nil {
		return 0
	}
	quoted := slices.Concat(text[:place[0]], []byte(`"`), text[place[0]:place[1]], []byte(`"`), text[place[1]:])
	if _, err := parse(bytes.NewReader(quoted)); err != nil && err.Error() == cause.Error() {
		return 0
	}
	return at
}

func isError(err error, what string) bool {
	_, other := splitError(err)
	return other == what
}

func withoutLastLine(text []byte) []byte {
	text = bytes.TrimSuffix(text, []byte("\n"))
	return text[:bytes.LastIndexByte(text, '\n')+1]
}

// lineReader hands out one line at a time.
type lineReader struct{ text []byte }

// Read returns at most the rest of the line.
func (r *lineReader) Read(p []byte) (int, error) {
	if len(r.text) == 0 {
		return 0, io.EOF
	}
	line := r.text
	if at := bytes.IndexByte(line, '\n'); at >= 0 {
		line = line[:at+1]
	}
	n := copy(p, line)
	r.text = r.text[n:]
	return n, nil
}

// lineOf returns the first line that holds part, or 1.
func lineOf(text []byte, part string) int {
	at := max(bytes.Index(text, []byte(part)), 0)
	return 1 + bytes.Count(text[:at], []byte("\n"))
}
