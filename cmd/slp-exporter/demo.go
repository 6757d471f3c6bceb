package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// defaultSelfPoll is how often the demo polls its switches if no result is ever served again.
const defaultSelfPoll = 5 * time.Second

// demoFlags are those of the demo.
type demoFlags struct {
	fleet    fleetFlags
	web      webFlags
	interval *time.Duration
	troubled *int
	ownCount *bool // --troubled is given
}

func demoCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("demo", "Start simulated switches in varied trouble on loopback, and serve their metrics.")
	flags := demoFlags{
		fleet: addFleetFlags(c, 2),
		web:   addWebFlags(c, "localhost:9952"),
		interval: c.Flag("min-interval", "Age up to which a result is served again, as polling.min_interval.").
			Default("5s").Duration(),
		ownCount: new(bool),
	}
	flags.troubled = c.Flag("troubled", "How many of the switches are, in turn, dead, refuse the password, show another host key, or are slow; by default 4 of each 25.").
		PlaceHolder("N").IsSetByUser(flags.ownCount).Int()
	return command{c, func(ctx context.Context, s streams) error {
		if err := flags.check(); err != nil {
			return err
		}
		hangup, ignore := notifyHangup()
		defer ignore()
		listeners, err := flags.web.listen()
		if err != nil {
			return err
		}
		defer func() { _ = closeAll(listeners) }() // in case the daemon does not take them over
		d := &daemon{hangup: hangup, flags: flags.web, log: logging.loggers(s.err)}
		return demo(ctx, flags, d, listeners, s)
	}}
}

// check refuses what kingpin lets pass.
func (f demoFlags) check() error {
	if err := errors.Join(f.web.check(), f.fleet.check()); err != nil {
		return err
	}
	switch n := *f.fleet.switches; {
	case *f.interval < 0:
		return usageError{fmt.Errorf("--min-interval=%s is negative, write 0s or more", *f.interval)}
	case *f.troubled < 0 || *f.troubled > n:
		return usageError{fmt.Errorf("--troubled=%d is no number of these switches, write 0 to %d", *f.troubled, n)}
	}
	return nil
}

// options are those of the fleet, with the switches in trouble.
func (f demoFlags) options() simulator.Options {
	o := f.fleet.options()
	if o.Troubled = o.Switches * 4 / 25; *f.ownCount {
		o.Troubled = *f.troubled
	}
	return o
}

// demo starts the switches and has the daemon serve them.
func demo(ctx context.Context, flags demoFlags, d *daemon, listeners []net.Listener, s streams) (err error) {
	switches, err := startFleet(flags.options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, switches.Close()) }()
	dir, err := os.MkdirTemp("", "slp-exporter-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	d.file = filepath.Join(dir, "slp-exporter.yml")
	// The configuration is written and read, as every user's is.
	polling := fmt.Sprintf("polling: {min_interval: %dms}", flags.interval.Milliseconds())
	if err := writeConfig(d.file, switches, polling, config.CollectorsOf(protocolOf(switches))); err != nil {
		return err
	}
	if d.conf, err = loadConfig(context.WithoutCancel(ctx), d.file, d.log.kit); err != nil {
		return err
	}
	d.selfPoll = cmp.Or(*flags.interval, defaultSelfPoll)
	greet(s, switches, urlOf(listeners), *flags.web.path)
	return d.run(ctx, listeners)
}

// urlOf is the host and port for a browser on this machine.
func urlOf(listeners []net.Listener) string {
	if len(listeners) == 0 {
		return "localhost"
	}
	host, port, err := net.SplitHostPort(listeners[0].Addr().String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsUnspecified() || ip.IsLoopback() && ip.To4() != nil {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// greet says which switches there are, and what to try.
func greet(s streams, switches *simulator.Fleet, address, path string) {
	count := map[string]int{}
	for _, sw := range switches.Switches() {
		count[kindOf(switches, sw)]++
	}
	_, _ = fmt.Fprintf(s.out, "%s on loopback:\n", plural.Of(len(switches.Switches()), "simulated switch"))
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		_, _ = fmt.Fprintf(s.out, "  %3d  %s\n", count[kind], kind)
	}
	sick := sickSwitch(switches.Switches())
	trust, growing := "slp_trust_installed", "slp_comm_failed_streak"
	if sick.Addr() == "" { // NETCONF does not report these
		trust, growing = "slp_trust_code_installed", "slp_rum_report_states"
	}
	_, _ = fmt.Fprintf(s.out, `
Open    http://%[1]s/
Metrics http://%[1]s%[2]s

Try     curl -s %[1]s%[2]s | grep '^%[4]s'     which have trust
        curl -s %[1]s%[2]s | grep '^%[5]s'  what piles up; again in 10 s
%[3]sStop    Ctrl-C

`, address, path, logins(sick), trust, growing)
}

// sickSwitch is the first one that never had trust, or else the first one.
func sickSwitch(all []*simulator.Switch) *simulator.Switch {
	at := slices.IndexFunc(all, func(sw *simulator.Switch) bool { return sw.Scenario() == simulator.NeverTrusted })
	return all[max(at, 0)]
}

// logins says how to log in to a switch, to compare.
func logins(sw *simulator.Switch) string {
	var b strings.Builder
	if sw.Addr() != "" {
		prompt := "#"
		if sw.Privilege() == 1 {
			prompt = ">"
		}
		fmt.Fprintf(&b, `        ssh -p %s %s@127.0.0.1                  log in to %s, password %s
          %[3]s%[5]s show license status
`, portOf(sw.Addr()), sw.Username(), sw.Name(), sw.Password(), prompt)
	}
	if at := sw.NetconfAddr(); at != "" {
		fmt.Fprintf(&b, `        ssh -p %s -s %s@127.0.0.1 netconf       the NETCONF hello of %s, password %s
`, portOf(at), sw.Username(), sw.Name(), sw.Password())
	}
	return b.String()
}
