package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// summary is what a person wants to know of a switch, in a screen of text.
func summary(r report, verbose bool) string {
	t := &summaryText{Sample: r.sample}
	fmt.Fprintf(&t.text, "%s  (%s)\n", r.target, r.title)
	t.failures(r)
	if r.sample == nil {
		return t.text.String()
	}
	for _, part := range []func(*summaryText){
		(*summaryText).device, (*summaryText).reach, (*summaryText).trust,
		(*summaryText).comm, (*summaryText).eventlog, (*summaryText).history, (*summaryText).syslog,
		(*summaryText).usage, (*summaryText).rum, (*summaryText).policy, (*summaryText).licenses,
		(*summaryText).authorizations, (*summaryText).registration,
	} {
		part(t)
	}
	t.unread(r.unread, verbose)
	return t.text.String()
}

// failures says what failed.
func (t *summaryText) failures(r report) {
	if r.err == nil {
		return
	}
	title := "Failed"
	if r.sample != nil && !r.sample.IsEmpty() {
		title = "Partly failed"
	}
	t.line(title, r.err.Error())
	for _, other := range r.others {
		t.line("", other.Error())
	}
}

// unread says how many lines could not be read, and which if the user wants to know.
func (t *summaryText) unread(lines []unreadLine, verbose bool) {
	switch {
	case len(lines) == 0:
	case !verbose:
		t.line("Not read", several(len(lines), "line")+"; -v names them")
	default:
		for _, u := range lines {
			t.line("Not read", u.String())
		}
	}
}

func (t *summaryText) device() {
	var parts []string
	if t.UDI != nil {
		parts = append(parts, t.UDI.PID, t.UDI.SerialNumber)
	}
	if t.OSVersion != "" {
		parts = append(parts, t.system()+" "+t.OSVersion)
	}
	if t.AgentVersion != "" {
		parts = append(parts, "agent "+t.AgentVersion)
	}
	if t.Hostname != "" {
		parts = append(parts, "host "+t.Hostname)
	}
	t.line("Switch", strings.Join(parts, "  "))
	if t.Era != nil {
		t.line("Licensing", t.Era.Name)
	}
	if t.Account != nil {
		t.line("Account", strings.TrimLeft(t.Account.SmartAccount+" / "+t.Account.VirtualAccount, " /"))
	}
}

// system is that of the release: IOS has parentheses in it, 15.2(7)E4.
func (t *summaryText) system() string {
	switch {
	case t.Nexus:
		return platform.NXOS().Name()
	case strings.Contains(t.OSVersion, "("):
		return "IOS"
	}
	return platform.IOSXE().Name()
}

// reach says how the switch reaches its server, and whether its clock is right for that.
func (t *summaryText) reach() {
	if way := t.Transport; way != nil {
		text := strings.TrimSpace(way.Type + " " + way.URL)
		if way.ProxyAddress != "" {
			text += " through proxy " + way.ProxyAddress + ":" + way.ProxyPort
		}
		if way.VRF != "" {
			text += " in VRF " + way.VRF
		}
		t.line("Transport", text)
	}
	if skew := t.Clock.Skew(); skew != nil {
		t.line("Clock", "off by "+skew.Round(time.Second).String())
	}
}

func (t *summaryText) trust() {
	t.line("Trust", t.OverallTrust)
	for _, m := range t.Trust {
		if m.Installed == nil {
			continue
		}
		state := "no trust code"
		if *m.Installed {
			state = strings.TrimSpace("trust code installed " + t.when(m.InstalledOn))
		}
		t.line("", strings.Join([]string{m.Role, m.PID, m.SerialNumber, state}, " "))
	}
}
