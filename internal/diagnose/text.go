package diagnose

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/mask"
)

// Overview writes what several switches have in common, and a line for each.
func Overview(w io.Writer, all []Diagnosis) error {
	var b strings.Builder
	for _, line := range Common(all) {
		b.WriteString(mask.Line(line) + "\n")
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "SWITCH\tVERDICT\tCAUSE\tWHAT") // a strings.Builder takes all
	for _, d := range all {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", d.Target.Name, d.Report.Verdict, d.cause(), d.headline())
	}
	_ = t.Flush()
	fmt.Fprintf(&b, "\n%d switches: %s\n", len(all), counted(all))
	_, err := io.WriteString(w, b.String())
	return err
}

func (d Diagnosis) cause() string {
	if d.Report.Cause == nil {
		return "-"
	}
	return string(*d.Report.Cause)
}

// headline is the verdict in a line, or why there is none.
func (d Diagnosis) headline() string {
	switch {
	case d.Err != nil && d.Report.Verdict == advise.Unknown:
		return d.Title() + ": " + strings.TrimPrefix(d.Err.Error(), d.Target.Name+": ")
	case d.Err != nil:
		return d.Report.Headline + " (" + d.Title() + ")"
	}
	return d.Report.Headline
}

func counted(all []Diagnosis) string {
	var parts []string
	for _, of := range []struct {
		verdict advise.Verdict
		noun    string
	}{{advise.OK, "well"}, {advise.Problem, "with a problem"}, {advise.Unknown, "unknown"}} {
		if n := count(all, of.verdict); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, of.noun))
		}
	}
	var failed []error
	for _, d := range all {
		if d.Err != nil {
			failed = append(failed, d.Err)
		}
	}
	if len(failed) > 0 {
		parts = append(parts, fmt.Sprintf("%d not asked, or not to the end (%s)", len(failed), failure.Counts(failed)))
	}
	return strings.Join(parts, ", ")
}

// WriteSync writes the counters of a sync before and after, side by side.
func (s *Sync) WriteSync(w io.Writer) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(t, "  %s\tbefore\tafter\n", SyncCommand)
	for _, r := range s.Rows {
		_, _ = fmt.Fprintf(t, "    %s\t%s\t%s\n", r.What, r.Before, r.After)
	}
	_ = t.Flush()
	_, err := io.WriteString(w, b.String()+"\n")
	return err
}
