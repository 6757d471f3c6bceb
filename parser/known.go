package parser

import (
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
)

// isKnown reports whether a key is that of a line that sections read. Such a line under a heading that is unknown, joined with
// another line or lost says something that is not read.
func isKnown(key string) bool {
	switch key {
	case "Smart Account", "Virtual Account",
		"Registration Expires", "Communication Deadline", "Evaluation Period Remaining",
		"Type", "URL", "Cslu address", "CSLU address", "Proxy", "Address", "Port", "VRF", "IP Mode", "Trust Point",
		"Policy in use", "Policy name", "Reporting ACK required",
		"First report requirement (days)", "Reporting frequency (days)", "Report on change (days)",
		"Last ACK received", "Next ACK deadline", "Reporting push interval", "Next ACK push check", "Next report push",
		"Last report push", "Last report file write",
		"Last Response", "Failure Reason", "Last Success Time", "Last Failure Time",
		"Status", "Count", "License", "Entitlement Tag", "Entitlement tag", "Description", "Export status", "Enforcement type", "License type",
		"Active", "Standby", "Member", "Reservation status", "Attempts",
		"Purged", "Total Acknowledged Received", "Waiting for Ack", "Available to Report", "Collecting Data", "In Storage", "MIA":
		return true
	}
	return false
}

// isLost reports whether a line that no section took has a key that one of them reads.
func isLost(l lines.Line) bool {
	return l.Value != "" && isKnown(l.Key) || strings.HasPrefix(l.Text, "INSTALLED on ")
}

// once are the headings below which a key is printed once. A second one belongs to another heading, which was lost.
var once = setOf(
	"Utility", "License Conversion", "Smart Licensing Using Policy", "Account Information", "Transport", "Usage Reporting",
	"Registration", "License Authorization",
)

// firstOfSection is the first line below a heading, of a line to which it was joined.
func firstOfSection(l lines.Line) (first lines.Line, ok bool) {
	colon := strings.IndexByte(l.Value, ':')
	if colon < 0 || !isKnown(strings.TrimSpace(l.Value[:colon])) {
		return lines.Line{}, false
	}
	first = lines.Split(l.Value, l.Number, l.Open)
	first.Indent = l.Indent + 2
	_, _, isLicense := splitLicenseHeading(l.Key + ":")
	known := sections[l.Key] != nil || isLicense || first.Key == "Attempts" && strings.HasPrefix(first.Value, "Total=")
	return first, known && first.Value != ""
}

// passedOver is a section that is known and not read: its lines are not lost.
type passedOver struct {
	*page
	key string // that it shares with a section that is read
}

func (s passedOver) take(l lines.Line) bool { return l.Key == s.key }

// keys are those below a heading, if each is printed once there.
type keys struct {
	once bool
	seen []string
}

// below is for the lines of the next heading.
func (k *keys) below(heading string) { k.once, k.seen = once[heading], k.seen[:0] }

// repeats notes the next key below a heading, and reports whether it must not be there.
func (k *keys) repeats(l lines.Line) bool { return k.once && l.Value != "" && k.again(l) }

func (k *keys) again(l lines.Line) bool {
	if slices.Contains(k.seen, l.Key) {
		return isLost(l)
	}
	k.seen = append(k.seen, l.Key)
	return false
}
