package advise

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// nameEntries say why a name is not resolved. Each is raised only where resolving fails: a missing name server
// harms nobody who needs none.
func nameEntries() []Entry {
	failing := []ID{"name_resolution_failing"}
	return []Entry{
		{
			ID: "name_lookup_disabled", Severity: Warning,
			Means:    "Looking up names is switched off, so that no name of a server is resolved.",
			Rests:    "`no ip domain lookup`, or `show hosts`: `Name/address lookup uses static mappings`",
			Advice:   []string{"`ip domain lookup`, in the VRF in which the agent talks."},
			Next:     []string{"show hosts", "show running-config | include domain lookup"},
			explains: failing,
			find:     lookupDisabled,
		},
		{
			ID: "name_server_in_other_vrf", Severity: Warning,
			Means:    "Name servers are configured, but none in the VRF in which the agent talks.",
			Rests:    "`ip name-server vrf NAME` against the VRF of Transport",
			Advice:   []string{"`ip name-server [vrf NAME] ADDRESS` in the VRF of the agent: that of another VRF carries no look-ups of this one.", "Or let the agent talk in the VRF that has name servers: `license smart vrf NAME` where the release has it."},
			Next:     []string{"show hosts vrf VRF", "show running-config | include name-server|domain lookup"},
			explains: failing,
			find:     serverElsewhere,
		},
		{
			ID: "no_name_server", Severity: Warning,
			Means:    "No name server is configured where the agent looks names up.",
			Rests:    "`show hosts`, `show ip dns view`: an empty list of name servers, or the broadcast address",
			Advice:   []string{"`ip name-server [vrf NAME] ADDRESS`, and `ip domain lookup` if it was switched off.", "No internet names in your network: let a proxy resolve them (`license smart proxy address`), then only the proxy's name matters, or use its address."},
			Next:     []string{"show hosts", "show running-config | include name-server|domain lookup"},
			explains: failing,
			find:     noServer,
		},
	}
}

// unresolved reports whether resolving a name fails now.
func (v *view) unresolved() bool {
	if v.fail != nil && v.fail.cause == cause.NameResolution {
		return true
	}
	a, _, ok := v.attempt(v.looked())
	return ok && a.Resolved != nil && !*a.Resolved
}

// servers are the name servers of the agent's VRF, with the output that lists them; false if no output does.
func (v *view) servers() (s evidence.Servers, o evidence.Output, ok bool) {
	for _, o := range append(v.Outputs.Of(evidence.View), v.Outputs.Of(evidence.Hosts)...).Answered() {
		if o.VRF() != v.vrf || o.Filtered() {
			continue
		}
		if s, ok := evidence.ReadServers(o); ok {
			return s, o, true
		}
	}
	return s, o, false
}

// configLine is the line of the running configuration that begins with these words.
func (v *view) configLine(begin string) []Evidence {
	line := v.set.Line(begin)
	for _, o := range v.Outputs.Of(evidence.Config).Answered() {
		for l := range o.Lines() {
			if line != "" && l == line {
				return proof(o, l)
			}
		}
	}
	return nil
}

func lookupDisabled(v *view) *hit {
	if !v.unresolved() {
		return nil
	}
	const summary = "Looking up names is switched off"
	if v.set.LookupOff && v.vrf == "" {
		return &hit{summary: summary, evidence: slices.Concat(v.configLine("no ip domain lookup"), v.configLine("no ip domain-lookup"))}
	}
	s, o, ok := v.servers()
	if !ok || s.Lookup == nil || *s.Lookup {
		return nil
	}
	for line := range o.Lines() {
		if low := strings.ToLower(line); strings.HasPrefix(low, "name/address lookup uses") || strings.HasPrefix(low, "domain lookup is") {
			return &hit{summary: summary, evidence: proof(o, line)}
		}
	}
	return nil
}

func noServer(v *view) *hit {
	s, o, ok := v.servers()
	if !v.unresolved() || !ok || len(s.Addresses) > 0 || serverElsewhere(v) != nil {
		return nil
	}
	where := ""
	if v.vrf != "" {
		where = " in VRF " + v.vrf
	}
	return &hit{summary: "No name server is configured" + where, evidence: proof(o, s.Line)}
}

// serverElsewhere needs the configuration to show name servers at all: one that shows none may only be out of
// the account's sight.
func serverElsewhere(v *view) *hit {
	if !v.unresolved() || len(v.set.NameServers) == 0 || len(v.set.NameServers[v.vrf]) > 0 {
		return nil
	}
	if s, _, ok := v.servers(); ok && len(s.Addresses) > 0 {
		return nil
	}
	var others []string
	var lines []Evidence
	for _, vrf := range slices.Sorted(maps.Keys(v.set.NameServers)) {
		name, line := "VRF "+vrf, "ip name-server vrf "+vrf
		if vrf == "" {
			name, line = "the global table", "ip name-server"
		}
		others = append(others, name)
		lines = append(lines, v.configLine(line)...)
	}
	own := "the global table"
	if v.vrf != "" {
		own = "VRF " + v.vrf
	}
	return &hit{summary: fmt.Sprintf("Name servers are configured in %s, but none in %s, where the agent talks", strings.Join(others, " and "), own), evidence: lines}
}

// attempt is what ping or telnet showed of a far end, telnet first because it is the one that proves something.
func (v *view) attempt(p peer) (a evidence.Attempt, o evidence.Output, ok bool) {
	if p.host == "" {
		return a, o, false
	}
	for _, o := range append(v.Outputs.Of(evidence.Telnet), v.Outputs.Of(evidence.Ping)...).Answered() {
		if o.About(p.host) || v.resolved(p) != "" && o.About(v.resolved(p)) {
			return evidence.ReadAttempt(o), o, true
		}
	}
	return a, o, false
}

// resolved is the address of a far end, if it is one, or if the configuration or an attempt shows which one the
// name has; empty if it is unknown.
func (v *view) resolved(p peer) string {
	if p.address() != "" || p.host == "" {
		return p.address()
	}
	if address := v.set.Hosts[strings.ToLower(p.host)]; address != "" {
		return address
	}
	for _, o := range append(v.Outputs.Of(evidence.Ping), v.Outputs.Of(evidence.Telnet)...).Answered() {
		if a := evidence.ReadAttempt(o); o.About(p.host) && a.Address != "" {
			return a.Address
		}
	}
	return ""
}
