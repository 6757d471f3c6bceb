package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/version"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// The exit codes. A program that was asked for something that it cannot do fails with exitFailure;
// one that was not understood, with exitUsage.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// streams are what a command reads from and writes to.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// errReported is returned by a command that has already said what is wrong.
var errReported = errors.New("reported")

// usageError is returned by a command for arguments that it does not understand.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// command is one subcommand, with its flags bound.
type command struct {
	clause *kingpin.CmdClause
	run    func(ctx context.Context, s streams) error
}

// run is the program: it understands the arguments, runs a command and returns the exit code.
func run(ctx context.Context, args []string, s streams) int {
	app := kingpin.New("slp-exporter",
		"Prometheus exporter for Cisco Smart Licensing Using Policy on Catalyst switches.")
	app.HelpFlag.Short('h')
	app.Version(version.Print("slp-exporter"))
	app.UsageWriter(s.out)
	app.ErrorWriter(s.err)
	answered := false // by --help or --version
	app.Terminate(func(int) { answered = true })

	logging := addLogFlags(app)
	commands := []command{
		serveCommand(app, logging), demoCommand(app, logging), simulateCommand(app),
		checkCommand(app), pollCommand(app, logging), parseCommand(app), fingerprintCommand(app, logging),
	}
	chosen, err := app.Parse(args)
	switch {
	case answered:
		return exitOK
	case err != nil:
		_, _ = fmt.Fprintf(s.err, "slp-exporter: %s, try --help\n", usageText(err))
		return exitUsage
	}
	for _, c := range commands {
		if c.clause.FullCommand() == chosen {
			return exitCode(c.run(ctx, s), s)
		}
	}
	return exitUsage // cannot be: kingpin knows no other command
}

// usageText puts into words what kingpin passes on of numbers as the strconv package says it.
func usageText(err error) string {
	if number := (*strconv.NumError)(nil); errors.As(err, &number) {
		return fmt.Sprintf("%q is not a number that this flag takes", number.Num)
	}
	return err.Error()
}

func exitCode(err error, s streams) int {
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &config.Errors{}): // a line for each problem, with the place in front
		_, _ = fmt.Fprintln(s.err, err)
	case !errors.Is(err, errReported):
		_, _ = fmt.Fprintf(s.err, "slp-exporter: %s\n", err)
	}
	if errors.As(err, &usageError{}) {
		return exitUsage
	}
	return exitFailure
}
