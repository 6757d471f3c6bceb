package netconf_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device"
	"github.com/slp-exporter/slp-exporter/internal/device/devicetest"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	licensing = "http://cisco.com/ns/yang/cisco-smart-license"
	wanted    = `<licensing xmlns="` + licensing + `"/>`

	netconf10    = "urn:ietf:params:netconf:base:1.0"
	netconf11    = "urn:ietf:params:netconf:base:1.1"
	endOfMessage = "]]>]]>"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// helloOf is a hello with these capabilities.
func helloOf(capabilities ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>` +
		"<capability>\n" + strings.Join(capabilities, "\n</capability><capability>") + "</capability></capabilities><session-id>17</session-id></hello>"
}

// plain and chunky are the hellos of switches that speak one version each.
func plain() string {
	return helloOf(netconf10, licensing+"?module=cisco-smart-license&amp;revision=2021-03-01")
}
func chunky() string { return helloOf(netconf11) }

var requestID = regexp.MustCompile(`message-id="(\d+)"`)

// yang is a NETCONF server: it says its hello, and answers each request with what reply makes of it.
func yang(hello string, reply func(t *devicetest.Terminal, id string)) func(*devicetest.Terminal) {
	return func(t *devicetest.Terminal) {
		t.Raw(hello + endOfMessage)
		for n := 0; ; n++ {
			request, err := message(t, n > 0 && !strings.Contains(hello, netconf10))
			if err != nil {
				return
			}
			id := requestID.FindStringSubmatch(request)
			switch {
			case strings.Contains(request, "<hello"):
			case strings.Contains(request, "close-session"):
				return
			case id == nil:
				t.Raw("<odd/>" + endOfMessage)
			default:
				reply(t, id[1])
			}
		}
	}
}

// message reads up to the end of one.
func message(t *devicetest.Terminal, chunked bool) (string, error) {
	if chunked {
		return t.Until("\n##\n")
	}
	return t.Until(endOfMessage)
}

// answers replies with what that holds text, in 1.0 framing.
func answers(text string) func(*devicetest.Terminal, string) {
	return func(t *devicetest.Terminal, id string) { t.Raw(replying(id, text) + endOfMessage) }
}

func replying(id, text string) string {
	return fmt.Sprintf(`<rpc-reply message-id="%s" xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><data>%s</data></rpc-reply>`, id, text)
}

// sends answers with bytes as they are; ID in them stands for the request's number.
func sends(raw string) func(*devicetest.Terminal, string) {
	return func(t *devicetest.Terminal, id string) { t.Raw(strings.ReplaceAll(raw, "ID", id)) }
}

func chunk(text string) string { return fmt.Sprintf("\n#%d\n%s", len(text), text) }

// netconfTarget is the switch as a configuration names it.
func netconfTarget(f *devicetest.Switch) *config.Target {
	t := f.Target()
	t.Module.Protocol = config.ProtocolNETCONF
	return t
}

func names(steps []trace.Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Name)
	}
	return all
}

func TestNetconf(t *testing.T) {
	long := strings.Repeat("<a>something or other</a>", 250_000)
	for name, tt := range map[string]struct {
		server func(*devicetest.Terminal)
		text   string
	}{
		"1.0":                     {yang(plain(), answers("here")), "here"},
		"both, 1.0 goes first":    {yang(helloOf(netconf11, netconf10), answers("here")), "here"},
		"1.1":                     {yang(chunky(), func(t *devicetest.Terminal, id string) { t.Raw(chunk(replying(id, "here")) + "\n##\n") }), "here"},
		"1.1, many chunks":        {yang(chunky(), func(t *devicetest.Terminal, id string) { t.Raw(bytewise(replying(id, "here")) + "\n##\n") }), "here"},
		"1.1, a blank line first": {yang(chunky(), func(t *devicetest.Terminal, id string) { t.Raw("\n" + chunk(replying(id, "here")) + "\n##\n") }), "here"},
		"1.1, 1.0's end in it":    {yang(chunky(), func(t *devicetest.Terminal, id string) { t.Raw(chunk(replying(id, "a ]]>]]> b")) + "\n##\n") }), "a ]]>]]> b"},
		"1.1, a chunk's end in it": {yang(chunky(), func(t *devicetest.Terminal, id string) {
			t.Raw(chunk(replying(id, "a\n##\n#4\nb")) + "\n##\n")
		}), "a\n##\n#4\nb"},
		"byte by byte": {yang(plain(), func(t *devicetest.Terminal, id string) {
			for _, c := range replying(id, "here") + endOfMessage {
				t.Raw(string(c))
			}
		}), "here"},
		"6 MB":                  {yang(plain(), answers(long)), long},
		"6 MB in chunks":        {yang(chunky(), func(t *devicetest.Terminal, id string) { t.Raw(pieces(replying(id, long), 1000) + "\n##\n") }), long},
		"notifications between": {yang(plain(), sends(strings.Repeat("<notification/>"+endOfMessage, 5)+replying("ID", "here")+endOfMessage)), "here"},
		"quoted otherwise":      {yang(plain(), sends(`<rpc-reply message-id='ID'><data>here</data></rpc-reply>`+endOfMessage)), "here"},
		"an end tag of ours":    {yang(plain(), answers("<![CDATA[</rpc> message-id=\"7\"]]>")), "</rpc>"},
	} {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Netconf: tt.server}).Start(t)
			record := trace.New()
			ctx := trace.With(devicetest.Context(t), record)
			s, err := device.NewDialer().OpenNetconf(ctx, netconfTarget(f))
			if err != nil {
				t.Fatal(err)
			}
			reply, err := s.Get(ctx, wanted)
			if err != nil || !strings.HasPrefix(reply, "<rpc-reply") || !strings.HasSuffix(reply, "</rpc-reply>") || !strings.Contains(reply, tt.text) {
				t.Errorf("%q, %v", reply[:min(len(reply), 300)], err)
			}
			if err := s.Close(ctx); err != nil {
				t.Error(err)
			}
			if err := s.Close(ctx); err != nil {
				t.Errorf("closed again: %v", err)
			}
			if _, err := s.Get(ctx, wanted); failure.ReasonOf(err) != failure.Disconnected {
				t.Errorf("asked when closed: %v", err)
			}
			f.Settle()
			if got := names(record.Steps()); strings.Join(got, ", ") != "connect, ssh banner, key exchange, login, netconf subsystem, hello, get, logout" {
				t.Errorf("%q", got)
			}
		})
	}
}

// bytewise puts each byte into a chunk of its own.
func bytewise(text string) string { return pieces(text, 1) }

func pieces(text string, size int) string {
	var b strings.Builder
	for len(text) > 0 {
		n := min(size, len(text))
		b.WriteString("\n#" + strconv.Itoa(n) + "\n" + text[:n])
		text = text[n:]
	}
	return b.String()
}

func TestOffers(t *testing.T) {
	f := (&devicetest.Switch{Netconf: yang(plain(), answers(""))}).Start(t)
	s, err := device.NewDialer().OpenNetconf(devicetest.Context(t), netconfTarget(f))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(devicetest.Context(t)) }()
	for namespace, want := range map[string]bool{licensing: true, licensing + "-errors": false, "http://cisco.com": false, netconf10: true} {
		if s.Offers(namespace) != want {
			t.Errorf("%s: %t", namespace, !want)
		}
	}
}

// Every way in which opening a NETCONF session fails, and what it is called.
func TestOpenNetconfFails(t *testing.T) {
	for name, tt := range map[string]struct {
		server *devicetest.Switch
		hangs  bool
		reason failure.Reason
		text   string
	}{
		"no subsystem":             {&devicetest.Switch{}, false, failure.Unsupported, "netconf-yang"},
		"no session":               {&devicetest.Switch{NoSession: true}, false, failure.Refused, "show netconf-yang sessions"},
		"silent":                   {&devicetest.Switch{Wire: devicetest.Hold}, true, failure.Timeout, "SSH banner"},
		"no hello":                 {&devicetest.Switch{Netconf: devicetest.Says("")}, true, failure.Timeout, "NETCONF hello"},
		"half a hello":             {&devicetest.Switch{Netconf: devicetest.Says(plain()[:100])}, true, failure.Timeout, "NETCONF hello"},
		"hung up":                  {&devicetest.Switch{Netconf: devicetest.SaysBye("")}, false, failure.Disconnected, "NETCONF hello"},
		"hung up in the hello":     {&devicetest.Switch{Netconf: devicetest.SaysBye(plain()[:100])}, false, failure.Disconnected, "after 1"},
		"no base":                  {&devicetest.Switch{Netconf: devicetest.Says(helloOf("urn:x") + endOfMessage)}, false, failure.Unsupported, "neither NETCONF 1.0 nor 1.1"},
		"a prompt":                 {&devicetest.Switch{Netconf: devicetest.Says("sw#\n]]>]]>")}, false, failure.Parse, "no NETCONF hello"},
		"a hello that never ends":  {&devicetest.Switch{Netconf: devicetest.Says(strings.Repeat("<capability>x</capability>", 50_000))}, false, failure.Parse, "exceeds 1 MiB"},
		"a document type":          {&devicetest.Switch{Netconf: devicetest.Says("<!DOCTYPE hello>" + plain() + endOfMessage)}, false, failure.Parse, "document type"},
		"an entity":                {&devicetest.Switch{Netconf: devicetest.Says(helloOf(netconf10, "&lol;") + endOfMessage)}, false, failure.Parse, "entity"},
		"another document":         {&devicetest.Switch{Netconf: devicetest.Says("<rpc-reply/>" + endOfMessage)}, false, failure.Parse, "no NETCONF hello"},
		"secret in the hello":      {&devicetest.Switch{Netconf: devicetest.Says("you typed " + devicetest.Password + endOfMessage)}, false, failure.Parse, "<secret>"},
		"nothing but an end":       {&devicetest.Switch{Netconf: devicetest.Says(endOfMessage)}, false, failure.Parse, "no NETCONF hello"},
		"not SSH":                  {&devicetest.Switch{Wire: bye("HTTP/1.1 400 Bad Request\r\n")}, false, failure.Disconnected, "SSH banner"},
		"closed before the banner": {&devicetest.Switch{Wire: bye("")}, false, failure.Disconnected, "SSH banner"},
	} {
		t.Run(name, func(t *testing.T) {
			f := tt.server.Start(t)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if tt.hangs {
				ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
			}
			defer cancel()
			s, err := device.NewDialer().OpenNetconf(ctx, netconfTarget(f))
			if s != nil || failure.ReasonOf(err) != tt.reason || !strings.Contains(err.Error(), tt.text) || !strings.HasPrefix(err.Error(), "lab-sw-01") {
				t.Errorf("%q %v", failure.ReasonOf(err), err)
			}
			if strings.Contains(err.Error(), devicetest.Password) {
				t.Errorf("a secret: %v", err)
			}
			f.Settle()
		})
	}
}

func TestNetconfRefusedPassword(t *testing.T) {
	f := (&devicetest.Switch{Netconf: yang(plain(), answers(""))}).Start(t)
	target := netconfTarget(f)
	target.Module.Auth.Password = config.NewSecret("wrong")
	if _, err := device.NewDialer().OpenNetconf(devicetest.Context(t), target); failure.ReasonOf(err) != failure.Auth || f.Passwords.Load() != 1 {
		t.Errorf("%d passwords, %v", f.Passwords.Load(), err)
	}
}

// Every way in which a request fails. The session is over then.
func TestGetFails(t *testing.T) {
	whole := replying("ID", "")
	bad := func(raw string) func(*devicetest.Terminal) { return yang(chunky(), sends(raw)) }
	for name, tt := range map[string]struct {
		server func(*devicetest.Terminal)
		hangs  bool
		reason failure.Reason
		text   string
	}{
		"mute":                       {yang(plain(), func(*devicetest.Terminal, string) {}), true, failure.Timeout, "waiting for the reply"},
		"mute in the reply":          {yang(plain(), sends(whole)), true, failure.Timeout, "waiting for the reply"},
		"hung up":                    {yang(plain(), func(t *devicetest.Terminal, _ string) { _ = t.Ch.Close() }), false, failure.Disconnected, "closed the NETCONF session"},
		"hung up in the reply":       {yang(plain(), func(t *devicetest.Terminal, _ string) { t.Raw(whole[:40]); _ = t.Ch.Close() }), false, failure.Disconnected, "after 40 bytes"},
		"another request's":          {yang(plain(), sends(replying("7", "")+endOfMessage)), false, failure.Parse, `request "7"`},
		"no number":                  {yang(plain(), sends("<rpc-reply/>"+endOfMessage)), false, failure.Parse, `request ""`},
		"no reply":                   {yang(plain(), sends("<hello/>"+endOfMessage)), false, failure.Parse, "<hello>"},
		"no XML":                     {yang(plain(), sends("% Invalid input"+endOfMessage)), false, failure.Parse, "no NETCONF message"},
		"endless notifications":      {yang(plain(), sends(strings.Repeat("<notification/>"+endOfMessage, 200))), false, failure.Parse, "100 notifications"},
		"a document type":            {yang(plain(), sends("<!DOCTYPE x [<!ENTITY a \"b\">]>"+whole+endOfMessage)), false, failure.Parse, "document type"},
		"17 MiB":                     {yang(plain(), answers(strings.Repeat("<a>0123456789</a>", 1<<20))), false, failure.Parse, "exceeds 16 MiB"},
		"17 MiB without a tag":       {yang(plain(), sends("<rpc-reply>"+strings.Repeat("x", 17<<20))), false, failure.Parse, "exceeds 16 MiB"},
		"17 MiB in chunks":           {bad(pieces(strings.Repeat("x", 17<<20), 60_000)), false, failure.Parse, "exceeds 16 MiB"},
		"1.0 in place of chunks":     {bad(whole + endOfMessage), false, failure.Parse, "framing"},
		"CR in front":                {bad("\r\n#5\r\n<a/>"), false, failure.Parse, "framing"},
		"CR after the size":          {bad("\n#5\r\n<a/>"), false, failure.Parse, "framing"},
		"only an end":                {bad("\n##\n"), false, failure.Parse, "framing"},
		"##5":                        {bad("\n##5\n"), false, failure.Parse, "framing"},
		"no size":                    {bad("\n#\n"), false, failure.Parse, "framing"},
		"size 0":                     {bad("\n#0\n"), false, failure.Parse, "framing"},
		"size -1":                    {bad("\n#-1\n"), false, failure.Parse, "framing"},
		"size of eleven digits":      {bad("\n#12345678901\n"), false, failure.Parse, "framing"},
		"size of 4 GiB":              {bad("\n#4294967295\n"), false, failure.Parse, "exceeds 16 MiB"},
		"too short a size":           {bad("\n#5\n" + whole + "\n##\n"), false, failure.Parse, "framing"},
		"too long a size":            {bad("\n#500\n" + whole + "\n##\n"), true, failure.Timeout, "waiting for the reply"},
		"the end of 1.0 in the text": {yang(plain(), answers("a ]]>]]> b")), false, "", "a"}, // cut, as it cannot be told: the reader of the XML sees that
	} {
		t.Run(name, func(t *testing.T) {
			f := (&devicetest.Switch{Netconf: tt.server}).Start(t)
			s, err := device.NewDialer().OpenNetconf(devicetest.Context(t), netconfTarget(f))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if tt.hangs {
				ctx, cancel = context.WithTimeout(t.Context(), 300*time.Millisecond)
			}
			defer cancel()
			reply, err := s.Get(ctx, wanted)
			if tt.reason == "" {
				if err != nil || strings.HasSuffix(reply, "</rpc-reply>") {
					t.Errorf("%q, %v", reply, err)
				}
			} else if reply != "" || failure.ReasonOf(err) != tt.reason || !strings.Contains(err.Error(), tt.text) || !strings.HasPrefix(err.Error(), "lab-sw-01") {
				t.Errorf("%q %v", failure.ReasonOf(err), err)
			}
			if _, again := s.Get(devicetest.Context(t), wanted); err != nil && again == nil {
				t.Error("the session goes on")
			}
			if err := s.Close(devicetest.Context(t)); err != nil {
				t.Error(err)
			}
			f.Settle()
		})
	}
}

// An <rpc-error> is a reply: the caller reads it.
func TestRPCErrorIsAReply(t *testing.T) {
	const refusal = `<rpc-error><error-tag>malformed-message</error-tag></rpc-error>`
	f := (&devicetest.Switch{Netconf: yang(plain(), sends(`<rpc-reply>`+refusal+`</rpc-reply>`+endOfMessage))}).Start(t)
	s, err := device.NewDialer().OpenNetconf(devicetest.Context(t), netconfTarget(f))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close(devicetest.Context(t)) }()
	if reply, err := s.Get(devicetest.Context(t), wanted); err != nil || !strings.Contains(reply, refusal) {
		t.Errorf("%q, %v", reply, err)
	}
}

// A switch that does not answer to the end of a session is not waited for long.
func TestCloseOfMuteNetconf(t *testing.T) {
	f := (&devicetest.Switch{Netconf: func(t *devicetest.Terminal) {
		t.Raw(plain() + endOfMessage)
		_, _ = io.Copy(io.Discard, t.Ch)
	}}).Start(t)
	s, err := device.NewDialer().OpenNetconf(devicetest.Context(t), netconfTarget(f))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_ = s.Close(ctx)
	f.Settle()
}

// bye is a connection on which something is said before it ends.
func bye(text string) func(net.Conn) {
	return func(c net.Conn) { _, _ = io.WriteString(c, text) }
}
