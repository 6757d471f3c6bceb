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

// drawVersion is "show version" of a Catalyst 9000.
func drawVersion(sc *screen) {
	first := sc.a.members[0]
	train := "Version " + sc.v.ios
	sc.line("Cisco IOS XE Software, %s", train)
	sc.line("Cisco IOS Software [Simulated], Catalyst L3 Switch Software (%s), %s, RELEASE SOFTWARE (fc1)", sc.p.family.image, train)
	sc.lines("Technical Support: http://www.cisco.com/techsupport", "")
	sc.lines("ROM: IOS-XE ROMMON", "BOOTLDR: System Bootstrap, Version 17.12.1r, RELEASE SOFTWARE (P)")
	sc.line("%s uptime is %s", sc.host, uptime(sc.a.now.time().Sub(sc.a.booted.time())))
	sc.line("System returned to ROM by Reload Command")
	sc.line("System image file is \"flash:packages.conf\"")
	sc.lines("Last reload reason: Reload Command", "", "")
	sc.line("cisco %s (X86) processor with 1331521K/6147K bytes of memory.", first.pid)
	sc.line("Processor board ID %s", first.serial)
	sc.lines("8192K bytes of physical memory.", "1638400K bytes of Flash at flash:.", "")
	sc.line("Model Number                       : %s", first.pid)
	sc.line("System Serial Number               : %s", first.serial)
	sc.lines("", "", "Switch Ports Model              SW Version        SW Image              Mode   ",
		"------ ----- -----              ----------        ----------            ----   ")
	for i, m := range sc.a.members {
		mark := " "
		if i == 0 {
			mark = "*"
		}
		sc.line("%s    %d 41    %-18s %-17s %-21s INSTALL", mark, i+1, m.pid, sc.v.ios, sc.p.family.image)
	}
	sc.lines("", "", "Configuration register is 0x102", "")
}

// uptime is "3 weeks, 2 days, 5 hours, 1 minute".
func uptime(d time.Duration) string {
	minutes := int(d / time.Minute)
	units := []struct {
		n    int
		name string
	}{{minutes / 10080, "week"}, {minutes / 1440 % 7, "day"}, {minutes / 60 % 24, "hour"}, {minutes % 60, "minute"}}
	var out []string
	for _, u := range units {
		if u.n == 0 && u.name != "minute" {
			continue
		}
		name := u.name
		if u.n != 1 {
			name += "s"
		}
		out = append(out, itoa(u.n)+" "+name)
	}
	return strings.Join(out, ", ")
}

// drawConfig is the running configuration, as far as licensing goes.
func drawConfig(sc *screen) {
	sc.lines("Building configuration...", "", "Current configuration : 1024 bytes", "!")
	sc.line("version %s", strings.Join(strings.Split(sc.v.ios, ".")[:2], "."))
	sc.lines("service timestamps log datetime msec", "!")
	sc.line("hostname %s", sc.host)
	sc.line("!")
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
