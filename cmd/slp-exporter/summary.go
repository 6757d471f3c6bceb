package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
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

// summaryText is a summary while it is written: lines of which some have a title.
type summaryText struct {
	*collector.Sample
	text strings.Builder
}

// line writes a line, unless its text is empty.
func (t *summaryText) line(title, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(&t.text, "  %-15s %s\n", title, text)
	}
}

// section returns what writes the lines of a section. The first one has the title.
func (t *summaryText) section(title string) (line func(text string)) {
	return func(text string) {
		t.line(title, text)
		title = ""
	}
}

// when is a time in UTC if its zone is known, else as the switch wrote it; empty for nil.
func (t *summaryText) when(at *localtime.Time) string {
	if at == nil {
		return ""
	}
	if moment, ok := t.Clock.Resolve(at); ok {
		return moment.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	layout := "2006-01-02 15:04:05 "
	if at.NoYear {
		layout = "Jan _2 15:04:05 "
	}
	return strings.TrimSpace(at.Wall.Format(layout) + at.Zone)
}

// several is "1 line", "2 lines", "2 switches".
func several(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "ch"):
		what += "e"
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
