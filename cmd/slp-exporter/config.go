package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/choice"
	"github.com/slp-exporter/slp-exporter/internal/discovery"
	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

// targetArgs are a configuration and some of its targets.
type targetArgs struct {
	file   *string
	names  *[]string
	all    *bool
	labels *[]string
}

// addTargetArgs binds the flags that choose targets, and the argument of that name.
func addTargetArgs(c *kingpin.CmdClause, name, help string) targetArgs {
	file := addConfigFlag(c, "Configuration file; - is standard input.")
	names := c.Arg(name, help).
		HintAction(func() []string { return targetNames(located(*file, packagedConfig)) })
	return targetArgs{
		file:   file,
		all:    c.Flag("all", "Choose all configured switches.").Bool(),
		labels: c.Flag("select", "Choose switches with that label; VALUE may be a pattern. Given again, all must hold.").PlaceHolder("LABEL=VALUE").Strings(),
		names:  names.Strings(),
	}
}

// targetHelp describes the argument of commands that take nothing but targets.
const targetHelp = "Name or address of a configured switch, or a pattern of names such as 'muc-*'."

// load reads the configuration and leaves only the chosen targets in it, in its order. It says which names no target has;
// missed is errReported then, and the others are chosen all the same.
func (a targetArgs) load(ctx context.Context, s streams, logger log.Logger) (conf *config.Config, missed, err error) {
	meant := choice.Choice{Names: *a.names, All: *a.all, Labels: *a.labels}
	if err := meant.Check(); err != nil {
		return nil, nil, usageError{err}
	}
	conf, err = loadConfigWith(ctx, s.loadConfig, located(*a.file, packagedConfig), logger)
	if err != nil {
		return nil, nil, err
	}
	if !meant.IsIn(conf) {
		conf, missed = withLists(ctx, conf, s)
	}
	targets, unknown := meant.Of(conf)
	for _, name := range unknown {
		said := name + " is not a configured target (name, address, pattern or label)"
		if question := suggest.Question(choice.Similar(conf, name)); question != "" {
			said += "; " + question
		}
		_, _ = fmt.Fprintf(s.err, "slp-exporter: %s\n", said)
		missed = errReported
	}
	conf.Targets = targets
	return conf, missed, nil
}

// withLists returns the configuration with the switches that URLs list now. It says which URLs fail; failed is errReported
// then, and the others are taken all the same.
func withLists(ctx context.Context, conf *config.Config, s streams) (listed *config.Config, failed error) {
	listed, warnings, whole := discovery.Ask(ctx, conf)
	for _, w := range warnings {
		_, _ = fmt.Fprintf(s.err, "warning: %s\n", w)
	}
	if !whole {
		failed = errReported
	}
	return listed, failed
}

func addConfigFlag(c *kingpin.CmdClause, help string) *string {
	help += " Without this flag and without slp-exporter.yml here: " + packagedConfig + "."
	return c.Flag("config.file", help).Default(localConfig).String()
}

// The configuration file that is used without --config.file: the one in the current directory, or else that of the
// packages.
const (
	localConfig    = "slp-exporter.yml"
	packagedConfig = "/etc/slp-exporter/slp-exporter.yml"
)

// located returns the file to read for a value of --config.file. packaged takes the place of the default if only
// packaged exists; it may be one that this user cannot read.
func located(file, packaged string) string {
	if file != localConfig {
		return file
	}
	_, here := os.Stat(file)
	_, there := os.Stat(packaged)
	if errors.Is(here, os.ErrNotExist) && !errors.Is(there, os.ErrNotExist) {
		return packaged
	}
	return file
}

// loadConfig reads a configuration file and logs its warnings. The error has a line for each problem, as `check`
// prints them.
func loadConfig(ctx context.Context, file string, logger log.Logger) (*config.Config, error) {
	return loadConfigWith(ctx, config.Load, file, logger)
}

func loadConfigWith(ctx context.Context, load loadFunc, file string, logger log.Logger) (*config.Config, error) {
	if file == "" {
		return nil, usageError{errors.New("--config.file names no file, write one such as slp-exporter.yml")}
	}
	conf, warnings, err := readConfig(ctx, load, file)
	logWarnings(logger, warnings)
	if isMissing(err) {
		return nil, fmt.Errorf("%w\n(--config.file names another file; `slp-exporter demo` needs no configuration)", err)
	}
	return conf, err
}

// isMissing reports whether the configuration file itself does not exist.
func isMissing(err error) bool {
	var problems config.Errors
	return errors.As(err, &problems) && problems[0].Line == 0 && errors.Is(problems[0], os.ErrNotExist)
}

// loadFunc is config.Load, or streams.loadConfig.
type loadFunc func(file string) (*config.Config, []config.Warning, error)

// loadConfig is config.Load for a command that reads its configuration once, so that it may come from a pipe: the file
// may be standard input.
func (s streams) loadConfig(file string) (*config.Config, []config.Warning, error) {
	if isStdin(file) {
		return config.LoadFrom(s.in, stdin, ".")
	}
	return config.Load(file)
}

// stdin is the name of standard input on the command line.
const stdin = "-"

func isStdin(file string) bool { return file == stdin || file == "/dev/stdin" }

// fileArg returns the name of an argument FILE: kingpin passes "-" on as an empty text, except as the value of a flag.
func fileArg(file string) string {
	if file == "" || isStdin(file) {
		return stdin
	}
	return file
}

// readConfig loads a file, and returns early if ctx ends.
func readConfig(ctx context.Context, load loadFunc, file string) (*config.Config, []config.Warning, error) {
	type result struct {
		conf     *config.Config
		warnings []config.Warning
	}
	r, err := unlessStopped(ctx, func() (r result, err error) {
		r.conf, r.warnings, err = load(file)
		return r, err
	})
	if errors.Is(err, errStopped) {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return r.conf, r.warnings, err
}

// errStopped is the error of reading that the end of the program cuts short.
var errStopped = errors.New("not read to its end: the program was told to stop")

// unlessStopped returns what read returns, or errStopped as soon as ctx ends: a pipe may have no end, and a file system
// that hangs takes seconds to give up. read goes on then.
func unlessStopped[T any](ctx context.Context, read func() (T, error)) (value T, err error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		v, err := read()
		results <- result{v, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		return value, errStopped
	}
}

func logWarnings(logger log.Logger, warnings []config.Warning) {
	for _, w := range warnings {
		_ = level.Warn(logger).Log("msg", "configuration", "warning", w.String())
	}
}

// problems are the lines of an error that lists several.
func problems(err error) []string {
	var all config.Errors
	if !errors.As(err, &all) {
		return strings.Split(err.Error(), "\n")
	}
	lines := make([]string, len(all))
	for i, p := range all {
		lines[i] = p.Error()
	}
	return lines
}
