package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// targetArgs are a configuration and some of its targets.
type targetArgs struct {
	file  *string
	names *[]string
}

func addTargetArgs(c *kingpin.CmdClause) targetArgs {
	return targetArgs{
		file:  addConfigFlag(c),
		names: c.Arg("TARGET", "Name or address of a configured switch.").Required().Strings(),
	}
}

func addConfigFlag(c *kingpin.CmdClause) *string {
	return c.Flag("config.file", "Configuration file.").Default("slp-exporter.yml").String()
}

// load reads the configuration and leaves only the chosen targets in it.
func (a targetArgs) load(logger log.Logger) (*config.Config, error) {
	conf, err := loadConfig(*a.file, logger)
	if err != nil {
		return nil, err
	}
	var chosen []*config.Target
	for _, name := range *a.names {
		t := conf.Target(name)
		if t == nil {
			return nil, fmt.Errorf("%s is not a configured target (name or address)", name)
		}
		if !slices.Contains(chosen, t) { // never two sessions on one switch
			chosen = append(chosen, t)
		}
	}
	conf.Targets = chosen
	return conf, nil
}

// loadConfig reads a configuration and logs its warnings. The error has a line for each problem, as `check`
// prints them.
func loadConfig(file string, logger log.Logger) (*config.Config, error) {
	if file == "" {
		return nil, usageError{errors.New("--config.file names no file, write one such as slp-exporter.yml")}
	}
	conf, warnings, err := config.Load(file)
	logWarnings(logger, warnings)
	if _, missing := os.Stat(file); err != nil && errors.Is(missing, os.ErrNotExist) {
		return nil, fmt.Errorf("%w\n(`slp-exporter demo` needs no configuration)", err)
	}
	return conf, err
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
