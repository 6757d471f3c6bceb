package main

import (
	"encoding/json"
	"fmt"

	"github.com/alecthomas/kingpin/v2"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/summary"
)

// outputFlags say how to print what switches said.
type outputFlags struct {
	format  *string
	verbose *bool
}

func addOutputFlags(c *kingpin.CmdClause) outputFlags {
	return outputFlags{
		format: oneOf(c.Flag("output", "How to print it: text, metrics or json.").Default("text"), "text", "metrics", "json"),
		verbose: c.Flag("verbose", "With --output=text, name the lines that could not be read, not only their number; of several switches print all, not only the table.").
			Short('v').Bool(),
	}
}

// isText reports whether the output is the text, which also says what failed.
func (f outputFlags) isText() bool { return *f.format == "text" }

func (f outputFlags) write(s streams, reports []report) error {
	switch *f.format {
	case "metrics":
		return writeMetrics(s, reports)
	case "json":
		return writeJSON(s, reports)
	}
	for _, r := range reports {
		if _, err := fmt.Fprint(s.out, summary.Text(r.Report, *f.verbose)); err != nil {
			return err
		}
	}
	return nil
}

// writeTable writes a line for each switch, and all that they said if it is wanted.
func (f outputFlags) writeTable(s streams, reports []report) error {
	all := make([]summary.Report, len(reports))
	for i, r := range reports {
		all[i] = r.Report
	}
	if err := summary.Table(s.out, all); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(s.out); err != nil || !*f.verbose {
		return err
	}
	if err := f.write(s, reports); err != nil {
		return err
	}
	_, err := fmt.Fprintln(s.out)
	return err
}

func writeMetrics(s streams, reports []report) error {
	all := make([][]*dto.MetricFamily, len(reports))
	for i, r := range reports {
		all[i] = r.families
	}
	for _, f := range collector.Gather(all) {
		if _, err := expfmt.MetricFamilyToText(s.out, f); err != nil {
			return err
		}
	}
	return nil
}

// jsonReport is one switch in --output=json.
type jsonReport struct {
	Target string `json:"target"`
	// Error is why it failed, wholly or in part; absent if nothing did.
	Error string `json:"error,omitempty"`
	// Unread are the lines that could not be read; absent if there are none.
	Unread []string `json:"unread,omitempty"`
	// Metrics by name, as in the metrics format.
	Metrics map[string][]jsonMetric `json:"metrics"`
}

type jsonMetric struct {
	Labels map[string]string `json:"labels,omitempty"`
	Value  float64           `json:"value"`
}

func writeJSON(s streams, reports []report) error {
	out := make([]jsonReport, len(reports))
	for i, r := range reports {
		out[i] = r.json()
	}
	e := json.NewEncoder(s.out)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func (r report) json() jsonReport {
	out := jsonReport{Target: r.Target, Metrics: map[string][]jsonMetric{}}
	if r.Err != nil {
		out.Error = r.Err.Error()
	}
	for _, u := range r.Unread {
		out.Unread = append(out.Unread, u.String())
	}
	for _, f := range r.families {
		for _, m := range f.Metric {
			out.Metrics[f.GetName()] = append(out.Metrics[f.GetName()], jsonOf(m))
		}
	}
	return out
}

func jsonOf(m *dto.Metric) jsonMetric {
	labels := map[string]string{}
	for _, l := range m.Label {
		if l.GetName() != "target" {
			labels[l.GetName()] = l.GetValue()
		}
	}
	return jsonMetric{
		Labels: labels,
		Value:  m.GetGauge().GetValue() + m.GetCounter().GetValue() + m.GetUntyped().GetValue(),
	}
}
