package screen

import (
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// ShowClock is "show clock".
func ShowClock(pg *Page) {
	mark, text := pg.clock()
	pg.line("%s%s", mark, text)
}

// ShowClockDetail is "show clock detail".
func ShowClockDetail(pg *Page) {
	ShowClock(pg)
	pg.line("%s", pg.timeSource())
}

// timeSource returns where the clock has its time from. A clock that NTP no longer keeps still names it.
func (pg *Page) timeSource() string {
	if pg.p.Synced() == agent.NeverSynced {
		return "No time source"
	}
	return "Time source is NTP"
}

// clock returns the time as "13:28:08.565 UTC Tue Jan 11 2022", and the mark of a clock that is not
// authoritative: * if it never was, . if it no longer is.
func (pg *Page) clock() (mark, text string) {
	t := pg.local(pg.a.Now)
	mark = map[agent.Sync]string{agent.LostSync: ".", agent.NeverSynced: "*"}[pg.p.Synced()]
	return mark, t.Format("15:04:05.000 ") + pg.p.Zone.Name + t.Format(" Mon Jan 2 2006")
}

// ShowNTP is "show ntp status".
func ShowNTP(pg *Page) {
	uptime := pg.a.Now.Time().Sub(pg.a.Booted.Time())
	hundredths := int64(uptime / (10 * time.Millisecond))
	switch pg.p.Synced() {
	case agent.NeverSynced:
		pg.line("%%NTP is not enabled.")
	case agent.LostSync:
		last := pg.a.Booted.Add(2 * time.Hour)
		pg.line("Clock is unsynchronized, stratum 16, no reference clock")
		pg.line("nominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10")
		pg.line("ntp uptime is %d (1/100 of seconds), resolution is 4000", hundredths)
		pg.line("reference time is %s", pg.reference(last))
		pg.lines("clock offset is 0.0000 msec, root delay is 0.00 msec",
			"root dispersion is 97.21 msec, peer dispersion is 0.00 msec",
			"loopfilter state is 'SPIK' (Spike), drift is 0.000000000 s/s")
		pg.line("system poll interval is 64, last update was %d sec ago.", int64(pg.a.Now.Time().Sub(last.Time())/time.Second))
	default:
		ago := 17 + int64(pg.p.Index%900)
		pg.line("Clock is synchronized, stratum 3, reference is %-15s", pg.p.Network.NTP)
		pg.line("nominal freq is 250.0000 Hz, actual freq is 249.9983 Hz, precision is 2**10")
		pg.line("ntp uptime is %d (1/100 of seconds), resolution is 4000", hundredths)
		pg.line("reference time is %s", pg.reference(pg.a.Now.Add(-time.Duration(ago)*time.Second)))
		pg.lines("clock offset is 0.5000 msec, root delay is 2.62 msec",
			"root dispersion is 14.73 msec, peer dispersion is 1.03 msec",
			"loopfilter state is 'CTRL' (Normal Controlled Loop), drift is 0.000006742 s/s")
		pg.line("system poll interval is 1024, last update was %d sec ago.", ago)
	}
}

// reference formats an instant as NTP does: seconds since 1900 in hexadecimal, then the time on the switch.
func (pg *Page) reference(i agent.Instant) string {
	const since1900 = 2208988800 // seconds from 1900 to 1970
	t := pg.local(i)
	return fmt.Sprintf("%08X.%08X (%s %s %s)", uint32(t.Unix()+since1900), uint64(t.Nanosecond())<<32/1e9,
		t.Format("15:04:05.000"), pg.p.Zone.Name, t.Format("Mon Jan 2 2006"))
}
