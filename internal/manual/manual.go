// Package manual writes the manual pages: that of the program from its flags, and that of its configuration file from
// docs/configuration.md. A page is roff text for man(1), and the same input makes the same page.
package manual

import (
	"regexp"
	"strings"
)

// page is a manual page that is being written.
type page struct {
	strings.Builder
	begun bool // nothing is written under the last title yet
}

// newPage begins a page. It names no date and no version, so that it changes only if its content does.
func newPage(name, section, summary string) *page {
	p := &page{}
	p.line(`.\" Generated; see docs/development.md.`)
	p.line(".TH " + quoted(strings.ToUpper(name)) + " " + section + ` "" "slp-exporter" ""`)
	p.section("NAME")
	p.line(escaped(name) + ` \- ` + escaped(summary))
	return p
}

// section begins a chapter.
func (p *page) section(title string) { p.title(".SH", title) }

// part begins a part of a chapter.
func (p *page) part(title string) { p.title(".SS", title) }

func (p *page) title(request, text string) {
	p.line(request + " " + quoted(text))
	p.begun = true
}

// entry writes a term and, indented, what is said about it. The term is roff.
func (p *page) entry(term, text string) {
	p.line(".TP")
	p.line(term)
	p.line(inline(text))
}

// paragraph writes a text with Markdown's inline marks.
func (p *page) paragraph(text string) {
	p.separate()
	p.line(inline(text))
}

// separate begins a paragraph, which a title does by itself.
func (p *page) separate() {
	if !p.begun {
		p.line(".PP")
	}
}

// verbatim writes lines as they are.
func (p *page) verbatim(text string) {
	p.separate()
	p.line(".EX")
	for line := range strings.Lines(text) {
		p.line(escaped(strings.TrimSuffix(line, "\n")))
	}
	p.line(".EE")
}

// line writes a line of roff.
func (p *page) line(text string) {
	_, _ = p.WriteString(text + "\n") // never fails
	p.begun = false
}

func bold(text string) string { return `\fB` + escaped(text) + `\fR` }

func quoted(text string) string { return `"` + strings.ReplaceAll(escaped(text), `"`, `\(dq`) + `"` }

// special are the characters that roff would take for something else. A hyphen would otherwise become a dash that
// cannot be copied to a shell.
var special = strings.NewReplacer(
	`\`, `\e`, "-", `\-`, "…", `\&...`, "×", `\(mu`, "÷", `\(di`, "~", `\(ti`, "^", `\(ha`, "`", `\(ga`, "'", `\(aq`,
)

// escaped returns a text as roff that prints it. A dot or an apostrophe would begin a request at the beginning of a line.
func escaped(text string) string {
	text = special.Replace(text)
	if strings.HasPrefix(text, ".") {
		return `\&` + text
	}
	return text
}

// marks are the inline marks of Markdown that the documentation uses: code, links and emphasis.
var marks = regexp.MustCompile("`` ?(.+?) ?``|`([^`]+)`|\\[([^\\]]+)\\]\\([^)]+\\)|\\*\\*([^*]+)\\*\\*")

// inline returns a text of Markdown as roff.
func inline(text string) string {
	var out strings.Builder
	text = strings.Join(strings.Fields(text), " ")
	end := 0
	for _, m := range marks.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(special.Replace(text[end:m[0]]))
		end = m[1]
		for group := 1; group <= 4; group++ {
			from, to := m[2*group], m[2*group+1]
			switch {
			case from < 0:
			case group == 3: // a page of the manual has no links
				out.WriteString(inline(text[from:to]))
			default:
				out.WriteString(bold(text[from:to]))
			}
		}
	}
	out.WriteString(special.Replace(text[end:]))
	if line := out.String(); !strings.HasPrefix(line, ".") {
		return line
	}
	return `\&` + out.String()
}
