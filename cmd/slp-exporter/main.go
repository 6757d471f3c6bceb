// Command slp-exporter serves the state of Cisco Smart Licensing Using Policy on Catalyst switches to
// Prometheus. It joins the packages of the exporter and holds what only a program has: subcommands and their
// flags, logging, signals and HTTP servers. What it reads goes to /metrics, or to the terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	_ "time/tzdata" // time zones of the configuration, also where the system has none

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

func main() {
	os.Exit(run(untilSignalled(), os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// untilSignalled ends at the first signal that asks the program to stop. A second one ends the program at once.
func untilSignalled() context.Context {
	ctx, stop := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals) // first, so that the next signal has its usual effect
		stop()
	}()
	return ctx
}

// run parses the arguments, runs a command and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	app := kingpin.New("slp-exporter",
		"Prometheus exporter for Cisco Smart Licensing Using Policy on Catalyst switches.")
	app.HelpFlag.Short('h').Help("Show help, also that of a command.")
	app.Version(version.Print("slp-exporter"))
	app.UsageWriter(s.out)
	app.ErrorWriter(s.err)
	answered := false // by --help or --version
	app.Terminate(func(int) { answered = true })

	addPrinted(app, s.out)
	logging := addLogFlags(app)
	commands := []command{
		serveCommand(app, logging), initCommand(app), demoCommand(app, logging), simulateCommand(app),
		checkCommand(app), pollCommand(app, logging), parseCommand(app), diagnoseCommand(app, logging), fingerprintCommand(app, logging),
	}
	if completesCommand(args) {
		printCommands(app, s.out)
		return exitOK
	}
	args = helpArgs(args)
	chosen, err := app.Parse(args)
	switch {
	case answered, errors.Is(err, errPrinted):
		return exitOK
	case err != nil:
		_, _ = fmt.Fprintf(s.err, "slp-exporter: %s\n", usageText(app, args, err))
		return exitUsage
	}
	for _, c := range commands {
		if c.clause.FullCommand() == chosen {
			return exitCode(c.run(ctx, s), s)
		}
	}
	return exitUsage // cannot be: kingpin knows no other command
}

// helpArgs are `poll --help` for `help poll`: kingpin takes the help of a command that does not exist for a success.
func helpArgs(args []string) []string {
	if len(args) != 2 || args[0] != "help" || strings.HasPrefix(args[1], "-") {
		return args
	}
	return []string{args[1], "--help"}
}

// usageText says what is wrong with the arguments, and what was probably meant. It rewords errors of the strconv package
// about numbers, which kingpin passes on as they are.
func usageText(app *kingpin.Application, args []string, err error) string {
	if number := (*strconv.NumError)(nil); errors.As(err, &number) {
		return fmt.Sprintf("%q is not a number that this flag takes, try --help", number.Num)
	}
	text := err.Error()
	context, _ := app.ParseContext(args) // it stops at what is wrong
	if context == nil {
		return text + ", try --help"
	}
	var near []string
	switch token := context.Peek(); {
	case token.Type == kingpin.TokenLong:
		near = suggest.Nearest("--"+token.Value, flagNames(app.Model(), context.SelectedCommand))
	case token.Type == kingpin.TokenArg && isDefault(context.SelectedCommand, args):
		text = fmt.Sprintf("there is no command %q", token.Value)
		near = suggest.Nearest(token.Value, commandNames(app.Model()))
	}
	if question := suggest.Question(near); question != "" {
		return text + "; " + question
	}
	return text + ", try --help"
}

// isDefault reports whether a command was chosen because none is named.
func isDefault(c *kingpin.CmdClause, args []string) bool {
	return c != nil && c.Model().Default && !slices.Contains(args, c.Model().Name)
}

// flagNames are the flags that may be typed with a command; with any, if it is nil.
func flagNames(app *kingpin.ApplicationModel, c *kingpin.CmdClause) (names []string) {
	flags := app.Flags
	if c != nil {
		flags = append(slices.Clone(flags), c.Model().Flags...)
	}
	for _, f := range flags {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	}
	return names
}
