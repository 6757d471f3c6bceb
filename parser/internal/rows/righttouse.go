package rows

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// RightToUse looks in the first lines for what "show license", "show license all" and "show license
// right-to-use" print on a switch without a Smart Licensing agent; nil if they print nothing of that kind.
func RightToUse(out platform.Output) *reply.RightToUseError {
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
		}
		seen++
	}
	return nil
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
