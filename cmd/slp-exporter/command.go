package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

// The exit codes. exitFailure is for a request that the program cannot fulfil, exitUsage for one that it does
// not understand, exitFound for a diagnosis that has found something.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitFound   = 3
)

// streams are what a command reads from and writes to.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// above are the streams of a command that shows how far it is: what it writes goes above that line.
func (s streams) above(p *terminal.Progress) streams {
	return streams{in: s.in, out: p.Above(s.out), err: p.Above(s.err)}
}

// errReported is returned by a command that has already said what is wrong.
var errReported = errors.New("reported")

// errFound is returned by a command that was to find out whether something is wrong, and has said what.
var errFound = errors.New("found")

// usageError is returned by a command for arguments that it does not understand.
type usageError struct{ error }

// Unwrap returns the error itself, without its class.
func (e usageError) Unwrap() error { return e.error }

// command is one subcommand, with its flags bound.
type command struct {
	clause *kingpin.CmdClause
	run    func(ctx context.Context, s streams) error
}

func exitCode(err error, s streams) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFound):
		return exitFound
	case errors.As(err, &config.Errors{}): // a line for each problem, which begins with its place
		_, _ = fmt.Fprintln(s.err, err)
	case !errors.Is(err, errReported):
		_, _ = fmt.Fprintf(s.err, "slp-exporter: %s\n", err)
	}
	if errors.As(err, &usageError{}) {
		return exitUsage
	}
	return exitFailure
}
