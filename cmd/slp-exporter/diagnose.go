package main

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/render"
)

// diagnoseFlags are the flags of diagnose.
type diagnoseFlags struct {
	from           *[]string
	list           *bool
	output         *string
	threshold      *string
	target, zone   *string
	furtherOutputs *[]string
}

func diagnoseCommand(app *kingpin.Application) command {
	c := app.Command("diagnose", "Find out why a switch does not reach its licence server, or what else is wrong, and say what to type next. "+
		"Exits 0 if nothing is, 3 if something is, 1 if something could not be read.")
	flags := diagnoseFlags{
		from: c.Flag("from", "Read captured output; - is standard input. Further files may follow. They are told apart as parse does it.").
			PlaceHolder("FILE").Strings(),
		list:   c.Flag("list", "Print the findings that are known, and exit.").Bool(),
		output: c.Flag("output", "How to print it: text, markdown or json.").Default("text").Enum("text", "markdown", "json"),
		threshold: c.Flag("failure-threshold", "The least severity of a finding that makes the program exit 3: info, warning or critical.").
			Default(string(advise.Warning)).Enum(severityNames()...),
		target: c.Flag("target", "With --from, the switch that all files are of; by default the file's name without its ending.").PlaceHolder("NAME").String(),
		zone:   c.Flag("timezone", "With --from, the time zone of the switch, such as Europe/Berlin; needed only where it prints times of two zones.").PlaceHolder("Area/City").String(),
	}
	flags.furtherOutputs = c.Arg("FILE", "Further captured output, after --from.").Strings()
	return command{c, func(ctx context.Context, s streams) error { return diagnose(ctx, flags, s) }}
}

func severityNames() []string {
	var names []string
	for _, s := range advise.Severities() {
		names = append(names, string(s))
	}
	return names
}

func diagnose(ctx context.Context, flags diagnoseFlags, s streams) error {
	files := append(append([]string(nil), *flags.from...), *flags.furtherOutputs...)
	switch {
	case *flags.list:
		return render.List(s.out)
	case len(*flags.from) == 0:
		return usageError{errors.New("nothing to read: name captured output with --from, or see --list")}
	}
	none := ""
	parsing := parseFlags{collector: &none, target: flags.target, timezone: flags.zone}
	zone, err := parsing.zone()
	if err != nil {
		return err
	}
	dossiers, failed := readDossiers(ctx, files, parsing, s)
	if errors.As(failed, &usageError{}) {
		return failed
	}
	diagnoses := make([]diagnosis, len(dossiers))
	for i, d := range dossiers {
		diagnoses[i] = d.diagnose(zone)
	}
	if err := flags.write(s, diagnoses); err != nil {
		return err
	}
	if failed == nil && flags.found(diagnoses) {
		return errFound
	}
	return failed
}

// diagnosis is a report, and where it comes from: "read from acc-1.txt".
type diagnosis struct {
	advise.Report
	title string
}

// found reports whether there is a finding of the severity that makes the program say so.
func (f diagnoseFlags) found(diagnoses []diagnosis) bool {
	for _, d := range diagnoses {
		for _, each := range d.Findings {
			if each.Severity.AtLeast(advise.Severity(*f.threshold)) {
				return true
			}
		}
	}
	return false
}

func (f diagnoseFlags) write(s streams, diagnoses []diagnosis) error {
	if *f.output == "json" {
		reports := make([]advise.Report, len(diagnoses))
		for i, d := range diagnoses {
			reports[i] = d.Report
		}
		return render.JSON(s.out, reports)
	}
	for _, d := range diagnoses {
		var err error
		if *f.output == "markdown" {
			err = render.Markdown(s.out, d.Report, d.title)
		} else {
			err = render.Text(s.out, d.Report, d.title, showsColours(s.out))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// showsColours reports whether a stream is a terminal whose user has not turned colours off: https://no-color.org.
func showsColours(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
