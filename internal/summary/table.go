package summary

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/slp-exporter/slp-exporter/collector"
)

// Table writes a line for each switch. The error is that of out.
func Table(out io.Writer, reports []Report) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SWITCH\tPOLLED\tPID\tAGENT\tTRUST\tLAST ACK\tWHY NOT") // Flush returns the error
	for _, r := range reports {
		_, _ = fmt.Fprintln(table, strings.Join(row(r), "\t"))
	}
	return table.Flush()
}

// row is a switch in the table.
func row(r Report) []string {
	polled, pid, agent, trust, acked := "yes", "", "", "", ""
	if r.Err != nil {
		polled = "no"
	}
	if said := r.Sample; said != nil && !said.IsEmpty() {
		if r.Err != nil {
			polled = "in part"
		}
		if said.UDI != nil {
			pid = said.UDI.PID
		}
		if said.Usage != nil {
			acked = (&writing{Sample: said}).when(said.Usage.LastAck)
		}
		agent, trust = said.AgentVersion, trusted(said)
	}
	cells := []string{r.Target, polled, cmp.Or(pid, "-"), cmp.Or(agent, "-"), cmp.Or(trust, "-"), cmp.Or(acked, "-")}
	if r.Err != nil {
		cells = append(cells, strings.TrimPrefix(r.Err.Error(), r.Target+": "))
	}
	return cells
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
