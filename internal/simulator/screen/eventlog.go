package screen

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// ShowEventLog is "show license eventlog [days]". With days 0 it shows all events.
func ShowEventLog(days int) Command { return func(pg *Page) { pg.eventLog(days) } }

func (pg *Page) eventLog(days int) {
	from := agent.Instant(0)
	if days > 0 {
		from = pg.a.Now.Add(-time.Duration(days) * agent.Day)
	}
	found, words := false, wordings()
	for _, e := range pg.a.Log.Until(pg.a.Now) {
		text := pg.filled(words[e.Kind].eventLog, e)
		if e.At < from || text == "" {
			continue
		}
		if !found {
			pg.lines("**** Event Log ****", "")
			found = true
		}
		pg.line("%s %s %s", pg.local(e.At).Format("2006-01-02 15:04:05.000"), pg.p.Zone.Name, text)
	}
	if !found {
		pg.line(" No EventLog Found.    ")
	}
	pg.line("")
}
