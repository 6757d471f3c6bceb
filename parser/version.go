package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// versionReading is "show version" being read.
type versionReading struct {
	table
	// platform is the release of the "Cisco IOS Software" line, which on IOS-XE is that of IOS inside
	// it and written without zeros: 17.9.4a for 17.09.04a.
	platform string
	// named is true once "<host> uptime is …" was seen, legal if any of the lines about compilation and
	// rights that stand above it, loader if the boot loader's.
	named, legal, loader bool
}

// ParseVersion reads "show version" of IOS-XE and of IOS: OSVersion and Hostname. If the output ends
// before both are known the error is a *TruncatedError; other errors are ErrEmpty, *RefusedError,
// *RightToUseError and *UnrecognisedError, the last also for IOS-XR and NX-OS.
func ParseVersion(out platform.Output) (*State, error) {
	if strings.TrimSpace(out.Text) == "" {
		return nil, reply.ErrEmpty
	}
	r := readVersion(out)
	if r.facts == 0 && !r.cut || !r.isOf(VersionCommand) {
		if err := r.rejected(VersionCommand, out, r.head.Filtered, r.first); err != nil {
			return nil, err
		}
	}
	if missing := r.missing(); missing != "" && !out.Whole {
		return r.state(), r.truncatedIn("", VersionCommand, missing)
	}
	fillText(&r.OSVersion, r.platform)
	return r.state(), nil
}

// missing names what the output ends in front of; empty if it may be whole. Without lines between
// the release and the boot loader it is what "| include Version" leaves.
func (r *versionReading) missing() string {
	switch {
	case r.cut:
		return "the end of that line"
	case r.named, r.head.Filtered, r.loader && !r.legal:
		return ""
	}
	return "the uptime"
}

// readVersion walks once over the output.
func readVersion(out platform.Output) *versionReading {
	r := &versionReading{table: newTable(out)}
	for {
		l, ok := r.next()
		if !ok {
			return r
		}
		r.take(l)
	}
}

func (r *versionReading) take(l row) {
	if r.held.Number > 0 {
		if both := r.joined(l); both.Number > 0 && !strings.HasPrefix(l.Text, "Cisco IOS") {
			l = both
		}
		r.held = row{}
	}
	switch {
	case (l.full || r.behindLog) && isBroken(l.Text):
		r.held = l
	case strings.HasPrefix(l.Text, "Cisco IOS XE Software"), strings.HasPrefix(l.Text, "Cisco IOS XE SD-WAN Software"):
		r.atRelease(l, &r.OSVersion)
	case strings.HasPrefix(l.Text, "Cisco IOS Software"), strings.HasPrefix(l.Text, "IOS (tm) "):
		r.atRelease(l, &r.platform)
	case strings.HasPrefix(l.Text, "Copyright"), strings.HasPrefix(l.Text, "Compiled"), strings.HasPrefix(l.Text, "ROM: "):
		r.legal = true
	case strings.HasPrefix(l.Text, "BOOTLDR: "):
		r.loader = true
	case r.named, r.timeSource(l.Line):
	default:
		r.atUptime(l)
	}
}

// isBroken tells whether a line that names the release goes on below, where the terminal or a log
// message broke it.
func isBroken(s string) bool {
	_, done := releaseOf(s)
	return strings.HasPrefix(s, "Cisco IOS") && !done
}

// atRelease reads a line that names the release: the first of its kind is that of the switch.
func (r *versionReading) atRelease(l row, to *string) {
	release, done := releaseOf(l.Text)
	switch {
	case *to != "":
	case !done && l.Open:
		r.cut = true
	case isRelease(release):
		*to = scan.Text(release)
		r.facts++
	default:
		r.unread(l.Line)
	}
}

// releaseOf is the word behind "Version" in "Cisco IOS Software [Cupertino], Catalyst L3 Switch
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

// isRelease tells whether a word can be a release: 17.09.04a, 17.03.01prd7, 15.2(7)E4,
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
func (r *versionReading) atUptime(l row) {
	host, _, ok := strings.Cut(l.Text, " uptime is ")
	if ok && r.head.OS.IsHost(host) && r.facts > 0 {
		r.head.Hostname, r.named = strings.Clone(host), true
	}
}
