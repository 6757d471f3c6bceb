package screen

import (
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// shortRelease returns a release as printed in the second line of "show version": 17.9.4a for
// 17.09.04a.
func shortRelease(release string) string {
	parts := strings.Split(release, ".")
	for i, p := range parts {
		if len(p) > 1 && p[0] == '0' {
			parts[i] = p[1:]
		}
	}
	return strings.Join(parts, ".")
}

// train returns the name of a train of releases, which is a place, or just IOSXE for the latest
// ones.
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

// softwareLine returns the line that names image, release and build.
func (pg *Page) softwareLine() string {
	build := 1 + len(pg.v.Full)%5
	return "Cisco IOS Software [" + train(pg.v.IOS) + "], Catalyst L3 Switch Software (" + pg.p.Family.Image + "), Version " +
		shortRelease(pg.v.IOS) + ", RELEASE SOFTWARE (fc" + itoa(build) + ")"
}

// ShowVersion is "show version" of a Catalyst 9000.
func ShowVersion(pg *Page) {
	pg.line("Cisco IOS XE Software, Version %s", pg.v.IOS)
	pg.line("%s", pg.softwareLine())
	pg.lines("Technical Support: http://www.cisco.com/techsupport",
		"Copyright (c) 1986-2025 by Cisco Systems, Inc.", "Compiled Tue 05-Aug-25 09:41 by mcpre", "", "",
		"Parts of this software are licensed under the GNU General Public License",
		"(\"GPL\") Version 2.0, without any warranty.", "", "")
	pg.lines("ROM: IOS-XE ROMMON", "BOOTLDR: System Bootstrap, Version 17.12.1r, RELEASE SOFTWARE (P)")
	pg.line("%s uptime is %s", pg.host, uptime(pg.a.Now.Time().Sub(pg.a.Booted.Time())))
	pg.line("Uptime for this control processor is %s", uptime(pg.a.Now.Time().Sub(pg.a.Booted.Time())+2*time.Minute))
	pg.line("System returned to ROM by Reload Command")
	pg.line("System restarted at %s", pg.restarted())
	pg.line("System image file is \"flash:packages.conf\"")
	pg.lines("Last reload reason: Reload Command", "", "")
	pg.packages()
	pg.chassis()
	pg.stackTable()
	pg.lines("", "", "Configuration register is 0x102", "")
}

// restarted formats the time of the start like "show clock".
func (pg *Page) restarted() string {
	t := pg.local(pg.a.Booted)
	return t.Format("15:04:05 ") + pg.p.Zone.Name + t.Format(" Mon Jan 2 2006")
}

// packages prints the table of licence levels and the status of Smart Licensing.
func (pg *Page) packages() {
	rule := strings.Repeat("-", 78)
	pg.lines("Technology Package License Information: ", "", rule,
		"Technology-package                                     Technology-package",
		"Current                        Type                       Next reboot  ", rule)
	if l := pg.p.Family.Licences; len(l) > 1 {
		pg.line("%-20s\t%-30s\t %-20s", l[0].Name, "Smart License", l[0].Name)
		pg.line("%-20s\t%-30s\t %-20s", l[1].Name, "Subscription Smart License", l[1].Name)
	}
	status := "Smart Licensing Using Policy"
	switch {
	case pg.v.PreSLP && pg.a.Registration.Registered == 0:
		status = "UNREGISTERED/" + pg.compliance()
	case pg.v.PreSLP:
		status = "REGISTERED/" + pg.compliance()
	case !pg.v.Account: // the first release with SLP
		status = "Registration Not Applicable/Not Applicable"
	}
	pg.lines("", "", "Smart Licensing Status: "+status, "")
}

func (pg *Page) chassis() {
	first, processor := pg.a.Members[0], "X86"
	if pg.p.Family.Image == "CAT9K_LITE_IOSXE" {
		processor = "ARM64"
	}
	pg.line("cisco %s (%s) processor with 1331521K/6147K bytes of memory.", first.PID, processor)
	pg.line("Processor board ID %s", first.Serial)
	pg.lines("8192K bytes of physical memory.", "1638400K bytes of Flash at flash:.", "")
	pg.line("Model Number                       : %s", first.PID)
	pg.line("System Serial Number               : %s", first.Serial)
}

// stackTable prints a line per member, and a paragraph for each except the first.
func (pg *Page) stackTable() {
	pg.lines("", "", "Switch Ports Model              SW Version        SW Image              Mode   ",
		"------ ----- -----              ----------        ----------            ----   ")
	for i, m := range pg.a.Members {
		mark := " "
		if i == 0 {
			mark = "*"
		}
		pg.line("%s    %d 41    %-18s %-17s %-21s INSTALL", mark, i+1, m.PID, pg.v.IOS, pg.p.Family.Image)
	}
	if pg.p.Topology == agent.DualSupervisor {
		return
	}
	for i, m := range pg.a.Members[1:] {
		pg.lines("", "", "Switch 0"+itoa(i+2), "---------")
		pg.line("Switch uptime                      : %s ", uptime(pg.a.Now.Time().Sub(pg.a.Booted.Time())+time.Minute))
		pg.lines("", "Last reload reason                 : Reload Command")
		pg.line("Model Number                       : %s", m.PID)
		pg.line("System Serial Number               : %s", m.Serial)
	}
}

// uptime formats a duration as "3 weeks, 2 days, 5 hours, 1 minute".
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
