package capture

import (
	"errors"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// Detect finds the command that an output came from: by the collector's name if it is given, else
// by the echoed command, else by what the output looks like. Three commands have no collector of
// their own: "show license all" is what "show license status" prints and more, and goes under
// status; "show license udi" and "show license authorization" are sections of tech support.
func Detect(output, collector string) parser.Command {
	if collector == "" && !isNetconf(output) {
		if text := echoedCommand(output); text != "" {
			return commandOf(text)
		}
	}
	if c, ok := looksLike(output, collector); ok {
		return c
	}
	for _, c := range append(parser.Commands(), netconf.Command()) {
		if c.Collector == collector {
			return c
		}
	}
	return guessed(commandOf(commands.Status))
}

// looksLike finds the command by what an output looks like.
func looksLike(output, collector string) (parser.Command, bool) {
	rest := withoutLog(output)
	for _, row := range looks() {
		c, text := commandOf(row.command), rest
		if row.command == syslog.Command {
			text = output
		}
		if (collector == "" || c.Collector == collector) && row.fits(text) {
			return c, true
		}
	}
	return parser.Command{}, false
}

// guessed reads an output that looks like nothing in particular; if it is not that command's
// after all, the error does not claim that anybody thought so.
func guessed(c parser.Command) parser.Command {
	read := c.Parse
	c.Parse = func(out platform.Output) (*parser.State, error) {
		state, err := read(out)
		var foreign *reply.UnrecognisedError
		if errors.As(err, &foreign) {
			foreign.Command = ""
		}
		return state, err
	}
	return c
}

// captures are the commands that are read, but never asked for.
func captures() []parser.Command {
	return []parser.Command{
		{Collector: "status", Text: commands.All, Parse: parser.ParseAll},
		{Collector: "tech_support", Text: commands.UDI, Parse: parser.ParseUDI},
		{Collector: "tech_support", Text: commands.Authorization, Parse: parser.ParseAuthorization},
	}
}

// commandOf is the command of that text.
func commandOf(text string) parser.Command {
	for _, c := range append(parser.Commands(), append(captures(), netconf.Command())...) {
		if c.Text == text {
			return c
		}
	}
	return parser.Command{} // cannot be: every constant is in one of the tables
}

// echoedCommand reads the echoed command in the first lines; empty if no reader knows it.
func echoedCommand(output string) string {
	const most = 5
	for range most {
		first, rest, more := strings.Cut(output, "\n")
		if _, command, ok := lines.SplitEcho(platform.IOSXE(), strings.TrimSpace(first)); ok {
			if text := commands.Full(command); text != "" {
				return text
			}
		}
		if !more {
			break
		}
		output = rest
	}
	return ""
}
