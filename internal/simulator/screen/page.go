// Package screen prints the state of an agent the way a switch does: the outputs of commands, and the
// tree of the YANG module. It only reads the state, and does no I/O. Package server sends the result to
// clients.
package screen

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// Page collects the output of a command.
type Page struct {
	strings.Builder
	a    *agent.State
	p    *agent.Profile
	v    *agent.Version
	host string
}

// Command prints the output of one command.
type Command func(*Page)

// Draw returns the output of a command at this instant, and the header lines printed before it.
func Draw(g *agent.Agent, host string, command Command) (header, body string) {
	g.See(func(a *agent.State) {
		pg := newPage(a, host)
		if pg.p.Timestamps {
			pg.timestamp()
			header = pg.String()
			pg.Reset()
		}
		pg.Grow(14 << 10)
		command(pg)
		body = pg.String()
	})
	return header, body
}

func newPage(a *agent.State, host string) *Page {
	return &Page{a: a, p: a.Profile, v: &a.Profile.Version, host: host}
}

// line prints one line.
func (pg *Page) line(format string, args ...any) {
	_, _ = fmt.Fprintf(pg, format, args...)
	pg.WriteByte('\n')
}

// lines prints fixed lines.
func (pg *Page) lines(all ...string) {
	for _, l := range all {
		pg.WriteString(l)
		pg.WriteByte('\n')
	}
}

// heading prints a title, underlined with that many signs.
func (pg *Page) heading(title string, signs int) {
	pg.lines(title, strings.Repeat("=", signs))
}

// local returns an instant as shown by the clock of the switch.
func (pg *Page) local(i agent.Instant) time.Time {
	return i.Time().Add(pg.p.Skew).In(time.FixedZone(pg.p.Zone.Name, int(pg.p.Zone.Offset/time.Second)))
}

// date formats an instant as "Jan 10 20:31:32 2022 UTC", or as <none> for never.
func (pg *Page) date(i agent.Instant) string {
	if i == 0 {
		return "<none>"
	}
	return pg.local(i).Format("Jan 02 15:04:05 2006 ") + pg.p.Zone.Name
}

// timestamp prints the lines that "terminal exec prompt timestamp" adds before a command.
func (pg *Page) timestamp() {
	mark, text := pg.clock()
	load := pg.p.Index % 4
	pg.line("Load for five secs: %d%%/0%%; one minute: %d%%; five minutes: %d%%", load, load, max(load-1, 0))
	pg.line("%s, %s%s", pg.timeSource(), mark, text)
	pg.line("")
}

// remaining formats a duration as "1 hours, 12 minutes, 41 seconds", without leading zero units.
func remaining(d time.Duration) string {
	s := int64(d / time.Second)
	parts := []struct {
		n    int64
		unit string
	}{{s / 86400, "days"}, {s / 3600 % 24, "hours"}, {s / 60 % 60, "minutes"}, {s % 60, "seconds"}}
	var out []string
	for i, p := range parts {
		if p.n > 0 || len(out) > 0 || i == len(parts)-1 {
			out = append(out, strconv.FormatInt(p.n, 10)+" "+p.unit)
		}
	}
	return strings.Join(out, ", ")
}

// orEmpty returns s, or <empty> if s is empty.
func orEmpty(s string) string {
	if s == "" {
		return "<empty>"
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }

// truth formats a boolean the way the agent does.
func truth(b bool) string {
	if b {
		return "True"
	}
	return "False"
}
