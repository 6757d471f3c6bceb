package screen

import (
	"strings"
	"time"
)

// ShowClock is "show clock".
func ShowClock(pg *Page) {
	mark, text := pg.clock()
	pg.line("%s%s", mark, text)
}

// ShowConfig is "show running-config", limited to what concerns licensing.
func ShowConfig(pg *Page) {
	pg.lines("Building configuration...", "", "Current configuration : 1024 bytes", "!")
	pg.line("version %s", strings.Join(strings.Split(shortRelease(pg.v.IOS), ".")[:2], "."))
	pg.line("service timestamps log %s", pg.p.Log.Stamps)
	if pg.p.Log.Sequence {
		pg.line("service sequence-numbers")
	}
	pg.line("!")
	pg.line("hostname %s", pg.host)
	pg.lines("!")
	if pg.p.Log.Buffer != 4096 {
		pg.lines("logging buffered "+itoa(pg.p.Log.Buffer), "!")
	}
	if pg.p.Zone.Offset != 0 {
		minutes := int(pg.p.Zone.Offset / time.Minute)
		pg.line("clock timezone %s %d %d", pg.p.Zone.Name, minutes/60, max(minutes, -minutes)%60)
	}
	pg.transportConfig()
	pg.lines("!", "end", "")
}

// transportConfig prints how the server is reached.
func (pg *Page) transportConfig() {
	switch t := pg.p.Transport; t.Kind {
	case "Smart":
		pg.lines("license smart url "+t.URL, "license smart transport smart")
		if t.ProxyHost != "" {
			pg.line("license smart proxy address %s", t.ProxyHost)
			pg.line("license smart proxy port %d", t.ProxyPort)
		}
	case "cslu":
		if t.URL != "" {
			pg.line("license smart url cslu %s", t.URL)
		}
		pg.line("license smart transport cslu")
	case "Transport Off":
		pg.line("license smart transport off")
	default:
		pg.line("license smart transport callhome")
	}
}
