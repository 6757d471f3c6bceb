package main

import (
	"errors"
	"os"
)

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
