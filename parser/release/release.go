// Package release reads "show version": the release of the software and the whole name of the switch. It keeps nothing
// else of it. What it yields is part of the parser's State.
package release

import (
	"cmp"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/commands"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// reading is "show version" being read.
type reading struct {
	*rows.Table
	// os is the release of the "Cisco IOS XE" line.
	os string
	// cut is true if the text ends within the release.
	cut bool
	// platform is the release of the "Cisco IOS Software" line, which on IOS-XE is that of IOS inside
	// it and written without zeros: 17.9.4a for 17.09.04a.
	platform string
	// named is true once "<host> uptime is …" was seen, legal if any of the lines about compilation and
	// rights above it, loader if the boot loader's.
	named, legal, loader bool
	// nexus is what is printed by NX-OS alone.
	nexus nexus
}

// Version is what "show version" says.
type Version struct {
	// Release of the software as it is printed; empty if it is not known.
	Release string
	// Nexus is true for NX-OS. Era is how such a switch licenses; nil if unknown, and on other systems.
	Nexus bool
	Era   *Era
	// Head has the name of the switch.
	Head *lines.Head
}

// Parse reads "show version" of IOS-XE, IOS and NX-OS: the release and the Hostname. If the output ends
// before both are known the error is a *TruncatedError; other errors are ErrEmpty, *RefusedError,
// *RightToUseError and *UnrecognisedError, the last also for IOS-XR. Together with any but a *TruncatedError the version is
// nil.
func Parse(out platform.Output) (*Version, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := read(out)
	if r.Facts == 0 && !r.cut || !r.IsOf(commands.Version) {
		if err := r.Rejected(commands.Version, out, r.Filtered, r.First); err != nil {
			return nil, err
		}
	}
	if missing := r.missing(); missing != "" && !out.Whole {
		return &Version{Release: r.os, Head: r.Head}, rows.Truncated(r.Last, "", commands.Version, missing)
	}
	return r.version(), nil
}

// version is what a whole output says.
func (r *reading) version() *Version {
	v := &Version{Release: cmp.Or(r.os, r.platform, r.nexus.nxos, r.nexus.system), Head: r.Head}
	if v.Nexus = r.nexus.nxos != "" || r.nexus.system != ""; v.Nexus {
		v.Era = EraOf(v.Release, r.nexus.chassis)
	}
	return v
}

// missing names what should follow the end of the output; empty if the output may be whole. Without lines between
// the release and the boot loader it is what "| include Version" leaves.
func (r *reading) missing() string {
	switch {
	case r.cut:
		return "the end of that line"
	case r.named, r.Filtered, r.loader && !r.legal:
		return ""
	}
	return "the uptime"
}

// read walks once over the output.
func read(out platform.Output) *reading {
	r := &reading{Table: rows.New(out)}
	for l := range r.All() {
		r.take(l)
	}
	return r
}

func (r *reading) take(l rows.Row) {
	if r.Held.Number > 0 {
		if both := r.Joined(l); both.Number > 0 && !strings.HasPrefix(l.Text, "Cisco IOS") {
			l = both
		}
		r.Held = rows.Row{}
	}
	switch {
	case (l.Full || r.AfterLog) && isBroken(l.Text):
		r.Held = l
	case strings.HasPrefix(l.Text, "Cisco IOS XE Software"), strings.HasPrefix(l.Text, "Cisco IOS XE SD-WAN Software"):
		r.atRelease(l, &r.os)
	case strings.HasPrefix(l.Text, "Cisco IOS Software"), strings.HasPrefix(l.Text, "IOS (tm) "):
		r.atRelease(l, &r.platform)
	case strings.HasPrefix(l.Text, "Copyright"), strings.HasPrefix(l.Text, "Compiled"), strings.HasPrefix(l.Text, "ROM: "):
		r.legal = true
	case strings.HasPrefix(l.Text, "BOOTLDR: "):
		r.loader = true
	case r.takeNexus(l), r.named, r.TimeSource(l.Line):
	default:
		r.atUptime(l)
	}
}

// isBroken reports whether a line that names the release goes on below, where the terminal or a log
// message broke it.
func isBroken(s string) bool {
	_, done := releaseOf(s)
	return strings.HasPrefix(s, "Cisco IOS") && !done
}

// atRelease reads a line that names the release: the first of its kind is that of the switch.
func (r *reading) atRelease(l rows.Row, to *string) {
	release, done := releaseOf(l.Text)
	switch {
	case *to != "":
	case !done && l.Open:
		r.cut = true
	case isRelease(release):
		*to = scan.Text(release)
		r.Facts++
	default:
		r.NoteUnread(l.Line)
	}
}

// releaseOf is the word after "Version" in "Cisco IOS Software [Cupertino], Catalyst L3 Switch
// Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)"; done is true if more follows it.
func releaseOf(s string) (release string, done bool) {
	_, s, ok := strings.Cut(s, " Version ")
	if !ok {
		return "", false
	}
	s = strings.TrimLeft(s, " ")
	if end := strings.IndexAny(s, ", "); end >= 0 {
		return s[:end], true
	}
	return s, false
}

// isRelease reports whether a word can be a release: 17.09.04a, 17.03.01prd7, 15.2(7)E4,
// 2023-01-17_15.04_build, BLD_POLARIS_DEV_LATEST_20230117_150432.
func isRelease(word string) bool {
	const longest = 100
	for i := 0; i < len(word); i++ {
		c := word[i] | 0x20
		if (c < 'a' || c > 'z') && !strings.ContainsRune("0123456789.-_()[]:+", rune(word[i])) {
			return false
		}
	}
	return word != "" && len(word) <= longest && strings.ContainsAny(word, "0123456789")
}

// atUptime reads "acc-1 uptime is 9 weeks, 2 days": the host's whole name, of which a prompt may show
// the beginning alone.
func (r *reading) atUptime(l rows.Row) {
	host, _, ok := strings.Cut(l.Text, " uptime is ")
	if ok && r.OS.IsHost(host) && r.Facts > 0 {
		r.Hostname, r.named = strings.Clone(host), true
	}
}
