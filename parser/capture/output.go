package capture

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// Output returns what a text that somebody pasted proves: it is whole if a prompt follows it, and it ends where the
// next command was typed.
func Output(text string) platform.Output {
	out := platform.Output{OS: systemOf(text)}
	text = out.System().WithoutBroadcasts(text)
	out.Text = text
	if end, proven := nextCommand(lines.New(out), text); end >= 0 {
		out.Text, out.Whole = text[:end], proven
		return out
	}
	body := strings.TrimRight(text, " \t\r\n")
	last := strings.LastIndexByte(body, '\n') + 1
	if out.Whole = out.System().IsPrompt(strings.TrimSpace(body[last:])); out.Whole {
		out.Text = text[:last]
	}
	return out
}

// systemOf returns the operating system that printed a text, as far as the text says so by a line that no other prints; nil
// if it does not.
func systemOf(text string) *platform.OS {
	if strings.Contains(text, "Cisco Nexus Operating System") || strings.Contains(text, "Enforcement Type: ") {
		return platform.NXOS()
	}
	return nil
}

// nextCommand is where, in the text that in walks over, the next command was typed after an output; -1 if none was.
// proven is true if that is at the prompt of the switch.
func nextCommand(in *lines.Walker, text string) (end int, proven bool) {
	w := promptWatch{os: in.OS}
	for in.Rest != "" {
		at := len(text) - len(in.Rest)
		raw, _ := in.Cut()
		if w.inPayload(raw) {
			continue
		}
		l := lines.Split(raw, in.Number, false)
		l.Indent = max(l.Indent-in.Margin, 0)
		if l.Text == "" || w.isEcho(l) {
			continue
		}
		if ends, proven := w.ends(l); ends {
			return at, proven
		}
	}
	return -1, false
}

// promptWatch looks for the prompt at which the next command was typed.
type promptWatch struct {
	os *platform.OS
	// host is the name in the prompt before the command that printed the output.
	host string
	// echoed is true after that command, filtered if that has a filter, which may let nothing through.
	echoed, filtered bool
	// said is true once there is a line of the output.
	said bool
	// payload is the width of the first row of a message's content, which a terminal may break anywhere.
	payload int
}

// inPayload reports whether a row is one of several as wide that begin with a brace.
func (w *promptWatch) inPayload(raw string) bool {
	if strings.HasPrefix(strings.TrimLeft(raw, " \t"), "{") {
		w.payload = len(raw)
	}
	if w.payload < lines.Narrowest || len(raw) != w.payload {
		w.payload = 0
		return false
	}
	w.said = true
	return true
}

// isEcho takes the command that printed the output: the last one typed before it. What is before the first "show logging"
// may be what the console showed.
func (w *promptWatch) isEcho(l lines.Line) bool {
	host, command, ok := lines.SplitEcho(w.os, l.Text)
	if !ok || w.said && (w.echoed || commands.Full(command) != syslog.Command) {
		return false
	}
	w.echoed, w.filtered = true, strings.Contains(command, "|")
	if host != "" {
		w.host = host
	}
	w.said = false
	return true
}

// ends reports whether a line is no part of the output any more.
func (w *promptWatch) ends(l lines.Line) (ends, proven bool) {
	p, typed, prompted := w.os.CutPrompt(l.Text)
	_, isHead := platform.IOSXE().PartHead(l.Text) // as in cutAtCommands: scripts head parts so whatever the system
	switch {
	case isHead:
		return w.said, false
	case prompted && p.Host == w.host && (w.said || w.filtered && typed != ""):
		return true, true
	case prompted && w.said && l.Indent == 0:
		if _, _, ok := lines.SplitEcho(w.os, l.Text); ok {
			return true, true
		}
	}
	bare := prompted && typed == ""
	w.said = w.said || !bare && !lines.IsTimeSource(l.Text) && !strings.HasPrefix(l.Text, lines.LoadPrefix)
	return false, false
}
