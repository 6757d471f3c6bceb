package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// screen collects a command's output.
type screen struct {
	strings.Builder
	a    *State
	p    *profile
	v    *agentVersion
	host string
}

// draw makes a command's output at this instant, and the header lines in front of it.
func draw(g *Agent, host string, command func(*screen)) (header, body string) {
	g.See(func(a *State) {
		sc := newScreen(a, host)
		if sc.p.timestamps {
			sc.timestamp()
			header = sc.String()
			sc.Reset()
		}
		sc.Grow(14 << 10)
		command(sc)
		body = sc.String()
	})
	return header, body
}

func newScreen(a *State, host string) *screen {
	return &screen{a: a, p: a.p, v: &a.p.version, host: host}
}

// line prints one line.
func (sc *screen) line(format string, args ...any) {
	_, _ = fmt.Fprintf(sc, format, args...)
	sc.WriteByte('\n')
}

// lines prints a block of fixed lines.
func (sc *screen) lines(all ...string) {
	for _, l := range all {
		sc.WriteString(l)
		sc.WriteByte('\n')
	}
}

// heading prints a title and a line of that many signs under it.
func (sc *screen) heading(title string, signs int) {
	sc.lines(title, strings.Repeat("=", signs))
}

// local is an instant on the switch's own clock.
func (sc *screen) local(i instant) time.Time {
	return i.time().Add(sc.p.skew).In(time.FixedZone(sc.p.zone.name, int(sc.p.zone.offset/time.Second)))
}

// date is "Jan 10 20:31:32 2022 UTC", or <none> for never.
func (sc *screen) date(i instant) string {
	if i == 0 {
		return "<none>"
	}
	return sc.local(i).Format("Jan 02 15:04:05 2006 ") + sc.p.zone.name
}

// clock is "13:28:08.565 UTC Tue Jan 11 2022" with the mark of a clock that is not
// authoritative: * never was, . is not any more.
func (sc *screen) clock() (mark, text string) {
	if !sc.p.ntp {
		mark = "*"
		if sc.p.index%2 == 1 {
			mark = "."
		}
	}
	t := sc.local(sc.a.now)
	return mark, t.Format("15:04:05.000 ") + sc.p.zone.name + t.Format(" Mon Jan 2 2006")
}

// timestamp prints what "terminal exec prompt timestamp" puts in front of a command.
func (sc *screen) timestamp() {
	mark, text := sc.clock()
	source := "Time source is NTP"
	if mark == "*" {
		source = "No time source"
	}
	load := sc.p.index % 4
	sc.line("Load for five secs: %d%%/0%%; one minute: %d%%; five minutes: %d%%", load, load, max(load-1, 0))
	sc.line("%s, %s%s", source, mark, text)
	sc.line("")
}

// remaining is "1 hours, 12 minutes, 41 seconds": leading zero units are left out.
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

// orEmpty is <empty> for nothing.
func orEmpty(s string) string {
	if s == "" {
		return "<empty>"
	}
	return s
}

func itoa(n int) string { return strconv.Itoa(n) }

// truth is how the agent prints a truth value.
func truth(b bool) string {
	if b {
		return "True"
	}
	return "False"
}
