package main

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/internal/testenv/leak"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// silentFaults are those by which a switch says too little: a poll ends with its timeout, or nearly.
func silentFaults() []fault {
	rows := []fault{
		{name: "accepts and stays silent", before: simulator.Faults{SilentAccept: true}, says: []string{"waiting for the SSH banner"}},
		{name: "hangs in the banner", before: simulator.Faults{HangBanner: true}, says: []string{"waiting for the SSH banner"}},
		{name: "hangs in the key exchange", address: bannerOnly, says: []string{"in the SSH key exchange"}},
		{name: "hangs in authentication", before: simulator.Faults{HangAuth: true}, says: []string{"in SSH authentication"}},
		{name: "hangs before the shell", before: simulator.Faults{HangBeforeShell: true}, says: []string{"opening the shell"}},
		{name: "hangs before the prompt", before: simulator.Faults{HangBeforePrompt: true}, says: []string{"waiting for the prompt"}},
		{name: "mute after the login", before: simulator.Faults{MuteAfterLogin: true}, says: []string{"waiting for the prompt"}},
		{name: "mute in a kept session", later: simulator.Faults{MuteAfterLogin: true}, says: []string{"show license tech support", "waiting for the output"}},
		{name: "hangs in mid-output", before: simulator.Faults{HangMidOutput: true}, says: []string{"show license tech support", "waiting for the output"}},
		{name: "hangs in mid-output of a kept session", later: simulator.Faults{HangMidOutput: true}, says: []string{"show license tech support"}},
		{name: "no echo", before: simulator.Faults{NoEcho: true}, reason: "unsupported", says: []string{"does not echo"}},
	}
	if swallowsSYN {
		rows = append(rows, fault{name: "SYN swallowed", address: swallowSYN, says: []string{"connecting", "127.0.0.1:"}})
	}
	for i := range rows {
		if rows[i].reason == "" {
			rows[i].reason = "timeout"
		}
	}
	// Its login opens the way for the others, which have no more than one poll's time.
	return append([]fault{{name: "well"}}, rows...)
}

// openFaults keep the exporter from getting a session, and are over at once.
func openFaults() []fault {
	return []fault{
		{name: "name does not resolve", address: noSuchName, reason: "dns", says: []string{"switch.invalid", "does not resolve", "DNS"}},
		{name: "refused", before: simulator.Faults{Refuse: true}, reason: "refused", says: []string{"refuses connections", "show ip ssh"}},
		{name: "kept session closed, port closed", later: simulator.Faults{Refuse: true, CloseMidOutputTCP: true}, reason: "disconnected", says: []string{"closed the connection"}},
		{name: "reset", before: simulator.Faults{Reset: true}, reason: "disconnected", says: []string{"the connection", "access-class", "show users"}},
		{name: "VTY lines full", before: simulator.Faults{VTYFull: true}, reason: "refused", says: []string{"no line free", "show users"}},
		{name: "wrong password", before: simulator.Faults{WrongPassword: true}, reason: "auth", says: []string{"refused user", "credentials of auth"}},
		{name: "password expired", before: simulator.Faults{PasswordExpired: true}, reason: "auth", says: []string{"demands a new password", "in the configuration"}},
		{name: "host key changed", before: simulator.Faults{ChangedHostKey: true}, reason: "host_key", says: []string{"has CHANGED", "slp-exporter fingerprint"}},
		{name: "host key unknown", unknown: true, reason: "host_key", says: []string{"is not in", "slp-exporter fingerprint"}},
		{name: "host key of another type", before: simulator.Faults{HostKeyType: simulator.HostKeyECDSA}, reason: "host_key", says: []string{"ecdsa", "slp-exporter fingerprint"}},
		{name: "no Cisco device", before: simulator.Faults{NotACisco: true}, reason: "unsupported", says: []string{"waits at", ":~$"}},
		{name: "endless rounds of authentication", before: simulator.Faults{EndlessRounds: true}, reason: "disconnected", says: []string{"rounds of keyboard-interactive"}},
		{name: "closed in the set-up", before: simulator.Faults{CloseInSetUp: true}, reason: "disconnected", says: []string{"closed the session"}},
		{name: "flood of requests", before: simulator.Faults{Flood: 200}, reason: "disconnected", says: []string{"requests without having been asked"}},
		{name: "legacy algorithms only", before: simulator.Faults{LegacyOnly: true}, reason: "unsupported", says: []string{"legacy_algorithms: true"}},
		{name: "legacy algorithms allowed", before: simulator.Faults{LegacyOnly: true}, legacy: true},
	}
}

// dialogueFaults are those of an open session.
func dialogueFaults() []fault {
	const command = "show license tech support"
	return withoutLarge([]fault{
		{name: "TCP closed in mid-output", before: simulator.Faults{CloseMidOutputTCP: true}, reason: "disconnected", says: []string{command, "closed the connection"}},
		{name: "channel closed in mid-output", before: simulator.Faults{CloseMidOutputChannel: true}, reason: "disconnected", says: []string{command, "closed the connection"}},
		{name: "kept session closed in mid-output", later: simulator.Faults{CloseMidOutputTCP: true}, reason: "disconnected", says: []string{command}},
		{name: "reload in mid-session", later: simulator.Faults{ReloadMidSession: true, ReloadTime: time.Millisecond}, reason: "disconnected", says: []string{command, "closed the connection"}},
		{name: "show license refused", before: simulator.Faults{RefuseCommands: []string{"show license"}}, reason: "privilege", says: []string{command, "AAA", "privilege exec"}},
		{name: "everything refused", later: simulator.Faults{RefuseCommands: []string{"*"}}, reason: "privilege", says: []string{command, "AAA"}},
		{name: "one command refused", before: simulator.Faults{RefuseCommands: []string{"show license eventlog"}}, failed: []string{"eventlog"}, reason: "privilege", says: []string{"show license eventlog", "AAA", "collector=eventlog"}},
		{name: "one command unknown", before: simulator.Faults{UnknownCommands: []string{"show license status"}}, failed: []string{"status"}, reason: "unsupported", says: []string{"show license status", "older software", "collector=status"}},
		{name: "100 MB", later: simulator.Faults{HugeOutput: 100 << 20}, reason: "parse", says: []string{command, "exceeds 16 MiB"}},
		{name: "output cut short", before: simulator.Faults{CutOutput: 900}, failed: []string{"tech_support", "status"}, reason: "parse", says: []string{command, "ends in section", "collector=tech_support"}},
		{name: "flood of requests in a kept session", later: simulator.Faults{Flood: 200}, reason: "disconnected", says: []string{"requests without having been asked"}},
		{name: "endless pager", before: simulator.Faults{EndlessPager: true}, reason: "parse", says: []string{command, "pages"}},
	})
}

// withoutLarge leaves out, under the race detector, outputs that are only large: they take most of the time.
func withoutLarge(rows []fault) []fault {
	return slices.DeleteFunc(rows, func(f fault) bool { return race.Enabled && f.later.HugeOutput > 0 })
}

// The rows of which more is known.
const (
	switchover    = "switch-over"                    // tallies fall
	rubbishInside = "rubbish inside of descriptions" // labels hold what is left of it
)

// harmlessFaults are those under which everything is right all the same.
func harmlessFaults() []fault {
	return withoutLarge([]fault{
		{name: "one byte at a time", before: simulator.Faults{OneByteAtATime: true}},
		{name: "prompt in banner and MOTD", before: simulator.Faults{Banner: "router#\n", MOTD: "Welcome to\nrouter>\nhost#\n--More--\nPassword: none\nmuc-acc-01#"}},
		{name: "prompt in the output", before: simulator.Faults{PromptInOutput: "%p"}},
		{name: "prompt in the output, each byte a packet", before: simulator.Faults{PromptInOutput: "%p", OneByteAtATime: true}},
		{name: "prompt in the output, then a pause", before: simulator.Faults{PromptInOutput: "%p", PauseAtPrompt: true}},
		{name: "another's prompt in the output, then a pause", before: simulator.Faults{PromptInOutput: "muc-acc-99#", PauseAtPrompt: true}},
		{name: "pager all the same", before: simulator.Faults{PagerAlways: true}},
		{name: "pager in a kept session", later: simulator.Faults{PagerAlways: true}},
		{name: "drops what is typed ahead", before: simulator.Faults{FlushInput: true}},
		{name: "drops it in a kept session", later: simulator.Faults{FlushInput: true}},
		{name: "echoes at once", before: simulator.Faults{EchoAtOnce: true}},
		{name: "echoes at once in a kept session", later: simulator.Faults{EchoAtOnce: true}},
		{name: "echoes late", before: simulator.Faults{EchoLate: time.Second}},
		{name: "echoes late in a kept session", later: simulator.Faults{EchoLate: time.Second}},
		{name: "terminal length refused", before: simulator.Faults{RefuseTerminal: true}},
		{name: "renamed between two polls", later: simulator.Faults{HostnameChange: "renamed-sw-01"}},
		{name: "renamed while logging in", before: simulator.Faults{HostnameChange: "renamed-sw-02"}},
		{name: switchover, later: simulator.Faults{Switchover: true}},
		{name: "log messages break in", before: simulator.Faults{SyslogBurst: 7}, damaged: true},
		{name: "rubbish in the output", before: simulator.Faults{Garbage: true}},
		{name: rubbishInside, before: simulator.Faults{GarbageInside: true}, damaged: true},
		{name: "8 MB of rubbish", later: simulator.Faults{HugeOutput: 8 << 20}},
		{name: "odd prompt", before: simulator.Faults{Prompt: `{lab "größe"} %p`}, nameless: true},
	})
}

// noSuchName is an address whose name this test's own name server does not know.
func noSuchName(t *testing.T) string {
	server, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		b := make([]byte, 1500)
		for {
			n, from, err := server.ReadFrom(b)
			if err != nil {
				return
			}
			const answer, noSuchDomain = 0x80, 3
			b[2], b[3] = b[2]|answer, noSuchDomain
			_, _ = server.WriteTo(b[:n], from)
		}
	}()
	usual := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", server.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = usual
		_ = server.Close()
	})
	return "switch.invalid"
}

// bannerOnly is a server that says what it is, and nothing more.
func bannerOnly(t *testing.T) string {
	l := listener(t)
	held := make(chan []net.Conn)
	go func() {
		var conns []net.Conn
		for {
			c, err := l.Accept()
			if err != nil {
				held <- conns
				return
			}
			_, _ = c.Write([]byte("SSH-2.0-Cisco-1.25\r\n"))
			conns = append(conns, c)
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		for _, c := range <-held {
			_ = c.Close()
		}
	})
	return l.Addr().String()
}

func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestFaults: whatever is wrong with a switch, the exporter shows what is right or says clearly what
// failed, in the metrics and in one log line, and the switches beside it are served as ever.
func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		polling string
		faults  []fault
	}{
		"silent":   {"polling: {min_interval: 0s, timeout: 4s}", silentFaults()},
		"open":     {"polling: {min_interval: 0s, timeout: 60s}", openFaults()},
		"dialogue": {"polling: {min_interval: 0s, timeout: 60s}", dialogueFaults()},
		"harmless": {"polling: {min_interval: 0s, timeout: 60s}", harmlessFaults()},
	} {
		t.Run(name, func(t *testing.T) {
			http.DefaultClient.CloseIdleConnections()
			before := leak.Descriptors(t)
			t.Run("ward", func(t *testing.T) {
				w := newWard(t, c.polling, c.faults)
				w.rounds(t)
				if !strings.Contains(w.stderr.String(), `lines="line 1 cannot be read`) {
					t.Error("the broken line of known_hosts is not named")
				}
				if code := w.stop(); code != exitOK {
					t.Errorf("exit code %d", code)
				}
				for _, p := range w.patients {
					if n := p.sw.LoginAttempts(); p.before.WrongPassword && n != 1 {
						t.Errorf("a wrong password cost %d login attempts", n)
					}
				}
			})
			if !leak.Settles(func() bool {
				http.DefaultClient.CloseIdleConnections()
				return leak.Descriptors(t) <= before
			}) {
				t.Errorf("%d descriptors became %d", before, leak.Descriptors(t))
			}
		})
	}
}
