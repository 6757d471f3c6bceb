package main

import (
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
	"github.com/go-kit/log"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

func demoCommand(app *kingpin.Application, logging logFlags) command {
	c := app.Command("demo", "Start simulated switches in varied trouble on loopback, and serve their metrics.")
	o := addFleetFlags(c)
	flags := addWebFlags(c, "localhost:9952")
	interval := c.Flag("min-interval", "Age up to which a result is served again, as polling.min_interval.").
		Default("5s").Duration()
	return command{c, func(ctx context.Context, s streams) (err error) {
		if err := errors.Join(flags.check(), o.check()); err != nil {
			return err
		}
		if *interval < 0 {
			return usageError{fmt.Errorf("--min-interval=%s is negative, write 0s or more", *interval)}
		}
		hangup, ignore := notifyHangup()
		defer ignore()
		listeners, err := flags.listen()
		if err != nil {
			return err
		}
		defer func() { _ = closeAll(listeners) }() // if serve does not come to it
		switches, err := startFleet(o.options())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, switches.Close()) }()
		logger, bare := logging.logger(s.err)
		dir, err := os.MkdirTemp("", "slp-exporter-demo-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		file := filepath.Join(dir, "slp-exporter.yml")
		conf, err := demoConfig(file, switches, *interval, logger)
		if err != nil {
			return err
		}
		greet(s, switches, urlOf(listeners), *flags.path)
		served := &daemon{
			file: file, conf: conf, flags: flags, hangup: hangup, open: dial(logger),
			logger: logger, slogger: logging.slogger(bare),
		}
		return served.run(ctx, listeners)
	}}
}

// demoConfig goes the way of every user: files are written, and read.
func demoConfig(file string, switches *simulator.Fleet, interval time.Duration, logger log.Logger) (*config.Config, error) {
	if err := writeConfig(file, switches, fmt.Sprintf("polling: {min_interval: %dms}", interval.Milliseconds()), config.CollectorsOf(protocolOf(switches))); err != nil {
		return nil, err
	}
	return loadConfig(file, logger)
}

// configOf is the text of a configuration for simulated switches, with these collectors.
func configOf(switches *simulator.Fleet, polling, file string, collectors []string) string {
	var b strings.Builder
	first := switches.Switches()[0]
	fmt.Fprintf(&b, `# A simulated fleet: every name, serial number and secret in here is invented.
%s
auths:
  simulated:
    username: %q
    password_file: %q
modules:
  default:
    auth: simulated
    protocol: %s
    host_key: {policy: known_hosts, known_hosts_file: %q}
    collectors: [%s]
targets:
`, polling, first.Username(), file+passwordEnding, protocolOf(switches), file+knownHostsEnding, strings.Join(collectors, ", "))
	for _, sw := range switches.Switches() {
		var labels []string
		for _, name := range slices.Sorted(maps.Keys(sw.Labels())) {
			labels = append(labels, fmt.Sprintf("%s: %q", name, sw.Labels()[name]))
		}
		fmt.Fprintf(&b, "  - {name: %q, %s, labels: {%s}} # %s\n",
			sw.Name(), addressOf(sw), strings.Join(labels, ", "), sw.Scenario())
	}
	return b.String()
}

// addressOf is where a simulated switch is asked, as a configuration has it.
func addressOf(sw *simulator.Switch) string {
	netconf := sw.NetconfAddr()
	if sw.Addr() == "" {
		return fmt.Sprintf("address: %q", netconf)
	}
	text := fmt.Sprintf("address: %q", sw.Addr())
	if netconf != "" {
		text += ", netconf_port: " + portOf(netconf)
	}
	return text
}

// portOf is the port of host:port.
func portOf(address string) string { return address[strings.LastIndexByte(address, ':')+1:] }

// urlOf is host and port as a browser on this machine takes them.
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

// greet says what there is to see.
func greet(s streams, switches *simulator.Fleet, address, path string) {
	count := map[simulator.Scenario]int{}
	for _, sw := range switches.Switches() {
		count[sw.Scenario()]++
	}
	_, _ = fmt.Fprintf(s.out, "%d simulated switches on loopback:\n", len(switches.Switches()))
	for _, scenario := range slices.Sorted(maps.Keys(count)) {
		_, _ = fmt.Fprintf(s.out, "  %3d  %s\n", count[scenario], scenario)
	}
	sick := switches.Switches()[0]
	for _, sw := range switches.Switches() {
		if sw.Scenario() == simulator.NeverTrusted {
			sick = sw
			break
		}
	}
	trust, growing := "slp_trust_installed", "slp_comm_failed_streak"
	if sick.Addr() == "" { // over NETCONF, there are none of these
		trust, growing = "slp_trust_code_installed", "slp_rum_report_states"
	}
	_, _ = fmt.Fprintf(s.out, `
Open    http://%[1]s/
Metrics http://%[1]s%[2]s

Try     curl -s %[1]s%[2]s | grep '^%[4]s'     who has trust
        curl -s %[1]s%[2]s | grep '^%[5]s'  what piles up; again in 10 s
%[3]sStop    Ctrl-C

`, address, path, logins(sick), trust, growing)
}

// logins says how to look at a switch with one's own eyes.
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
