package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kingpin/v2"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/collector"
)

// outputFlags say how to print what switches said.
type outputFlags struct {
	format  *string
	verbose *bool
}

func addOutputFlags(c *kingpin.CmdClause) outputFlags {
	return outputFlags{
		format: c.Flag("output", "How to print it: text, metrics or json.").Default("text").Enum("text", "metrics", "json"),
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
		if _, err := fmt.Fprint(s.out, summary(r, *f.verbose)); err != nil {
			return err
		}
	}
	return nil
}

// writeTable writes a line for each switch, and all that they said if it is wanted.
func (f outputFlags) writeTable(s streams, reports []report) error {
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SWITCH\tPOLLED\tPID\tAGENT\tTRUST\tLAST ACK\tWHY NOT") // Flush returns the error
	for _, r := range reports {
		_, _ = fmt.Fprintln(table, strings.Join(r.row(), "\t"))
	}
	if err := table.Flush(); err != nil {
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

// row is a switch in the table.
func (r report) row() []string {
	polled, pid, agent, trust, acked := "yes", "", "", "", ""
	if r.err != nil {
		polled = "no"
	}
	if said := r.sample; said != nil && !said.IsEmpty() {
		if r.err != nil {
			polled = "in part"
		}
		if said.UDI != nil {
			pid = said.UDI.PID
		}
		if said.Usage != nil {
			acked = (&summaryText{Sample: said}).when(said.Usage.LastAck)
		}
		agent, trust = said.AgentVersion, trusted(said)
	}
	row := []string{r.target, polled, cmp.Or(pid, "-"), cmp.Or(agent, "-"), cmp.Or(trust, "-"), cmp.Or(acked, "-")}
	if r.err != nil {
		row = append(row, strings.TrimPrefix(r.err.Error(), r.target+": "))
	}
	return row
}

// trusted is yes if each member that says so has a trust code, and no if one has none; empty if no member says so.
func trusted(s *collector.Sample) string {
	trust := ""
	for _, m := range s.Trust {
		switch {
		case m.Installed == nil:
		case !*m.Installed:
			return "no"
		default:
			trust = "yes"
		}
	}
	return trust
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
	out := jsonReport{Target: r.target, Metrics: map[string][]jsonMetric{}}
	if r.err != nil {
		out.Error = r.err.Error()
	}
	for _, u := range r.unread {
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
