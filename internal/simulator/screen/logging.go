package screen

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// ShowLogging is "show logging". The buffer has a fixed size in bytes, so it may begin with the second
// half of a line.
func ShowLogging(pg *Page) {
	lines, logged := pg.syslog()
	pg.lines("Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)",
		"", "No Active Message Discriminator.", "", "", "", "No Inactive Message Discriminator.", "", "",
		"    Console logging: disabled",
		"    Monitor logging: level debugging, 0 messages logged, xml disabled,",
		"                     filtering disabled")
	pg.line("    Buffer logging:  level debugging, %d messages logged, xml disabled,", logged)
	pg.lines("                    filtering disabled", "    Exception Logging: size (4096 bytes)",
		"    Count and timestamp logging messages: disabled", "    File logging: disabled",
		"    Persistent logging: disabled", "", "No active filter modules.", "")
	pg.line("    Trap logging: level informational, %d message lines logged", logged+2)
	pg.lines("        Logging Source-Interface:       VRF Name:", "    TLS Profiles: ", "")
	pg.line("Log Buffer (%d bytes):", pg.p.Log.Buffer)
	text := strings.Join(lines, "\n") + "\n"
	if over := len(text) - pg.p.Log.Buffer; over > 0 {
		pg.WriteString(text[over:])
		return
	}
	pg.line("")
	pg.WriteString(text)
}

// syslog returns the log, oldest message first, and how many messages there have been in all.
func (pg *Page) syslog() (lines []string, logged int) {
	words := wordings()
	for _, e := range pg.a.Log.Until(pg.a.Now) {
		text := pg.filled(words[e.Kind].syslog, e)
		if text == "" {
			continue
		}
		number := ""
		if pg.p.Log.Sequence {
			number = fmt.Sprintf("%06d: ", e.Number)
		}
		lines = append(lines, number+pg.logMark(e)+pg.logStamp(e.At)+": "+text)
		logged = max(logged, int(e.Number))
	}
	return lines, logged
}

// logMark returns the mark of a stamp that is not reliable: * if the clock was not set yet, . if it
// is no longer synchronised.
func (pg *Page) logMark(e agent.Event) string {
	if e.Early {
		return "*"
	}
	mark, _ := pg.clock()
	return mark
}

// logStamp formats an instant as configured. Without "localtime" it is in UTC.
func (pg *Page) logStamp(at agent.Instant) string {
	form := pg.p.Log.Stamps
	t := at.Time().Add(pg.p.Skew)
	if form.Has("localtime") {
		t = pg.local(at)
	}
	stamp := t.Format(form.Layout())
	if form.Has("show-timezone") {
		stamp += " " + pg.p.Zone.Name
	}
	return stamp
}
