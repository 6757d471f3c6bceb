// Package summary writes what is known of one switch as a screen of text. It reads the samples of the collectors and
// does no I/O. Commands print what it returns.
package summary

import (
	"fmt"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/internal/plural"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Report is what a summary is about: one switch, polled or read from captures.
type Report struct {
	// Target is the name of the switch.
	Target string
	// Title says where the data is from: "polled at … in …", "read from …".
	Title string
	// Err says what failed; nil if nothing did.
	Err error
	// Others are the errors of the other side, where a switch is asked over SSH and NETCONF.
	Others []error
	// Sample is what was read; nil if nothing was.
	Sample *collector.Sample
	// Unread are the lines that could not be read.
	Unread []UnreadLine
}

// UnreadLine is a line that a reader knew but could not read.
type UnreadLine struct {
	reply.UnreadLine
	// From is the file or the collector that the line comes from.
	From string
}

// String is where the line is, and its text.
func (u UnreadLine) String() string { return fmt.Sprintf("%s line %d: %s", u.From, u.Line, u.Text) }

// Text is what a person wants to know of a switch, in a screen of text. It names each unread line if verbose is true,
// and counts them if not.
func Text(r Report, verbose bool) string {
	t := &writing{Sample: r.Sample}
	fmt.Fprintf(&t.text, "%s  (%s)\n", r.Target, r.Title)
	t.failures(r)
	if r.Sample == nil {
		return t.text.String()
	}
	for _, part := range []func(*writing){
		(*writing).device, (*writing).reach, (*writing).trust,
		(*writing).comm, (*writing).eventlog, (*writing).history, (*writing).syslog,
		(*writing).usage, (*writing).rum, (*writing).policy, (*writing).licenses,
		(*writing).authorizations, (*writing).registration,
	} {
		part(t)
	}
	t.unread(r.Unread, verbose)
	return t.text.String()
}

// failures says what failed.
func (t *writing) failures(r Report) {
	if r.Err == nil {
		return
	}
	title := "Failed"
	if r.Sample != nil && !r.Sample.IsEmpty() {
		title = "Partly failed"
	}
	t.line(title, r.Err.Error())
	for _, other := range r.Others {
		t.line("", other.Error())
	}
}

// unread says how many lines could not be read, and which if the user wants to know.
func (t *writing) unread(lines []UnreadLine, verbose bool) {
	switch {
	case len(lines) == 0:
	case !verbose:
		t.line("Not read", plural.Of(len(lines), "line")+"; -v names them")
	default:
		for _, u := range lines {
			t.line("Not read", u.String())
		}
	}
}

func (t *writing) device() {
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
func (t *writing) system() string {
	switch {
	case t.Nexus:
		return platform.NXOS().Name()
	case strings.Contains(t.OSVersion, "("):
		return "IOS"
	}
	return platform.IOSXE().Name()
}

// reach says how the switch reaches its server, and whether its clock is right for that.
func (t *writing) reach() {
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

func (t *writing) trust() {
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

// writing is a summary while it is written: lines of which some have a title.
type writing struct {
	*collector.Sample
	text strings.Builder
}

// line writes a line, unless its text is empty.
func (t *writing) line(title, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(&t.text, "  %-15s %s\n", title, text)
	}
}

// section returns what writes the lines of a section. The first one has the title.
func (t *writing) section(title string) (line func(text string)) {
	return func(text string) {
		t.line(title, text)
		title = ""
	}
}

// when is a time in UTC if its zone is known, else as the switch wrote it; empty for nil.
func (t *writing) when(at *localtime.Time) string {
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

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
