package advise

import (
	"fmt"
	"slices"

	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// failureRow is a class of failures, and what to do about it.
type failureRow struct {
	id    ID
	cause cause.Cause
	// says begins the summary.
	says         string
	advice, next []string
}

// failureEntries are findings about a run of failures, one for each class of their reason.
func failureEntries() []Entry {
	var entries []Entry
	for _, row := range slices.Concat(wayFailures(), handshakeFailures(), answerFailures(), silentFailures()) {
		entries = append(entries, Entry{
			ID: row.id, Severity: Warning, Unless: fmt.Sprintf("critical from %d failures in a row", longStreak),
			Alerts: []string{"SLPCommFailedStreak", "SLPCommFailedStreakLong"}, Cause: row.cause,
			Means:  "Three messages or more in a row have failed: " + meaning(row.cause) + ".",
			Rests:  "tech support: `Ongoing Failure`, `Failure Reason`; the event log: `SAEVT_COMM_FAIL`; the log: `COMM_FAILED`",
			Advice: row.advice, Next: row.next,
			explains: []ID{
				"trust_code_missing", "no_successful_exchange", "report_overdue", "reports_unacknowledged",
				"ack_deadline_passed", "ack_deadline_very_near", "ack_deadline_near",
			},
			find: func(v *view) *hit { return failureOf(v, row.cause, row.says) },
		})
	}
	return entries
}

// wayFailures are those in which no connection came about.
func wayFailures() []failureRow {
	return []failureRow{
		{
			"name_resolution_failing", cause.NameResolution, "Name resolution fails",
			[]string{
				"No `ip name-server`, or one in another VRF than the traffic: `ip name-server [vrf NAME] ADDRESS`, and `ip domain lookup` if it was switched off.",
				"The name server only lets management addresses ask: `ip domain lookup [vrf NAME] source-interface INTERFACE`.",
				"No internet names in your network: let a proxy resolve them (`license smart proxy address`), then only the proxy's name matters, or use its address.",
			},
			[]string{"show running-config | include name-server|domain lookup|ip host", "ping HOST"},
		},
		{
			"server_unreachable", cause.Unreachable, "The switch has no route to its licence server",
			[]string{
				"No route, or one in another VRF: the route, or `license smart vrf NAME` where the release has it.",
				"The source interface is down or has no address: another `ip http client source-interface`.",
			},
			[]string{"show ip route ADDRESS", "show ip interface brief"},
		},
		{
			"connection_timeout", cause.Timeout, "Connections to the licence server time out",
			[]string{
				"`telnet` says `Open`: the way is free from that interface, so the agent takes another one: `ip http client source-interface INTERFACE`. By experience it moves every HTTP client of the switch.",
				"`telnet` waits, too: a firewall or an access list between, or no way back to the source address.",
				"Direct internet access is not wanted: a proxy, `license smart proxy address HOST` and `license smart proxy port PORT`. A wrong proxy port looks the same.",
			},
			[]string{"show ip route ADDRESS", "telnet HOST PORT"},
		},
		{
			"connection_refused", cause.ConnectionRefused, "Connections to the licence server are refused",
			[]string{
				"The port in `license smart url cslu URL` is wrong, or the scheme (`http` for `https`).",
				"CSLU or SSM On-Prem is stopped, or the host's own firewall is closed: look at that host.",
				"The refusal comes from the proxy's address: its port.",
			},
			[]string{"show license status", "telnet HOST PORT"},
		},
	}
}

// handshakeFailures are those of a proxy or of TLS.
func handshakeFailures() []failureRow {
	return []failureRow{
		{
			"proxy_failing", cause.Proxy, "The proxy fails or refuses",
			[]string{
				"`license smart proxy address HOST` and `license smart proxy port PORT`: both, each in a line of its own.",
				"407: the proxy wants a login. Let it pass the switches' addresses without.",
				"The proxy's log says what it was asked for. It must allow `CONNECT` to the server and its port.",
			},
			[]string{"show license status", "telnet HOST PORT"},
		},
		{
			"tls_failing", cause.TLS, "The TLS handshake with the licence server fails",
			[]string{
				"The clock first: `ntp server ADDRESS` if it is not synchronised.",
				"A firewall or proxy inspects TLS and shows a certificate of its own: exempt the licence server from it.",
				"The URL holds an address, or another name than the certificate does: use the name. `license smart server-identity-check` makes the agent compare them.",
				"SSM On-Prem has a certificate whose revocation list the switch cannot fetch: `revocation-check none` below `crypto pki trustpoint SLA-TrustPoint`.",
			},
			[]string{"show clock detail", "show ntp status", "show crypto pki trustpool"},
		},
	}
}

// answerFailures are those in which something answered.
func answerFailures() []failureRow {
	return []failureRow{
		{
			"http_error", cause.HTTPStatus, "Something answers with an HTTP error",
			[]string{
				"404, or a redirect (3xx): the path of the URL. `license smart url default` sets the one that belongs to the transport; SSM On-Prem has `https://HOST/cslu/v1/pi/TENANT`.",
				"403: a proxy or firewall with rules of its own.",
				"500 to 504: the server, or a load balancer in front of it, is in trouble: do other switches say the same?",
			},
			[]string{"show license status", "show license history message"},
		},
		{
			"server_error", cause.ServerError, "The licence server answers with an error of its own",
			[]string{
				"All switches at once: the server. Can you log in to CSSM? For CSLU or SSM On-Prem: its own log, and whether it reaches CSSM.",
				"One switch: `license smart sync all`.",
				"Else open a case with the output of `show license tech support` and the text of the reason.",
			},
			[]string{"show license history message", "show clock detail"},
		},
		{
			"identity_unknown", cause.Identity, "The licence server does not know this product instance",
			[]string{
				"Look in CSSM for the serial number, in all virtual accounts.",
				"Make a new token in the right virtual account, then `license smart trust idtoken TOKEN all force`, then `license smart sync all`.",
				"It fails again: the clock.",
			},
			[]string{"show license tech support | begin Trust Establishment", "show clock detail"},
		},
	}
}

// silentFailures are those whose reason is not known.
func silentFailures() []failureRow {
	return []failureRow{
		{
			"no_reply", cause.NoReply, "The licence server does not answer",
			[]string{
				"Look for a reason elsewhere: the event log's `error=` and the log message are often clearer.",
				"`Connection reset` and `Broken pipe`: something between cut it off, as firewalls do with TLS they do not like.",
				"`Received empty response from server`: seen with SSM On-Prem too old for Smart Licensing Using Policy. Upgrade it.",
			},
			[]string{"show license eventlog 1", "show logging | include COMM_FAILED"},
		},
		{
			"communication_failing", cause.Other, "Communication with the licence server fails",
			[]string{
				"Read the reason, and compare the event log and the log.",
			},
			[]string{"show license eventlog 1", "show logging | include SMART_LIC"},
		},
	}
}

// meaning is what a cause means, as docs/causes.md has it.
func meaning(of cause.Cause) string {
	for _, c := range cause.All() {
		if c.Cause == of {
			return c.Meaning
		}
	}
	return ""
}

func failureOf(v *view, of cause.Cause, says string) *hit {
	f := v.fail
	if f == nil || f.cause != of || f.times < streak {
		return nil
	}
	h := &hit{summary: says + v.told(f), evidence: f.evidence}
	if f.times >= longStreak {
		h.severity = Critical
	}
	return h
}
