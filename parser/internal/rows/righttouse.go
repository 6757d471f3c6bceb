package rows

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Older looks in the first lines for what switches print that license in a way older than Smart Licensing: a
// [reply.RightToUseError] for "show license", "show license all" and "show license right-to-use" of a Catalyst, a
// [reply.NodeLockedError] for "show license" and "show license usage" of a Nexus; nil if they print nothing of that kind.
func Older(out platform.Output) error {
	const most = 12
	in := lines.New(out)
	for seen := 0; seen < most && in.Rest != ""; {
		raw, open := in.Cut()
		l := lines.Split(raw, in.Number, open)
		switch {
		case l.Text == "":
			continue
		case strings.HasPrefix(l.Text, "Smart Licensing "):
			return nil
		case isRightToUse(l.Text):
			return &reply.RightToUseError{Line: l.Number, Text: scan.Quotable(l.Text)}
		case isNodeLocked(l.Text):
			return &reply.NodeLockedError{Line: l.Number, Text: scan.Quotable(l.Text)}
		}
		seen++
	}
	return nil
}

// isNodeLocked reports whether only node-locked or honor-based licensing of NX-OS has such a line: the names of the columns
// of "show license usage", one of its rows ("NXOS_OE_PKG   No    -   Unused             -"), and a line of a licence file in
// "show license".
func isNodeLocked(text string) bool {
	first, rest := scan.NextWord(text)
	second, rest := scan.NextWord(rest)
	third, rest := scan.NextWord(rest)
	rest = strings.TrimLeft(rest, " ")
	_, counted := scan.Number(third)
	row := (second == "Yes" || second == "No") && (third == "-" || counted) &&
		(strings.HasPrefix(rest, "Unused") || strings.HasPrefix(rest, "In use"))
	return row || first == "Feature" && second == "Ins" && third == "Lic" || text == "SERVER this_host ANY"
}

// isRightToUse reports whether only right-to-use licensing has such a line.
func isRightToUse(text string) bool {
	for _, numbered := range []string{"Index ", "Index: ", "StoreIndex: "} {
		if rest, ok := strings.CutPrefix(text, numbered); ok {
			digits, rest := scan.NextWord(rest)
			_, isNumber := scan.Digits(strings.TrimSuffix(digits, ":"))
			rest = strings.TrimLeft(rest, " ")
			return isNumber && (strings.HasPrefix(rest, "Feature:") || strings.HasPrefix(rest, "License Name:"))
		}
	}
	for _, begin := range []string{"License Store: ", "License Level on Reboot: ", "License Level In Use: "} {
		if strings.HasPrefix(text, begin) {
			return true
		}
	}
	return text == "License Type Supported" || isRightToUseHeader(text)
}

// isRightToUseHeader reports whether a line has the names of the columns of "show license right-to-use" and its
// variants, "Slot#  License name   Type     Count   Period left", and of "show license feature".
func isRightToUseHeader(text string) bool {
	first, rest := scan.NextWord(text)
	slot := first == "Slot#"
	if slot {
		first, rest = scan.NextWord(rest)
	}
	second, rest := scan.NextWord(rest)
	third, _ := scan.NextWord(rest)
	if first == "Feature" && second == "name" && third == "Enforcement" {
		return true
	}
	return first == "License" && strings.EqualFold(second, "name") && third == "Type" &&
		(slot || strings.Contains(rest, "Period left") || strings.Contains(rest, "usage-duration"))
}
