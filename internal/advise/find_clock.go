package advise

import (
	"fmt"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
)

// skewed is the error of a clock of which the alert SLPClockSkewed speaks.
const skewed = time.Minute

// clockEntries are findings about the switch's clock.
func clockEntries() []Entry {
	return []Entry{
		{
			ID: "clock_wrong", Severity: Warning, Alerts: []string{"SLPClockSkewed"},
			Means: "The switch's clock differs from the exporter's by more than a minute.",
			Rests: "the switch's clock (`Current time`, `show clock`) against the clock of the host that asked; of a capture it is unknown",
			Advice: []string{
				"`ntp server ADDRESS`, in the right VRF, with `ntp source INTERFACE` if the server asks for it.",
				"NTP is there and does not synchronise: a firewall (UDP 123), authentication keys, or a stratum of 16 at the server.",
				"All switches differ by the same: the exporter's own clock.",
			},
			Next:     []string{"show clock detail", "show ntp status", "show ntp associations"},
			explains: []ID{"tls_failing", "trust_token_refused", "identity_unknown", "server_error"},
			find:     clockWrong,
		},
		{
			ID: "ntp_unsynchronised", Severity: Info, Unless: "warning if NTP is configured, as the switch says when it is asked for it",
			Alerts: []string{"SLPNtpLost"},
			Means:  "The switch's clock is not synchronised by NTP.",
			Rests:  "`Clock sync-ed with NTP: False`, `Clock is unsynchronized`, or `*` or `.` in front of the time",
			Advice: []string{
				"Does the server answer others? Many switches at once: the server.",
				"The way to it: `ping ADDRESS source INTERFACE`, the VRF, UDP 123 in firewalls, keys that were changed.",
				"After a reload it takes up to 20 minutes to be synchronised.",
			},
			Next:     []string{"show ntp status", "show ntp associations", "show clock detail"},
			explains: []ID{"tls_failing"},
			find:     ntpUnsynchronised,
		},
	}
}

func clockWrong(v *view) *hit {
	skew := v.Clock.Skew()
	if skew == nil || skew.Abs() <= skewed {
		return nil
	}
	way := "ahead"
	if *skew < 0 {
		way = "late"
	}
	h := &hit{summary: fmt.Sprintf("The clock is %s %s", span(*skew), way)}
	for _, o := range v.Outputs.Of(evidence.Clock).Answered() {
		if c, ok := evidence.ReadClock(o); ok {
			h.evidence = append(h.evidence, proof(o, c.Line)...)
		}
	}
	if len(h.evidence) == 0 {
		h.evidence = v.quote("", "Current time:", "Current time: "+v.now.Wall.Format("Jan 02 15:04:05 2006 ")+v.now.Zone)
	}
	return h
}

// synced is whether NTP keeps the clock, with the lines that say so; configured is true if NTP is known to be set
// up. nil if nothing says it.
func (v *view) synced() (is *bool, configured bool, lines []Evidence) {
	for _, o := range v.Outputs.Of(evidence.NTP).Answered() {
		if n, ok := evidence.ReadNTP(o); ok {
			return new(n.Synced), n.Enabled, proof(o, n.Line)
		}
	}
	if v.s.NTPSynced != nil {
		return v.s.NTPSynced, len(v.set.NTPServers) > 0, v.quote("", "Clock sync-ed with NTP:", "Clock sync-ed with NTP: "+truth(*v.s.NTPSynced))
	}
	for _, o := range v.Outputs.Of(evidence.Clock).Answered() {
		if c, ok := evidence.ReadClock(o); ok && (!c.Synced || c.Source == "NTP") {
			return new(c.Synced), len(v.set.NTPServers) > 0, proof(o, c.Line)
		}
	}
	return nil, false, nil
}

func ntpUnsynchronised(v *view) *hit {
	is, configured, lines := v.synced()
	if is == nil || *is {
		return nil
	}
	h := &hit{summary: "NTP does not synchronise the clock", evidence: lines}
	if configured {
		h.severity = Warning
	}
	return h
}

// truth is a Boolean as the agent prints it.
func truth(b bool) string {
	if b {
		return "True"
	}
	return "False"
}
