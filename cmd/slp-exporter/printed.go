package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/manual"
)

// errPrinted ends the parsing of arguments once one of the texts is printed.
var errPrinted = errors.New("printed")

// fishCompletion asks the program for completions, as kingpin's own scripts for bash and zsh do.
const fishCompletion = `complete -c slp-exporter -a '(slp-exporter --completion-bash (commandline -opc)[2..] (commandline -ct))'
`

// addPrinted adds the hidden flags that print what is installed beside the program, and kingpin does not print
// well: its manual page does not render, and it knows nothing of fish.
func addPrinted(app *kingpin.Application, out io.Writer) {
	texts := map[*kingpin.FlagClause]func() string{
		app.GetFlag("help-man"): func() string { return manual.Program(app.Model()) },
		hiddenFlag(app, "completion-script-fish", "Generate completion script for fish."): func() string {
			return fishCompletion
		},
	}
	app.PreAction(func(parsed *kingpin.ParseContext) error { // before that of the flag itself
		for _, element := range parsed.Elements {
			if flag, ok := element.Clause.(*kingpin.FlagClause); ok && texts[flag] != nil {
				_, _ = fmt.Fprint(out, texts[flag]())
				return errPrinted
			}
		}
		return nil
	})
}

// completesCommand reports whether a shell asks which command may come. kingpin answers that as if the default
// command had been typed.
func completesCommand(args []string) bool {
	return len(args) == 2 && args[0] == "--completion-bash" && !strings.HasPrefix(args[1], "-")
}

func printCommands(app *kingpin.Application, out io.Writer) {
	for _, name := range commandNames(app.Model()) {
		_, _ = fmt.Fprintln(out, name)
	}
}

func commandNames(app *kingpin.ApplicationModel) (names []string) {
	for _, c := range app.FlattenedCommands() {
		if !c.Hidden {
			names = append(names, c.FullCommand)
		}
	}
	return names
}

func hiddenFlag(app *kingpin.Application, name, help string) *kingpin.FlagClause {
	f := app.Flag(name, help).Hidden()
	f.Bool()
	return f
}

// targetNames returns the names of all targets in a configuration, to complete arguments from; none if it cannot be
// read.
func targetNames(file string) (names []string) {
	conf, _, err := config.Load(file)
	if err != nil {
		return nil
	}
	for _, t := range conf.Targets {
		names = append(names, t.Name)
	}
	return names
}
