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
	"strings"
	"syscall"
	_ "time/tzdata" // time zones of the configuration, also where the system has none

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/common/version"
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
