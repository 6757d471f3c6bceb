package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
)

// ParseUDI reads "show license udi": the product instances of tech support.
func ParseUDI(out platform.Output) (*State, error) {
	if HasSlotTable(out.Text) {
		return parseSlots(out)
	}
	return parse(commands.UDI, out, func(r *reading) string {
		if r.UDI == nil {
			return "UDI"
		}
		return ""
	})
}

// HasSlotTable looks for the names of the columns in the form that routers and switches of the
// right-to-use era print: "SlotID   PID   SN   UDI", "Device#   PID   SN   UDI".
func HasSlotTable(output string) bool {
	for _, slot := range []string{"SlotID ", "Device# ", "Switch# "} {
		if _, behind, ok := strings.Cut(output, slot); ok {
			names, _, _ := strings.Cut(behind, "\n")
			if words := strings.Fields(names); len(words) == 3 && words[0] == "PID" && words[1] == "SN" && words[2] == "UDI" {
				return true
			}
		}
	}
	return false
}

// parseSlots reads the row of the slot that is active, "*0  ASR1006  NWG1512050G  ASR1006:NWG1512050G";
// the number of the slot may be missing.
func parseSlots(out platform.Output) (*State, error) {
	t := rows.New(out)
	p := &page{State: &State{}, head: t.Head}
	for l := range t.All() {
		words := strings.Fields(l.Text)
		if len(words) == 4 && words[0][0] == '*' && words[3] == words[1]+":"+words[2] {
			p.UDI = &Device{Role: "active", PID: strings.Clone(words[1]), SerialNumber: strings.Clone(words[2])}
			return p.state(), nil
		}
		t.TimeSource(l.Line)
	}
	return p.state(), rows.Truncated(t.Last, "SlotID", commands.UDI, "the row of the slot")
}

// ParseAuthorization reads "show license authorization": the authorization codes of tech support.
func ParseAuthorization(out platform.Output) (*State, error) {
	return parse(commands.Authorization, out, func(r *reading) string {
		if !r.seen.has("Purchased Licenses") {
			return "Purchased Licenses"
		}
		return ""
	})
}
