package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// dossier is what was read about one target from files: its licensing state, and the outputs themselves.
type dossier struct {
	*captured
	files      []string
	outputs    evidence.Outputs
	rightToUse string
}

// readDossiers reads all files. It says which ones could not be read, and why; only a usageError ends it.
func readDossiers(ctx context.Context, files []string, flags parseFlags, s streams) (all []*dossier, failed error) {
	failed = flags.eachInput(ctx, files, s, func(in input, text string) (err error) {
		all, err = addDossier(all, in, text, flags)
		return err
	})
	return all, failed
}

// addDossier reads a file into the dossier of its target. The error is about the file; the dossier has the part that
// could be read, even then.
func addDossier(all []*dossier, in input, text string, flags parseFlags) ([]*dossier, error) {
	at := slices.IndexFunc(all, func(d *dossier) bool { return d.Target == in.target })
	if at < 0 {
		at = len(all)
		all = append(all, &dossier{captured: newCaptured(in.target)})
	}
	d := all[at]
	d.files = append(d.files, in.path)
	extra, host := evidence.Split(text)
	var failed []error
	others := d.printed
	parts, _ := capture.Split(text, *flags.collector) // what it passes over may be one of the extra outputs
	for _, part := range parts {
		if err := d.taken(others, part, in.path); err != nil {
			return all, err
		}
		failed = append(failed, d.addPart(part, in.path, len(extra) > 0))
	}
	if capture.SameHost(d.host, host) {
		d.outputs = append(d.outputs, extra...)
	}
	return all, errors.Join(failed...)
}

// addPart reads a part of a file. Text that is no licence output is nothing to complain about if the file has outputs of other
// commands, and right-to-use licensing is a finding.
func (d *dossier) addPart(part capture.Part, file string, hasOthers bool) error {
	err := d.add(part, file)
	var old *reply.RightToUseError
	var foreign *reply.UnrecognisedError
	if errors.As(err, &foreign) && foreign.Command == "" && hasOthers {
		return nil
	}
	output := evidence.Answer(part.Command.Text, part.Text, false)
	d.outputs = append(d.outputs, output)
	if errors.As(err, &old) {
		d.rightToUse = old.Text
		return nil
	}
	return err
}

// diagnose says what there is to say about the target.
func (d *dossier) diagnose(zone *time.Location) diagnosis {
	d.merge()
	in := advise.Input{Target: d.Target, State: d.State, Outputs: d.outputs, RightToUse: d.rightToUse}
	if d.State != nil {
		in.Clock = localtime.NewClock(d.State.Clock, time.Time{}, zone)
	}
	return diagnosis{advise.Diagnose(in), "read from " + strings.Join(d.files, ", ")}
}
