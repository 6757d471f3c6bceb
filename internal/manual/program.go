package manual

import (
	"strings"

	"github.com/alecthomas/kingpin/v2"
)

// Program returns the page of the program in section 1.
func Program(app *kingpin.ApplicationModel) string {
	p := newPage(app.Name, "1", strings.TrimSuffix(app.Help, "."))
	p.section("SYNOPSIS")
	p.line(bold(app.Name) + ` [\fIflags\fR] [\fIcommand\fR] [\fIarguments\fR]`)
	p.section("DESCRIPTION")
	p.paragraph(app.Help)
	p.paragraph("Without a command it serves, as `serve` does. A flag of a command may come before or after its arguments.")
	p.section("OPTIONS")
	p.flags(app.Flags)
	p.section("COMMANDS")
	for _, c := range app.FlattenedCommands() {
		if !c.Hidden {
			p.command(c)
		}
	}
	p.section("SIGNALS")
	p.entry(bold("SIGHUP"), "reloads the configuration of `serve`. If anything in it is wrong, the old one stays in use.")
	p.entry(bold("SIGTERM")+", "+bold("SIGINT"), "answer the requests under way, log out of the switches, and end the program within 10 s. "+
		"A second signal ends it at once.")
	p.section("EXIT STATUS")
	p.entry("0", "success")
	p.entry("1", "what was asked for could not be done")
	p.entry("2", "the call was not understood")
	p.section("SEE ALSO")
	p.line(bold("slp-exporter.yml") + "(5)")
	return p.String()
}

func (p *page) command(c *kingpin.CmdModel) {
	p.part(c.FullCommand)
	p.paragraph(c.Help)
	for _, a := range c.Args {
		p.entry(`\fI`+escaped(a.Name)+`\fR`, a.Help)
	}
	p.flags(c.Flags)
}

func (p *page) flags(flags []*kingpin.FlagModel) {
	for _, f := range flags {
		if f.Hidden {
			continue
		}
		term := bold("--" + f.Name)
		if f.Short != 0 {
			term = bold("-"+string(f.Short)) + ", " + term
		}
		if !f.IsBoolFlag() {
			term += `=\fI` + escaped(placeholder(f)) + `\fR`
		}
		p.entry(term, f.Help)
	}
}

// placeholder is the default of a flag; if it is empty, a word for what the flag takes.
func placeholder(f *kingpin.FlagModel) string {
	if text := strings.Trim(f.FormatPlaceHolder(), `"`); text != "" {
		return text
	}
	return strings.ToUpper(f.Name[strings.LastIndexAny(f.Name, ".-")+1:])
}
