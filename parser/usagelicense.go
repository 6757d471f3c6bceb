package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
)

// usageKeys are the lines of a licence in the order printed. Agents before SLP end with the status
// or the export status, the others with the licence type. NX-OS leaves out what is between status and enforcement, and
// writes the last two with a capital Type.
var usageKeys = [...]string{
	"Description", "Count", "Version", "Status", "Export status",
	"Feature Name", "Feature Description", "Enforcement type", "License type",
}

const (
	reachedStatus       = 4
	reachedExportStatus = 5
	reachedLicenseType  = len(usageKeys)
	firstOfNXOS         = 7 // of the keys that NX-OS writes in its own way
)

// wholeLicense reports whether the licence in hand ends where the others do, or, if it is the only
// one, where those of such a status do. The empty line below a licence of the first agents shows that
// nothing follows its status.
func (r *usageReading) wholeLicense() bool {
	switch {
	case r.reached == reachedLicenseType:
		return true
	case r.endings != 0:
		return r.endings&(1<<r.reached) != 0
	}
	ended := r.reached == reachedStatus && r.blank && !r.spaced
	return (ended || r.reached == reachedExportStatus) && r.list.license.InUse() == nil
}

// usageKey is the place of a key among usageKeys, from 1; 0 for any other.
func usageKey(key string) int {
	for i, k := range usageKeys {
		if len(k) == len(key) && (k == key || i >= firstOfNXOS && strings.EqualFold(k, key)) {
			return i + 1
		}
	}
	return 0
}

// mayGoOn reports whether a last line without newline says something of use that may go on where the
// text ends.
func (r *usageReading) mayGoOn(l lines.Line) bool {
	switch l.Text {
	case "License type: Perpetual", "License type: Subscription", "License type: Export", "License Type: Generic", "No licenses in use",
		"Export status: NOT RESTRICTED", "Export status: RESTRICTED - ALLOWED", "Export status: RESTRICTED - NOT ALLOWED":
		return false
	}
	nested := l.Indent > 0 && usageKey(l.Key) == 0 && // of which nothing is kept
		(r.reached == reachedLicenseType || r.reached == reachedExportStatus && l.Key == "Total reserved count")
	return !nested && (l.Key != "" || !r.isWhole(l))
}

// breaksHeading reports whether a line is the end of a heading that the terminal broke: the tag in the
// line above does not close.
func (r *usageReading) breaksHeading(l lines.Line) bool {
	above := r.last.Text
	return strings.HasSuffix(l.Text, "):") && r.last.Key == "" && lines.Unclosed(above, '(', ')') &&
		len(above) >= lines.TerminalWidth-1 && len(above) < rows.MaxLength
}

// splitLicenseHeading reads "network-advantage (C9300-24 Network Advantage):", whose name and tag may
// both hold parentheses of their own. The name may be missing.
func splitLicenseHeading(s string) (name, tag string, ok bool) {
	s, ok = strings.CutSuffix(s, ":")
	if !ok || !strings.HasSuffix(s, ")") {
		return "", "", false
	}
	begin := tagBegin(s, 0)
	if begin < 0 {
		return "", "", false
	}
	return strings.TrimSpace(s[:begin]), strings.TrimSpace(s[begin+1 : len(s)-1]), true
}
