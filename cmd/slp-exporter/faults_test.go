package main

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	dto "github.com/prometheus/client_model/go"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/nowire"
)

// fault is one thing that may be wrong with a switch, and what the exporter must make of it. Each has
// a switch of its own, which is polled three times.
type fault struct {
	name   string
	before simulator.Faults // in force at all polls
	later  simulator.Faults // in force at the second poll alone; the others go well
	// address, if set, makes the address that is configured in place of the switch's own.
	address func(*testing.T) string
	legacy  bool // legacy_algorithms is on, and the old key known
	unknown bool // its host key is in no known_hosts file

	reason string   // of the failure; empty: the poll succeeds
	says   []string // what the log line must hold besides: what happened, and what to do
	failed []string // the collectors that fail, if not all do
	// damaged is an output of which something may be missing; what is there must be right.
	damaged bool
	// nameless is a prompt that does not tell the name of the switch.
	nameless bool
}

// startsLate reports whether the fault is only at the second poll.
func (f fault) startsLate() bool {
	return fmt.Sprintf("%+v", f.later) != fmt.Sprintf("%+v", simulator.Faults{})
}

// patient is the row of a poll, and of what it is about.
type patient struct {
	fault
	sw     *simulator.Switch
	target string // its configured name, whatever the switch is called now
}

// ward is a program that polls switches each of which has another fault, and healthy ones beside.
type ward struct {
	*program
	patients []patient
	conf     *config.Config
	secrets  []string
}

// healthyBeside is how many switches without a fault each ward has.
const healthyBeside = 3

// newWard starts switches and program.
func newWard(t *testing.T, polling string, faults []fault) *ward {
	t.Helper()
	rows := slices.Clone(faults)
	for i := range healthyBeside {
		rows = append(rows, fault{name: fmt.Sprint("healthy ", i)})
	}
	switches, err := startFleet(simulator.Options{
		Switches: len(rows), Seed: 11, Clock: simulator.SpedUp(time.Now(), 0), // states that stand still can be compared
		Scenarios: []simulator.Scenario{
			simulator.Healthy, simulator.DNSFailure, simulator.StackMemberWithoutTrust, simulator.AckOverdue, simulator.NeverTrusted,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := switches.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &ward{}
	for i, sw := range switches.Switches() {
		w.patients = append(w.patients, patient{fault: rows[i], sw: sw, target: sw.Name()})
		w.secrets = append(w.secrets, sw.Password(), sw.EnablePassword())
	}
	file := filepath.Join(t.TempDir(), "slp-exporter.yml")
	w.configure(t, file, polling)
	if w.conf, _, err = config.Load(file); err != nil {
		t.Fatal(err)
	}
	w.program = start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--log.level=debug")
	return w
}

// configure sets the faults that are there from the start, and writes the files.
func (w *ward) configure(t *testing.T, file, polling string) {
	t.Helper()
	var known, targets strings.Builder
	known.WriteString("192.0.2.9 ssh-ed25519 AAAAC3Nz\n") // half a line, which costs no switch its polls
	for _, p := range w.patients {
		module, key, address := "default", p.sw.HostKey(), p.sw.Addr()
		p.sw.SetFaults(p.before)
		if p.legacy {
			module, key = "legacy", p.sw.HostKey()
		}
		if p.address != nil {
			address = p.address(t)
		}
		if !p.unknown {
			known.WriteString(knownhosts.Line([]string{p.sw.Addr()}, key) + "\n")
		}
		fmt.Fprintf(&targets, "  - {name: %q, address: %q, module: %s, labels: {site: %q}}\n", p.target, address, module, p.name)
	}
	text := fmt.Sprintf(`
%s
auths: {ro: {username: %q, password_file: password}}
modules:
  default: {auth: ro, collectors: [tech_support, status, eventlog], host_key: {known_hosts_file: known_hosts}}
  legacy: {auth: ro, collectors: [tech_support, status, eventlog], host_key: {known_hosts_file: known_hosts}, legacy_algorithms: true}
targets:
%s`, polling, w.patients[0].sw.Username(), targets.String())
	for name, content := range map[string]string{
		file: text, "known_hosts": known.String(), "password": w.patients[0].sw.Password() + "\n",
	} {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(file), name)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// rounds polls three times and checks every row after each. What begins late is over at the third poll.
func (w *ward) rounds(t *testing.T) {
	t.Helper()
	last := make(map[string]series)
	for round := 1; round <= 3; round++ {
		rows := slices.Clone(w.patients)
		for i, p := range rows {
			switch {
			case !p.startsLate():
			case round == 2:
				p.sw.SetFaults(p.later)
			default:
				p.sw.SetFaults(simulator.Faults{})
				rows[i].fault = fault{name: p.name}
				awaitPort(t, p.sw.Addr())
			}
		}
		said := len(w.stderr.String())
		if round == 3 {
			w.comeBack()
		}
		s := w.scrape()
		right := truth(t, w.conf, w.patients)
		for i, p := range rows {
			t.Run(fmt.Sprintf("%s, poll %d", p.name, round), func(t *testing.T) {
				v := verdict{
					t: t, patient: p, scrape: s, log: w.stderr.String()[said:], right: right[p.target],
					news: round == 1 || p.startsLate(), over: round == 3 && w.patients[i].startsLate(),
				}
				if p.nameless {
					v.right = v.right.withoutHostname(p.sw.Name())
				}
				v.check()
				if p.name == switchover && round == 2 {
					v.checkFall(last[p.target])
				}
				if p.name == rubbishInside {
					v.checkCleaned()
				}
				last[p.target] = v.shown()
			})
		}
		s.checkDoubles(t)
		s.lint(t)
		checkText(t, s.text)
		for _, secret := range w.secrets {
			if strings.Contains(w.stderr.String()+w.stdout.String()+s.text, secret) {
				t.Error("a secret was printed")
			}
		}
	}
}

// comeBack polls the switches whose fault is over: a scrape waits only for switches that were well at their last poll.
func (w *ward) comeBack() {
	w.t.Helper()
	for _, p := range w.patients {
		if !p.startsLate() {
			continue
		}
		if status, body := w.get("/probe?target=" + p.target); status != http.StatusOK {
			w.t.Errorf("%s: status %d: %s", p.target, status, body)
		}
	}
}

// awaitPort waits until a switch that reloads has its port open again.
func awaitPort(t *testing.T, address string) {
	t.Helper()
	for begun := time.Now(); ; time.Sleep(time.Millisecond) { // nothing announces an open port
		c, err := net.Dial("tcp", address)
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Since(begun) > patience {
			t.Fatal(err)
		}
	}
}

// checkText fails if something is in a page that no page may hold.
func checkText(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
		t.Error("control characters, or bytes that are no UTF-8")
	}
}

// truth is what would be shown of each switch if nothing came between: its own outputs, read without a
// wire and without the faults on it.
func truth(t *testing.T, conf *config.Config, patients []patient) map[string]series {
	t.Helper()
	bySwitch := make(map[string]*simulator.Switch)
	for _, p := range patients {
		bySwitch[p.target] = p.sw
	}
	unwired := fleet.New(conf, fleet.Options{Open: nowire.Open(bySwitch)})
	all, builder := make(map[string]series), collector.NewBuilder()
	for _, status := range unwired.Collect(t.Context()) {
		all[status.Target.Name] = seriesOf(builder.Families(status), status.Target.Name)
	}
	if err := unwired.Close(t.Context()); err != nil {
		t.Error(err)
	}
	return all
}

// series are the values of one target, by name and labels.
type series map[string]float64

func seriesOf(families []*dto.MetricFamily, target string) series {
	all := make(series)
	for _, f := range families {
		for _, m := range f.Metric {
			if !hasLabels(m, []string{"target", target}) {
				continue
			}
			labels := make([]string, len(m.Label))
			for i, l := range m.Label {
				labels[i] = fmt.Sprintf("%s=%q", l.GetName(), l.GetValue())
			}
			slices.Sort(labels)
			key := f.GetName() + "{" + strings.Join(labels, ",") + "}"
			all[key] = m.GetGauge().GetValue() + m.GetCounter().GetValue() + m.GetUntyped().GetValue()
		}
	}
	return all
}

// withoutHostname is what is right where the prompt does not tell the name of the switch.
func (s series) withoutHostname(name string) series {
	all := make(series)
	for key, value := range s {
		all[strings.ReplaceAll(key, fmt.Sprintf("hostname=%q", name), `hostname=""`)] = value
	}
	return all
}

// state leaves out what is about the poll rather than the switch.
func (s series) state() series {
	state := maps.Clone(s)
	maps.DeleteFunc(state, func(key string, _ float64) bool {
		for _, prefix := range []string{"slp_up{", "slp_collector_", "slp_poll", "slp_target_info{", "slp_target_host_key_info{"} {
			if strings.HasPrefix(key, prefix) {
				return true
			}
		}
		return false
	})
	return state
}
