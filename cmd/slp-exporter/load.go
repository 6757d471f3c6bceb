package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/go-kit/log"
	"github.com/go-kit/log/level"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// loadConfig reads a configuration and logs what is doubtful in it. The error has a line for each
// problem, as `check` prints them.
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
