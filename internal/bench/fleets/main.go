//go:build linux

// Command fleets measures what a fleet costs the exporter: it polls simulated fleets, of which a
// part is dead or silent, and prints one table. Each row compares the exporter with a bare SSH client that has
// the same dialogue with the same switches in the same run and checks nothing.
//
// All traffic stays on loopback, on free ports. It needs no privilege, and stops all that it starts.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// The kinds of run: over the CLI with sessions closed or kept, or over NETCONF.
const (
	sessionClose = "close"
	sessionKeep  = "keep"
	overNetconf  = "netconf"
)

// options are the flags.
type options struct {
	sizes      []int
	sessions   []string
	collectors []string
	dead       string
	silent     string
	timeout    time.Duration
	max        int
	maxNetconf int
	program    string
	paced      int
	profile    string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench-fleet:", err)
		os.Exit(1)
	}
}

func parseFlags(args []string) (o options, err error) {
	flags := flag.NewFlagSet("bench-fleet", flag.ContinueOnError)
	sizes := flags.String("sizes", "100,1000,10000", "switches, one fleet each")
	sessions := flags.String("sessions", "close,keep,netconf", "what becomes of a session after a poll, one run each; netconf is over NETCONF, where all are closed")
	collectors := flags.String("collectors", "tech_support,status", "what each poll of the CLI asks")
	flags.StringVar(&o.dead, "dead", "5%", "switches that refuse connections")
	flags.StringVar(&o.silent, "silent", "5%", "switches that accept connections and stay silent")
	flags.DurationVar(&o.timeout, "timeout", 10*time.Second, "polling.timeout: how long to wait for a silent switch")
	flags.IntVar(&o.max, "max-concurrent", 256, "polling.max_concurrent; the bare client does as many at once")
	flags.IntVar(&o.maxNetconf, "max-concurrent-netconf", 16, "polling.max_concurrent_netconf, likewise")
	flags.StringVar(&o.program, "program", "", "an slp-exporter that is already built")
	flags.IntVar(&o.paced, "paced", 1000, "size of the fleet whose switches take 300 ms per command; 0 for none")
	flags.StringVar(&o.profile, "profile", "", "write CPU profiles of the exporter to FILE-SIZE-SESSION: 25 s of first polls, or of the next ones on kept sessions")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	for _, text := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 20 {
			return o, fmt.Errorf("-sizes=%s: write numbers from 20 on, such as 100,1000", *sizes)
		}
		o.sizes = append(o.sizes, n)
	}
	o.sessions, o.collectors = strings.Split(*sessions, ","), strings.Split(*collectors, ",")
	for _, s := range o.sessions {
		if !slices.Contains([]string{sessionClose, sessionKeep, overNetconf}, s) {
			return o, fmt.Errorf("-sessions=%s: write some of close,keep,netconf", *sessions)
		}
	}
	return o, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "slp-bench-fleet-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if o.program == "" {
		if o.program, err = build(ctx, dir); err != nil {
			return err
		}
	}
	var rows []row
	for _, size := range o.sizes {
		for _, session := range o.sessions {
			if missing := descriptorsMissing(o, size, session); missing != "" {
				_, _ = fmt.Fprintf(out, "%d switches, session %s: left out, %s\n", size, session, missing)
				continue
			}
			r, err := measure(ctx, o, size, session, dir)
			if err != nil {
				return fmt.Errorf("%d switches, session %s: %w", size, session, err)
			}
			_, _ = fmt.Fprintf(out, "%d switches, session %s: %d of %d healthy ones up\n", size, session, r.up, r.healthy)
			rows = append(rows, r)
		}
	}
	_, _ = fmt.Fprintln(out)
	printTable(out, rows)
	if o.paced > 0 {
		_, _ = fmt.Fprintln(out)
		return measurePaced(ctx, o, dir, out)
	}
	return nil
}

// descriptorsMissing says why a fleet of that size cannot be run: the simulation needs a descriptor per
// switch, also to hold the port of a dead one, and one per connection; the exporter needs one per kept session.
func descriptorsMissing(o options, size int, session string) string {
	const spare = 300
	alive := size - part(o.dead, size)
	needed := uint64(size) + spare //nolint:gosec // sizes are small
	if session == sessionKeep {
		needed += uint64(alive) //nolint:gosec // sizes are small
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil || limit.Max >= needed {
		return "" // the Go runtime raises the soft limit to the hard one
	}
	return fmt.Sprintf("it needs %d descriptors in a process, and the limit is %d (ulimit -Hn)", needed, limit.Max)
}

// part is how many of the switches a flag such as "5%" or "10" means; 0 if it cannot be read, which the simulation reports.
func part(flag string, size int) int {
	number, percent := strings.CutSuffix(flag, "%")
	n, err := strconv.Atoi(number)
	switch {
	case err != nil:
		return 0
	case percent:
		return n * size / 100
	}
	return n
}

// printTable prints what was measured. Ratios are against the bare client in the same run.
func printTable(out io.Writer, rows []row) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "switches\tsession\tup after 10 s\tall up\tall polled\texporter CPU\tper poll\tbare\tratio\tnext poll\tbare\tratio\tpeak memory\tseries\tscrape\tsize\tgzip\tsize\t")
	for _, r := range rows {
		_, _ = fmt.Fprintf(w, "%d\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%.2f\t", r.switches, r.session, r.soon,
			seconds(r.healthyAfter), seconds(r.allAfter), seconds(r.cpu), millis(r.first.ours()), millis(r.first.bare()), r.first.ratio())
		if r.next.polls > 0 {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%.2f\t", millis(r.next.ours()), millis(r.next.bare()), r.next.ratio())
		} else {
			_, _ = fmt.Fprint(w, "\t\t\t")
		}
		_, _ = fmt.Fprintf(w, "%d MB\t%d\t%s\t%s\t%s\t%s\t\n", r.peak>>20, r.series.count,
			millis(r.plain.took), megabytes(r.plain.bytes), millis(r.gzip.took), megabytes(r.gzip.bytes))
	}
	_ = w.Flush()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }
func millis(d time.Duration) string  { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }
func megabytes(n int) string         { return fmt.Sprintf("%.2f MB", float64(n)/1e6) }
