package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// section reads the lines under one heading, and has a state of its own.
type section interface {
	// take reads a line. It returns false for a line that it does not know, which may then be the next heading.
	take(l lines.Line) bool
	// end keeps what the section has in hand.
	end()
}

// sections by heading, without its colon. Headings that are not listed end the section before
// them and are passed over until the next one.
var sections = map[string]func(*page) section{
	"Smart Licensing Using Policy": func(p *page) section { return policyMode{p} },
	"Account Information":          func(p *page) section { return accounts{p} },
	"Transport":                    func(p *page) section { return &transport{page: p} },
	"Policy":                       func(p *page) section { return &policy{page: p} },
	"Usage Reporting":              func(p *page) section { return usageReporting{p} },
	"License Usage":                func(p *page) section { return &licenseUsage{page: p} },
	"Product Information":          func(p *page) section { return product{p} },
	"HA UDI List":                  func(p *page) section { return product{p} },
	"Upcoming Scheduled Jobs":      func(p *page) section { return jobs{p} },
	"License Authorizations":       func(p *page) section { return &authorizations{page: p} },
	"Overall status":               func(p *page) section { return &authorizations{page: p} },
	"Reservation Info":             func(p *page) section { return &authorizations{page: p} },
	"Usage Report Summary":         func(p *page) section { return reportSummary{p} },
	"Registration":                 func(p *page) section { return registration{p} },
	"License Authorization":        func(p *page) section { return licenseAuthorization{p} },
	"Utility":                      func(p *page) section { return passedOver{p, "Status"} },
	"License Conversion":           func(p *page) section { return passedOver{p, "Status"} },
	"Derived Licenses":             func(p *page) section { return passedOver{p, "Entitlement Tag"} },
	"Last Reporting Not Required":  func(p *page) section { return passedOver{p, "Entitlement Tag"} },
}

// progress is how far an output has been read.
type progress struct {
	// facts counts the lines that were of use.
	facts int
	// heading is the one above.
	heading string
	// first and last line with text on them.
	first, last lines.Line
	// cut is true if the text ends within a line that says something of use.
	cut bool
}

// reading is the walk over the headings of an output.
type reading struct {
	*page
	progress
	section section
	// keys are those below the heading.
	keys keys
	// previous is the line above, in case "=====" follows.
	previous string
	// message is the one of the Communication Statistics, if section is that.
	message message
	// counted is true after an Attempts line under the heading.
	counted bool
}

// read walks once over the output.
func read(out platform.Output) *reading {
	r := &reading{page: newPage(out)}
	var last lines.Line
	for in := lines.New(out); ; {
		l, ok := in.Next()
		if !ok {
			r.open(r.heading, nil)
			r.last = last
			return r
		}
		if l.Text != "" {
			if r.first.Number == 0 && !r.head.OS.IsPrompt(l.Text) && !lines.IsEcho(r.head.OS, l.Text) {
				r.first = l
			}
			r.take(l)
			last = l
		}
	}
}

// take offers a line to the section, then to what is known everywhere, then looks for a heading.
func (r *reading) take(l lines.Line) {
	if r.head.OS.IsPrompt(l.Text) {
		return
	}
	switch {
	case l.Open && r.mayBeCut(l):
		r.cut = true
	case l.Text[0] == '=' && strings.Trim(l.Text, "=") == "":
		if r.previous == "" || r.previous[0] != '=' { // not the second part of a broken line
			r.enter(r.previous)
		}
	case l.Indent == 0 && l.Value != "" && r.joined(l):
	case r.keys.repeats(l):
		r.unread(l)
	case r.section != nil && r.section.take(l), r.anywhere(l):
		r.facts++
	case l.Key != "" && l.Value == "" && l.Indent == 0:
		r.enter(l.Key)
	case r.facts == 0 && lines.IsEcho(r.head.OS, l.Text):
		r.head.Echo(l)
	case isLost(l) && !r.head.Filtered:
		r.lose(l)
	}
	r.previous = strings.TrimSuffix(l.Text, ":")
}

// joined reads a heading to which the line below it was joined: "Registration:Status: REGISTERED".
func (r *reading) joined(l lines.Line) bool {
	first, ok := firstOfSection(l)
	if !ok {
		return false
	}
	heading := lines.Line{Number: l.Number, Indent: l.Indent, Text: l.Key + ":", Key: l.Key}
	if first.Key == "Attempts" || sections[l.Key] != nil { // else a licence
		r.enter(l.Key)
	} else {
		r.take(heading)
	}
	r.take(first)
	return true
}

// lose notes a known line that belongs to no known section. The lines below the attempts of a message would be taken for
// those of the message above.
func (r *reading) lose(l lines.Line) {
	r.unread(l)
	if l.Key == "Attempts" {
		r.open(r.heading, nil)
	}
}

// mayBeCut reports whether a last line without newline says something of use that may go on where
// the text ends: "Collecting Data: 2" may have been 25.
func (r *reading) mayBeCut(l lines.Line) bool {
	if r.isWhole(l) {
		return false
	}
	return r.section != nil || (&reading{page: newPage(platform.Output{})}).anywhere(l)
}

// enter starts the section under a heading.
func (r *reading) enter(heading string) {
	if heading == r.heading && r.section != nil {
		return // "Usage Report Summary:" and the line under it
	}
	var next section
	if begin, ok := sections[heading]; ok {
		next = begin(r.page)
	}
	r.open(heading, next)
	r.counted = false
	r.seen.add(heading)
}

// open ends the section and starts the next one, if there is any.
func (r *reading) open(heading string, next section) {
	if r.section != nil {
		r.section.end()
	}
	r.heading, r.section = heading, next
	r.keys.below(heading)
}

// anywhere reads the lines that are known by their key alone, wherever they are: after a filter
// such as "| include Trust" their headings are missing.
func (r *reading) anywhere(l lines.Line) bool {
	switch l.Key {
	case "Trust Code Installed":
		return r.enterTrust(l)
	case "Attempts":
		return r.enterMessage(l)
	case "Communication Level Allowed":
		r.CommLevel = scan.Text(l.Value)
	case "Overall State":
		r.CommState = scan.Text(l.Value)
	case "Features Authorized":
		r.seen.add(l.Key)
	case "Smart Agent for Licensing":
		r.AgentVersion = scan.Text(l.Value)
	case "Software ID":
		r.SoftwareID = scan.Text(l.Value)
	case "Overall Trust":
		state, _, _ := strings.Cut(l.Value, " (")
		r.OverallTrust = scan.Text(state)
	case "Clock sync-ed with NTP":
		r.setBool(&r.NTPSynced, l, l.Value, "True", "False")
		r.seen.add(l.Key)
	case "Local Device":
		return r.addTrustStore(TrustStoreEntry{Local: true}, l.Value, l.Value)
	case "P", "UDI":
		return r.atUDI(l)
	case "Current time":
		return r.setClock(l)
	default:
		return r.unkeyed(l)
	}
	return true
}

// unkeyed reads lines that are known by how they begin or end.
func (r *reading) unkeyed(l lines.Line) bool {
	switch {
	case strings.HasSuffix(l.Value, "remaining)"):
		return jobs{r.page}.take(l)
	case r.setEnabled(l), r.head.TimeSource(l):
		return true
	case r.head.Filtered:
		return r.filteredFact(l)
	}
	return false
}

// filteredFact reads what is known by its key alone although it has a section, whose heading a
// filter such as "| include ACK" leaves out.
func (r *reading) filteredFact(l lines.Line) bool {
	switch l.Key {
	case "Policy in use", "Policy name", "Reporting ACK required":
		return (&policy{page: r.page}).take(l)
	}
	return usageReporting{r.page}.take(l) || reportSummary{r.page}.take(l)
}

// atUDI reads "UDI: PID:…,SN:…" of a filtered output, and the trust lines of Other Info, which
// begin with "P:…,S:…:".
func (r *reading) atUDI(l lines.Line) bool {
	if l.Key == "UDI" {
		return product{r.page}.take(l)
	}
	if l.Indent > 0 { // Enforced Licenses
		return false
	}
	udi, entry, ok := strings.Cut(l.Text, ": ")
	return ok && r.addTrustStore(TrustStoreEntry{}, udi, entry)
}

// enterTrust starts the section of the trust codes, whose heading says something by itself.
func (r *reading) enterTrust(l lines.Line) bool {
	codes := trustCodes{r.page}
	r.open(trustHeading, codes)
	r.seen.add(trustHeading)
	codes.atHeading(l)
	return true
}

// enterMessage starts a message type of the Communication Statistics at its line of attempts. The line above is the
// name of the message: "Usage Reporting:".
func (r *reading) enterMessage(l lines.Line) bool {
	orphan := r.counted || r.head.Filtered && r.previous != r.heading // its heading was filtered out
	if r.heading == "" || orphan || !strings.HasPrefix(l.Value, "Total=") {
		return false
	}
	r.open(r.heading, nil) // which keeps the message before
	r.message = message{page: r.page, Message: Message{Name: scan.Snake(r.heading)}}
	r.section = &r.message
	r.counted = true
	r.message.count(l)
	return true
}
