package capture

import (
	"html"
	"regexp"
	"strings"
)

// plain is a capture as the switch printed it: without what pages, editors and Markdown put into it and around it. Programs
// often leave the end of the last line out, which is put back.
func plain(capture string) string {
	capture = entities.ReplaceAllStringFunc(capture, html.UnescapeString)
	capture = strings.NewReplacer("\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u200b", "").Replace(capture)
	all := strings.Split(capture, "\n")
	withoutQuotation(all)
	withoutFence(all)
	for i, line := range all {
		all[i] = plainLine(line)
	}
	capture = strings.Join(all, "\n")
	if capture != "" && !strings.HasSuffix(capture, "\n") {
		capture += "\n"
	}
	return capture
}

var (
	// entities are the characters that HTML escapes.
	entities = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});`)
	// tags are those of HTML; the agent prints <none>, <empty> and the like.
	tags = regexp.MustCompile(`(?i)</?(pre|code|p|div|span|b|i|em|strong|tt|font|a|ul|ol|li|table|tbody|tr|td|th|html|body|blockquote|samp|kbd)( [^<>]*)?>`)
	// breaks are the ends of a line in HTML, which are one only if the line goes on.
	breaks    = regexp.MustCompile(`(?i)<br */?>`)
	lastBreak = regexp.MustCompile(`(?i)( *<br */?>)+[ \r]*$`)
	// signs are between the stamp and the text of a log message: "%SMART_LIC-3-COMM_FAILED:".
	signs = regexp.MustCompile(`%[A-Z][A-Z0-9_]*(-[A-Z0-9_]+)*-[0-7]-[A-Z0-9_]+ ?:`)
	// escapes are what Markdown escapes.
	escapes = regexp.MustCompile(`\\([_*#<>|~-])`)
	// bullets begin the items of a list, a quotation, and the cells of a table.
	bullets = regexp.MustCompile(`^ *([-+>|] +|[0-9]{1,2}[.)] +)`)
)

// plainLine is a line without the marks of HTML and Markdown.
func plainLine(line string) string {
	if strings.IndexByte(line, '<') >= 0 {
		line = lastBreak.ReplaceAllString(line, "")
		line = breaks.ReplaceAllString(line, "\n")
		if without := tags.ReplaceAllString(line, ""); strings.TrimSpace(without) != "" || !strings.Contains(line, "</") {
			line = without
		}
	}
	if strings.IndexByte(line, '%') >= 0 {
		if unescaped := escapes.ReplaceAllString(line, "$1"); signs.MatchString(unescaped) {
			return plainLog(unescaped)
		}
	}
	if text := strings.TrimSpace(line); len(text) > 2 && text[0] == '`' && text[len(text)-1] == '`' && strings.Trim(text, "`") != "" {
		return strings.Trim(text, "`")
	}
	return line
}

// plainLog is a line with a log message, without what an author put around the message: back-quotes, emphasis, a bullet.
func plainLog(line string) string {
	if strings.Contains(line, "\n") {
		return line
	}
	line = bullets.ReplaceAllString(strings.TrimRight(line, " \t\r|"), "")
	sign := signs.FindStringIndex(line)[0]
	if quote := strings.LastIndexByte(line[:sign], '`'); quote >= 0 {
		said, _, _ := strings.Cut(line[sign:], "`")
		return line[quote+1:sign] + said
	}
	front := strings.TrimRight(line[:sign], "_*~")
	mark := line[len(front):sign]
	if mark == "" { // around the stamp as well
		mark = line[:len(line)-len(strings.TrimLeft(line, "_*~"))]
		front = strings.TrimPrefix(front, mark)
	}
	said := line[sign:]
	for range mark { // the last may be the switch's own, of a clock that is not authoritative
		if last := said[len(said)-1:]; strings.Contains(mark, last) {
			said = strings.TrimSuffix(said, last)
		}
	}
	return front + said
}

// withoutQuotation takes the marks off the lines of a quotation: "> ". A terminal may have broken a line before a bracket,
// but not two in a row.
func withoutQuotation(all []string) {
	for i := 0; i < len(all); {
		n := 0
		for i+n < len(all) && strings.HasPrefix(all[i+n], ">") {
			n++
		}
		for j := i; n > 1 && j < i+n; j++ {
			all[j] = strings.TrimPrefix(strings.TrimLeft(all[j], ">"), " ")
		}
		i += max(n, 1)
	}
}

// withoutFence blanks the line that opens a block of code in Markdown. The one that closes it ends the output.
func withoutFence(all []string) {
	open := false
	for i, line := range all {
		if text := strings.TrimSpace(line); !strings.HasPrefix(text, "```") && !strings.HasPrefix(text, "~~~") || strings.Contains(text, " ") {
			continue
		}
		if open = !open; open && opens(all, i) {
			all[i] = ""
		}
	}
}

// opens reports whether a fence is the beginning of a block: another one follows, or next to nothing precedes it.
func opens(all []string, at int) bool {
	const few = 3
	before := 0
	for _, line := range all[:at] {
		if strings.TrimSpace(line) != "" {
			before++
		}
	}
	return before < few || strings.Contains(strings.Join(all[at+1:], "\n"), strings.TrimSpace(all[at])[:3])
}
