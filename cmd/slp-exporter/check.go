package main

import (
	"context"
	"fmt"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config/shown"
	"github.com/slp-exporter/slp-exporter/internal/plural"
)

func checkCommand(app *kingpin.Application) command {
	c := app.Command("check", "Check configuration files and what they point to.")
	files := c.Arg("FILE", "Configuration file; - is standard input.").Required().Strings()
	show := c.Flag("show", "Print the configuration with all defaults; secrets are hidden.").Bool()
	return command{c, func(ctx context.Context, s streams) error {
		var failed error
		for _, file := range *files {
			if err := check(ctx, fileArg(file), *show, len(*files) > 1, s); err != nil {
				failed = errReported
			}
		}
		return failed
	}}
}

// check checks one file. If there are many, each one shown is a YAML document of its own that begins with its
// name.
func check(ctx context.Context, file string, show, many bool, s streams) error {
	conf, warnings, err := readConfig(ctx, s.loadConfig, file)
	for _, w := range warnings {
		_, _ = fmt.Fprintf(s.err, "warning: %s\n", w)
	}
	if err != nil {
		for _, line := range problems(err) {
			_, _ = fmt.Fprintln(s.err, line)
		}
		return err
	}
	conf, _ = withLists(ctx, conf, s) // a URL may be down when the exporter starts, too
	if show {
		text, err := shown.YAML(conf)
		if err != nil {
			return err
		}
		if many {
			_, _ = fmt.Fprintf(s.out, "--- # %s\n", file)
		}
		_, _ = fmt.Fprintf(s.out, "%s", text)
		return nil
	}
	_, _ = fmt.Fprintf(s.out, "%s: good, %s, %s, %s\n",
		file, plural.Of(len(conf.Targets), "target"), plural.Of(len(conf.Modules), "module"), plural.Of(len(conf.Auths), "auth"))
	for _, source := range conf.Sources() {
		if source.URL != nil && source.Failed == nil {
			_, _ = fmt.Fprintf(s.out, "%s: lists %s\n", source.Name, plural.Of(source.Targets, "target"))
		}
	}
	return nil
}
