package simulator

import (
	"fmt"
	"strings"
)

// drawLogging is "show logging". The buffer has room for so many bytes and no more: of an
// older message half a line may be left at its beginning.
func drawLogging(sc *screen) {
	lines, logged := sc.syslog()
	sc.lines("Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)",
		"", "No Active Message Discriminator.", "", "", "", "No Inactive Message Discriminator.", "", "",
		"    Console logging: disabled",
		"    Monitor logging: level debugging, 0 messages logged, xml disabled,",
		"                     filtering disabled")
	sc.line("    Buffer logging:  level debugging, %d messages logged, xml disabled,", logged)
	sc.lines("                    filtering disabled", "    Exception Logging: size (4096 bytes)",
		"    Count and timestamp logging messages: disabled", "    File logging: disabled",
		"    Persistent logging: disabled", "", "No active filter modules.", "")
	sc.line("    Trap logging: level informational, %d message lines logged", logged+2)
	sc.lines("        Logging Source-Interface:       VRF Name:", "    TLS Profiles: ", "")
	sc.line("Log Buffer (%d bytes):", sc.p.log.buffer)
	text := strings.Join(lines, "\n") + "\n"
	if over := len(text) - sc.p.log.buffer; over > 0 {
		sc.WriteString(text[over:])
		return
	}
	sc.line("")
	sc.WriteString(text)
}

// syslog is the log, oldest first, and how many messages there were in all.
func (sc *screen) syslog() (lines []string, logged int) {
	for _, e := range sc.a.log.until(sc.a.now) {
		text := sc.syslogText(e)
		if text == "" {
			continue
		}
		number := ""
		if sc.p.log.sequence {
			number = fmt.Sprintf("%06d: ", e.number)
		}
		lines = append(lines, number+sc.logMark(e)+sc.logStamp(e.at)+": "+text)
		logged = max(logged, int(e.number))
	}
	return lines, logged
}

// logMark tells whether the clock could be trusted: * not set yet, . not in step any more.
func (sc *screen) logMark(e event) string {
	if e.early {
		return "*"
	}
	mark, _ := sc.clock()
	return mark
}

// logStamp is an instant as the configuration wants it: without localtime in UTC.
func (sc *screen) logStamp(at instant) string {
	form := sc.p.log.stamps
	t := at.time().Add(sc.p.skew)
	if form.has("localtime") {
		t = sc.local(at)
	}
	stamp := t.Format(form.layout())
	if form.has("show-timezone") {
		stamp += " " + sc.p.zone.name
	}
	return stamp
}
