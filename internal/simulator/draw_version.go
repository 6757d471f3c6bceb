package simulator

import (
	"strconv"
	"strings"
	"time"
)

// shortRelease is a release as the second line of "show version" has it: 17.9.4a where the
// first has 17.09.04a.
func shortRelease(release string) string {
	parts := strings.Split(release, ".")
	for i, p := range parts {
		if len(p) > 1 && p[0] == '0' {
			parts[i] = p[1:]
		}
	}
	return strings.Join(parts, ".")
}

// train is the name of the releases from the third on: a mountain, later none.
func train(release string) string {
	major, rest, _ := strings.Cut(release, ".")
	minor, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(minor)
	switch {
	case err != nil || n > 12 && major == "17":
		return "IOSXE"
	case major == "16":
		return "Gibraltar"
	case n <= 3:
		return "Amsterdam"
	case n <= 6:
		return "Bengaluru"
	case n <= 9:
		return "Cupertino"
	default:
		return "Dublin"
	}
}

// softwareLine is the one that names image, release and build.
func (sc *screen) softwareLine() string {
	build := 1 + len(sc.v.full)%5
	return "Cisco IOS Software [" + train(sc.v.ios) + "], Catalyst L3 Switch Software (" + sc.p.family.image + "), Version " +
		shortRelease(sc.v.ios) + ", RELEASE SOFTWARE (fc" + itoa(build) + ")"
}

// drawVersion is "show version" of a Catalyst 9000.
func drawVersion(sc *screen) {
	sc.line("Cisco IOS XE Software, Version %s", sc.v.ios)
	sc.line("%s", sc.softwareLine())
	sc.lines("Technical Support: http://www.cisco.com/techsupport",
		"Copyright (c) 1986-2025 by Cisco Systems, Inc.", "Compiled Tue 05-Aug-25 09:41 by mcpre", "", "",
		"Parts of this software are licensed under the GNU General Public License",
		"(\"GPL\") Version 2.0, without any warranty.", "", "")
	sc.lines("ROM: IOS-XE ROMMON", "BOOTLDR: System Bootstrap, Version 17.12.1r, RELEASE SOFTWARE (P)")
	sc.line("%s uptime is %s", sc.host, uptime(sc.a.now.time().Sub(sc.a.booted.time())))
	sc.line("Uptime for this control processor is %s", uptime(sc.a.now.time().Sub(sc.a.booted.time())+2*time.Minute))
	sc.line("System returned to ROM by Reload Command")
	sc.line("System restarted at %s", sc.restarted())
	sc.line("System image file is \"flash:packages.conf\"")
	sc.lines("Last reload reason: Reload Command", "", "")
	sc.packages()
	sc.chassis()
	sc.stackTable()
	sc.lines("", "", "Configuration register is 0x102", "")
}

// restarted is the start as the clock's command would print it.
func (sc *screen) restarted() string {
	t := sc.local(sc.a.booted)
	return t.Format("15:04:05 ") + sc.p.zone.name + t.Format(" Mon Jan 2 2006")
}

// packages is the table of licence levels, and what is said of Smart Licensing below it.
func (sc *screen) packages() {
	rule := strings.Repeat("-", 78)
	sc.lines("Technology Package License Information: ", "", rule,
		"Technology-package                                     Technology-package",
		"Current                        Type                       Next reboot  ", rule)
	if l := sc.p.family.licences; len(l) > 1 {
		sc.line("%-20s\t%-30s\t %-20s", l[0].name, "Smart License", l[0].name)
		sc.line("%-20s\t%-30s\t %-20s", l[1].name, "Subscription Smart License", l[1].name)
	}
	status := "Smart Licensing Using Policy"
	switch {
	case sc.v.preSLP && sc.a.reg.registered == 0:
		status = "UNREGISTERED/" + sc.compliance()
	case sc.v.preSLP:
		status = "REGISTERED/" + sc.compliance()
	case !sc.v.account: // the first release with it
		status = "Registration Not Applicable/Not Applicable"
	}
	sc.lines("", "", "Smart Licensing Status: "+status, "")
}

func (sc *screen) chassis() {
	first, processor := sc.a.members[0], "X86"
	if sc.p.family.image == "CAT9K_LITE_IOSXE" {
		processor = "ARM64"
	}
	sc.line("cisco %s (%s) processor with 1331521K/6147K bytes of memory.", first.pid, processor)
	sc.line("Processor board ID %s", first.serial)
	sc.lines("8192K bytes of physical memory.", "1638400K bytes of Flash at flash:.", "")
	sc.line("Model Number                       : %s", first.pid)
	sc.line("System Serial Number               : %s", first.serial)
}

// stackTable is a line per member, and for all but the first some more.
func (sc *screen) stackTable() {
	sc.lines("", "", "Switch Ports Model              SW Version        SW Image              Mode   ",
		"------ ----- -----              ----------        ----------            ----   ")
	for i, m := range sc.a.members {
		mark := " "
		if i == 0 {
			mark = "*"
		}
		sc.line("%s    %d 41    %-18s %-17s %-21s INSTALL", mark, i+1, m.pid, sc.v.ios, sc.p.family.image)
	}
	if sc.p.topology == DualSupervisor {
		return
	}
	for i, m := range sc.a.members[1:] {
		sc.lines("", "", "Switch 0"+itoa(i+2), "---------")
		sc.line("Switch uptime                      : %s ", uptime(sc.a.now.time().Sub(sc.a.booted.time())+time.Minute))
		sc.lines("", "Last reload reason                 : Reload Command")
		sc.line("Model Number                       : %s", m.pid)
		sc.line("System Serial Number               : %s", m.serial)
	}
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
