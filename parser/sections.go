package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// section reads the lines under one heading. It returns false for a line that it does not know,
// which may then be the next heading.
type section func(*reading, lines.Line) bool

// sections by heading, without its colon. Headings that are not listed end the section before
// them and are passed over until the next one.
var sections = map[string]section{
	"Smart Licensing Using Policy": readPolicyMode,
	"Account Information":          readAccount,
	"Transport":                    readTransport,
	"Policy":                       readPolicy,
	"Usage Reporting":              readUsage,
	"License Usage":                readLicense,
	"Product Information":          readProduct,
	"HA UDI List":                  readProduct,
	"Upcoming Scheduled Jobs":      readJob,
	"License Authorizations":       readAuthorization,
	"Overall status":               readAuthorization,
	"Reservation Info":             readAuthorization,
	"Usage Report Summary":         readRUMSummary,
	"Registration":                 readRegistration,
	"License Authorization":        readLicenseAuthorization,
}

// reading is an output being read: where we are and what was found.
type reading struct {
	*State
	os      *platform.OS
	section section
	// heading is the heading above; previous is the line above, in case "=====" follows.
	heading, previous string
	// counted is true once an Attempts line stood under the heading.
	counted bool
	// zone is the time zone of the last time that was read.
	zone string
	// filtered is true if the echoed command has a pipe: a deliberate part of the output.
	filtered bool
	// facts counts the lines that were of use.
	facts int
	// ends are the lines seen with which a whole output ends.
	ends map[string]bool
	// authorizationEnds is true behind the last line of License Authorization.
	authorizationEnds bool
	// first and last line with text on them.
	first, last lines.Line
	// cut is true if the last line has no newline and was left out, see mayBeCut.
	cut bool

	// within sections
	class    *PolicyClass
	license  *License
	message  *Message
	device   *Device
	inProxy  bool
	jsonOpen bool
}

// newReading is the reading of an output of which nothing has been read yet.
func newReading(out platform.Output) *reading {
	return &reading{State: &State{Hostname: out.Host}, os: out.System()}
}

// read walks once over the output.
func read(out platform.Output) *reading {
	r := newReading(out)
	r.ends = make(map[string]bool, 4)
	for in := lines.New(out); ; {
		l, ok := in.Next()
		if !ok {
			r.flush()
			return r
		}
		if l.Text != "" {
			if r.last.Number == 0 {
				r.first = l
			}
			r.take(l)
			r.last = l
		}
	}
}

// take offers a line to the section, then to what is known everywhere, then looks for a heading.
func (r *reading) take(l lines.Line) {
	if r.os.IsPrompt(l.Text) {
		return
	}
	switch {
	case l.Open && r.mayBeCut(l):
		r.cut = true
	case l.Text[0] == '=' && strings.Trim(l.Text, "=") == "":
		if r.previous == "" || r.previous[0] != '=' { // not the second part of a broken line
			r.enter(r.previous)
		}
	case r.section != nil && r.section(r, l), r.anywhere(l):
		r.facts++
	case l.Key != "" && l.Value == "" && l.Indent == 0:
		r.enter(l.Key)
	case r.facts == 0:
		r.echo(l)
	}
	r.previous = strings.TrimSuffix(l.Text, ":")
}

// mayBeCut tells whether a last line without newline says something of use that may go on where
// the text ends: "Collecting Data: 2" may have been 25.
func (r *reading) mayBeCut(l lines.Line) bool {
	if r.isWhole(l) {
		return false
	}
	scratch := &reading{State: &State{}, ends: make(map[string]bool)}
	return r.section != nil || scratch.anywhere(l)
}

// wholeEndings are ends of lines behind which nothing can follow.
var wholeEndings = []string{
	")", ">", "\"", " UTC", " GMT", " True", " False", " ENABLED", " DISABLED", "NOT INSTALLED", "No ID", "No Trust Data",
}

// isWhole tells whether a line cannot go on: by its last word, or because that is the zone of the
// switch's other times.
func (r *reading) isWhole(l lines.Line) bool {
	for _, end := range wholeEndings {
		if strings.HasSuffix(l.Text, end) {
			return true
		}
	}
	return r.zone != "" && strings.HasSuffix(l.Text, " "+r.zone)
}

// enter starts the section under a heading.
func (r *reading) enter(heading string) {
	if heading == r.heading && r.section != nil {
		return // "Usage Report Summary:" and the line under it
	}
	r.flush()
	r.heading, r.counted = heading, false
	r.section = sections[heading]
	r.ends[heading] = true
}

// flush keeps what a section has in hand when it ends.
func (r *reading) flush() {
	if r.license != nil {
		r.Licenses = scan.Append(r.Licenses, *r.license)
	}
	if r.message != nil {
		r.Messages = scan.Append(r.Messages, *r.message)
	}
	r.license, r.message, r.class, r.device = nil, nil, nil, nil
	r.inProxy, r.jsonOpen = false, false
}

// anywhere reads the lines that are known by their key alone, wherever they stand: after a filter
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
		r.ends[l.Key] = true
	case "Smart Agent for Licensing":
		r.AgentVersion = scan.Text(l.Value)
	case "Software ID":
		r.SoftwareID = scan.Text(l.Value)
	case "Overall Trust":
		state, _, _ := strings.Cut(l.Value, " (")
		r.OverallTrust = scan.Text(state)
	case "Clock sync-ed with NTP":
		r.setBool(&r.NTPSynced, l, l.Value, "True", "False")
		r.ends["Clock sync-ed with NTP"] = true
	case "Local Device":
		return r.readTrustStore(TrustStoreEntry{Local: true}, l.Value, l.Value)
	case "P", "UDI":
		return r.atUDI(l)
	case "Current time":
		return r.atCurrentTime(l)
	default:
		return r.unkeyed(l)
	}
	return true
}

// unkeyed reads lines that are known by how they begin or end.
func (r *reading) unkeyed(l lines.Line) bool {
	switch {
	case strings.HasSuffix(l.Value, "remaining)"):
		return readJob(r, l)
	case strings.HasPrefix(l.Text, "Smart Licensing is "):
		word := strings.TrimPrefix(l.Text, "Smart Licensing is ")
		r.setBool(&r.SmartLicensing, l, word, "ENABLED", "DISABLED")
	case lines.IsTimeSource(l.Text):
		if t := lines.TimeSource(l.Text); t != nil && r.Clock == nil {
			r.Clock = t
		}
	case r.filtered:
		return r.filteredFact(l)
	default:
		return false
	}
	return true
}

// echo looks for "host#show license status | include Trust": what a capture starts with.
func (r *reading) echo(l lines.Line) {
	host, command, ok := lines.SplitEcho(r.os, l.Text)
	if !ok {
		return
	}
	if host != "" {
		r.Hostname = strings.Clone(host)
	}
	r.filtered = strings.Contains(command, "|")
}

// filteredFact reads what is known by its key alone although it has a section, whose heading a
// filter such as "| include ACK" leaves out.
func (r *reading) filteredFact(l lines.Line) bool {
	switch l.Key {
	case "Policy in use", "Policy name", "Reporting ACK required":
		return readPolicy(r, l)
	}
	return readUsage(r, l) || readRUMSummary(r, l)
}

// atUDI reads "UDI: PID:…,SN:…" of a filtered output, and the trust lines of Other Info, which
// begin with "P:…,S:…:".
func (r *reading) atUDI(l lines.Line) bool {
	if l.Key == "UDI" {
		return readProduct(r, l)
	}
	if l.Indent > 0 { // Enforced Licenses
		return false
	}
	udi, entry, ok := strings.Cut(l.Text, ": ")
	return ok && r.readTrustStore(TrustStoreEntry{}, udi, entry)
}

func (r *reading) atCurrentTime(l lines.Line) bool {
	if t, _ := localtime.Parse(l.Value); t != nil {
		r.Clock = t
	} else {
		r.unread(l)
	}
	return true
}

// unread notes a line with a known key and an unknown value.
func (r *reading) unread(l lines.Line) {
	r.Unread = scan.Append(r.Unread, reply.UnreadLine{Line: l.Number, Text: scan.Quotable(l.Text)})
}

func (r *reading) setBool(to **bool, l lines.Line, word, yes, no string) {
	switch word {
	case yes:
		*to = new(true)
	case no:
		*to = new(false)
	default:
		r.unread(l)
	}
}

func (r *reading) setTime(to **localtime.Time, l lines.Line) {
	if scan.IsNone(l.Value) {
		return
	}
	t, rest := localtime.Parse(l.Value)
	if t == nil && rest == l.Value {
		r.unread(l)
		return
	}
	*to = t
	if t != nil {
		r.zone = t.Zone
	}
}

func (r *reading) setNumber(to **float64, l lines.Line, digits string) {
	n, ok := scan.Number(digits)
	if !ok {
		r.unread(l)
		return
	}
	*to = new(float64(n))
}
