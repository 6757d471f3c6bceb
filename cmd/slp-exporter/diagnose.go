package main

import (
	"context"
	"errors"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/render"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

// diagnoseFlags are the flags of diagnose.
type diagnoseFlags struct {
	from         *[]string
	list         *bool
	output       *string
	threshold    *string
	target, zone *string
	chosen       targetArgs // with --from, the names are further files
	active, sync *bool
	verbose      *bool
	now          func() time.Time // nil is time.Now
	// open opens sessions; nil does so over SSH.
	open func(context.Context, *config.Target) (diagnose.Session, error)
}

func diagnoseCommand(app *kingpin.Application, logging logFlags) command {
	c, flags := addDiagnose(app)
	return command{c, func(ctx context.Context, s streams) error {
		if *flags.list || len(*flags.from) > 0 {
			return flags.read(ctx, s)
		}
		return flags.live(ctx, logging, s)
	}}
}

func addDiagnose(app *kingpin.Application) (*kingpin.CmdClause, diagnoseFlags) {
	c := app.Command("diagnose", "Find out why a switch does not reach its licence server, or what else is wrong, and say what to type next. "+
		"Asks configured switches with show commands, or reads captured output. Exits 0 if nothing is wrong, 3 if something is, 1 if something could not be read, 2 if the arguments are wrong.")
	flags := diagnoseFlags{
		from: c.Flag("from", "Read captured output; - is standard input, a directory the files in it. Further files may follow. They are told apart as parse does it.").
			PlaceHolder("FILE").Strings(),
		list:   c.Flag("list", "Print the findings that are known, and exit.").Bool(),
		output: oneOf(c.Flag("output", "How to print it: text, markdown or json.").Default("text"), "text", "markdown", "json"),
		threshold: oneOf(c.Flag("failure-threshold", "The least severity of a finding that makes the program exit 3: info, warning or critical.").
			Default(string(advise.Warning)), severityNames()...),
		target: c.Flag("target", "With --from, the switch that all files are of; by default the file's name without its ending.").PlaceHolder("NAME").String(),
		zone:   c.Flag("timezone", "With --from, the time zone of the switch, such as Europe/Berlin; needed only where it prints times of two zones.").PlaceHolder("Area/City").String(),
	}
	flags.active = c.Flag("active", "Let the switches ping their licence server or proxy, and open a telnet connection to it, which is closed again.").Bool()
	flags.sync = c.Flag("sync", "Type `license smart sync all`, and watch for two minutes at most what comes of it.").Bool()
	flags.verbose = c.Flag("verbose", "Of several switches, print the report of each as well.").Short('v').Bool()
	flags.chosen = addTargetArgs(c, "TARGET", targetHelp+" After --from, further captured output.")
	return c, flags
}

func severityNames() []string {
	var names []string
	for _, s := range advise.Severities() {
		names = append(names, string(s))
	}
	return names
}

// read reads captured output.
func (f diagnoseFlags) read(ctx context.Context, s streams) error {
	if *f.list {
		return render.List(s.out)
	}
	files := append(append([]string(nil), *f.from...), *f.chosen.names...)
	none := ""
	parsing := parseFlags{collector: &none, target: f.target, timezone: f.zone}
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
	if err := f.write(s, diagnoses); err != nil {
		return err
	}
	if failed == nil && f.found(diagnoses) {
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
			err = render.Text(s.out, d.Report, d.title, terminal.Colours(s.out))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
