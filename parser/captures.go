package parser

import "strings"

// captures are the commands that are read, but never asked for.
func captures() []Command {
	return []Command{
		{Collector: "status", Text: allCommand, Parse: ParseAll},
		{Collector: "tech_support", Text: udiCommand, Parse: ParseUDI},
		{Collector: "tech_support", Text: authorizationCommand, Parse: ParseAuthorization},
	}
}

// ParseUDI reads "show license udi": the product instances of tech support.
func ParseUDI(output string) (*State, error) {
	if strings.Contains(output, slotTable) {
		return parseSlots(output)
	}
	return parse(udiCommand, output, func(r *reading) string {
		if r.UDI == nil {
			return "UDI"
		}
		return ""
	})
}

// slotTable heads the form that routers of the right-to-use era print.
const slotTable = "SlotID   PID"

// parseSlots reads the row "*	ASR1006  NWG1512050G  ASR1006:NWG1512050G" of the slot table.
func parseSlots(output string) (*State, error) {
	in := newLines(output)
	var last line
	for l, ok := in.next(); ok; l, ok = in.next() {
		words := strings.Fields(l.text)
		if len(words) == 4 && words[0] == "*" && words[3] == words[1]+":"+words[2] {
			return &State{UDI: &Device{Role: "active", PID: strings.Clone(words[1]), SerialNumber: strings.Clone(words[2])}}, nil
		}
		if l.text != "" {
			last = l
		}
	}
	return &State{}, &TruncatedError{
		Command: udiCommand, Line: last.number, Text: quotable(last.text), Section: "SlotID", Missing: "the row of the slot",
	}
}

// ParseAuthorization reads "show license authorization": the authorization codes of tech support.
func ParseAuthorization(output string) (*State, error) {
	return parse(authorizationCommand, output, func(r *reading) string {
		if !r.ends["Purchased Licenses"] {
			return "Purchased Licenses"
		}
		return ""
	})
}
