package release

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// nexus is what "show version" of NX-OS says:
//
//	Cisco Nexus Operating System (NX-OS) Software
//	…
//	Software
//	  NXOS: version 10.2(3) [Feature Release]
//	…
//	Hardware
//	  cisco Nexus9000 C9332D-GX2B Chassis
//	  Device name: Spine-12
//	…
//	Kernel uptime is 49 day(s), 10 hour(s), 45 minute(s), 34 second(s)
type nexus struct {
	// banner is true below the first line.
	banner bool
	// nxos is the release of the line "NXOS:", system that of "system:", which older releases and ACI mode print instead.
	nxos, system string
	// chassis is the first line of the hardware, without "cisco".
	chassis string
}

// takeNexus reads a line of NX-OS; false for any other line. A filter may have left out the first line.
func (r *reading) takeNexus(l rows.Row) bool {
	n := &r.nexus
	switch {
	case strings.HasPrefix(l.Text, "Cisco Nexus Operating System"):
		n.banner = true
	case l.Key == "NXOS":
		r.atNexusRelease(l, &n.nxos)
	case !n.banner:
		return false
	case l.Key == "system":
		r.atNexusRelease(l, &n.system)
	case l.Key == "Device name" && l.Value != "":
		if r.OS.IsHost(l.Value) && !l.Open {
			r.Hostname = strings.Clone(l.Value)
		}
	case strings.HasPrefix(l.Text, "cisco ") && n.chassis == "":
		n.chassis = strings.Clone(strings.TrimPrefix(l.Text, "cisco "))
	case strings.HasPrefix(l.Text, "Kernel uptime is "):
		r.named = true
	}
	return true
}

// atNexusRelease reads "version 9.3(6uu)I9(1uu) [build 9.3(6)]".
func (r *reading) atNexusRelease(l rows.Row, to *string) {
	release, ok := strings.CutPrefix(l.Value, "version ")
	release, more := scan.NextWord(release)
	switch {
	case *to != "":
	case l.Open && more == "" && !strings.HasSuffix(release, ")"):
		r.cut = true
	case ok && isRelease(release):
		*to = scan.Text(release)
		r.Facts++
	default:
		r.NoteUnread(l.Line)
	}
}
