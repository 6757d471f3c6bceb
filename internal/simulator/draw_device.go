package simulator

import (
	"strings"
	"time"
)

// drawClock is "show clock".
func drawClock(sc *screen) {
	mark, text := sc.clock()
	sc.line("%s%s", mark, text)
}

// drawConfig is the running configuration, as far as licensing goes.
func drawConfig(sc *screen) {
	sc.lines("Building configuration...", "", "Current configuration : 1024 bytes", "!")
	sc.line("version %s", strings.Join(strings.Split(shortRelease(sc.v.ios), ".")[:2], "."))
	sc.line("service timestamps log %s", sc.p.log.stamps)
	if sc.p.log.sequence {
		sc.line("service sequence-numbers")
	}
	sc.line("!")
	sc.line("hostname %s", sc.host)
	sc.lines("!")
	if sc.p.log.buffer != 4096 {
		sc.lines("logging buffered "+itoa(sc.p.log.buffer), "!")
	}
	if sc.p.zone.offset != 0 {
		minutes := int(sc.p.zone.offset / time.Minute)
		sc.line("clock timezone %s %d %d", sc.p.zone.name, minutes/60, max(minutes, -minutes)%60)
	}
	switch t := sc.p.transport; t.kind {
	case "Smart":
		sc.lines("license smart url "+t.url, "license smart transport smart")
		if t.proxyHost != "" {
			sc.line("license smart proxy address %s", t.proxyHost)
			sc.line("license smart proxy port %d", t.proxyPort)
		}
	case "cslu":
		if t.url != "" {
			sc.line("license smart url cslu %s", t.url)
		}
		sc.line("license smart transport cslu")
	case "Transport Off":
		sc.line("license smart transport off")
	default:
		sc.line("license smart transport callhome")
	}
	sc.lines("!", "end", "")
}
