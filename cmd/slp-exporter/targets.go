package main

import (
	"fmt"
	"slices"

	"github.com/alecthomas/kingpin/v2"
	"github.com/go-kit/log"

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
