package history_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// TestHistorySecrets plants a secret in every place of every payload: none is kept or quoted.
func TestHistorySecrets(t *testing.T) {
	const secret = "hunter2"
	blob := strings.Repeat("c2VjcmV0", 12)
	payloads := []string{
		secret, blob, `"` + secret, "{", `{"` + secret + `":"x"}`, `{"token":"` + secret + `"}`,
		`{"request":"{\"token\":\"` + secret + `\",\"csr\":\"` + blob + `\"}"}`,
		`{"signature":{"value":"` + secret + `"},"response":"{\"status_code\":\"OK\",\"response_data\":\"{\\\"smart_license\\\":\\\"` + blob + `\\\"}\"}"}`,
		`{"response":"{\"status_message\":\"sent: {\\\"token\\\":\\\"` + secret + `\\\"}\"}"}`,
		`{"response":"{\"status_message\":\"No\\\",\\\"signature\\\":\\\"` + secret + `\\\"}\"}"}`,
		`{"response":"{\"status_message\":\"invalid token ` + blob + `\"}"}`,
		`{"status_code":"` + blob + `","status_message":"` + blob + `"}`,
		"REQUEST: " + secret, "RESPONSE: {\"token\":\"" + secret + "\"}", "Received on " + secret, "Last policy received on " + secret,
		"REQUEST: Feb 03 10:00:00 2026 UTC {\"" + secret, "RESPONSE: Feb 03 10:00:00 2026 {\"" + secret,
		"Token: " + secret, "<trustCode>" + secret + "</trustCode>", secret + ":", "-----BEGIN CERTIFICATE-----\n" + secret,
	}
	for _, p := range payloads {
		for _, text := range []string{
			p, p + "\n", "Trust Sync:\n" + p, "sw-1#show license history message\n" + p,
			messages(p), messages(p + "\nTrust Sync:\n" + p + "\n" + exchange(1, p) + exchange(2, "") + p + "\n" + exchange(3, p)),
			messages("Import TRUST CODE:\n" + p + "\nReceived on Feb 03 10:00:00 2026 UTC\n" + p + "\n"),
			"Message History (oldest to newest):\n====\nTrust Sync:\n" + exchange(1, p),
			"Message History (oldest to newest):\n====\nTrust Sync:\n" + p,
			"Import Message History (oldest to newest):\n====\nImport POLICY:\nReceived on Feb 03 10:00:00 2026 UTC\n  " + p,
			"sw-1#sh lic hist mess | i REQUEST\n" + p, "sw-1#sh lic hist mess | b REQUEST\n" + p,
		} {
			s, err := fixture.Pasted(parser.ParseHistory)(text)
			shown := fmt.Sprint(err)
			if s != nil {
				shown += fixture.AsJSON(t, s)
			}
			if strings.Contains(shown, secret) || strings.Contains(shown, blob[:16]) {
				t.Errorf("%q in %q: %s", p, text, shown)
			}
		}
	}
}

// endless are outputs that never stop in one way or another.
func endless(many int) map[string]string {
	request := "  REQUEST: Feb 03 10:00:00 2026 UTC\n"
	var sections, kinds strings.Builder
	for i := range many / 20 {
		name := "Section " + strings.NewReplacer("0", "A", "1", "B", "2", "C", "3", "D", "4", "E", "5", "F", "6", "G", "7", "H", "8", "I", "9", "J").Replace(fmt.Sprint(i))
		sections.WriteString(name + ":\n  No past history\n")
		kinds.WriteString("Import " + name + ":\nReceived on Feb 03 10:00:00 2026 UTC\n")
	}
	in := func(payload string) string { return "Trust Sync:\n" + exchange(1, payload) }
	return map[string]string{
		"sections":         sections.String(),
		"imports":          kinds.String(),
		"one section":      strings.Repeat("Trust Sync:\n  No past history\n", many/20),
		"requests":         "Trust Sync:\n" + strings.Repeat(request, many/20),
		"answers":          "Trust Sync:\n" + strings.Repeat(exchange(1, answer("OK", "OK")), many/200),
		"unread":           "Trust Sync:\n" + strings.Repeat("REQUEST: soon\n", many/20),
		"a long line":      in(`{"a":"` + strings.Repeat("x", many) + `","status_code":"OK"}`),
		"many lines":       in("{\"a\":\"\n" + strings.Repeat("x\n", many/2)),
		"wrapped":          in(strings.Repeat(`{"a":"`+strings.Repeat("x", 74)+"\n", many/80)),
		"traps":            in("{\"a\":\"" + strings.Repeat("y", 74) + "\n" + strings.Repeat("REQUEST: Feb 03 10:00:00 2026 UTC"+strings.Repeat(" ", 47)+"\n", many/80)),
		"bad times":        in("{\"a\":\"x\n" + strings.Repeat("REQUEST: soon\n", many/20)),
		"quotes":           in("{" + strings.Repeat(`"`, many)),
		"backslashes":      in(`{"status_message":"` + strings.Repeat(`\`, many) + `x","status_code":"OK"}`),
		"backslash, key":   in("{" + strings.Repeat(`\`, many) + `"status_code` + strings.Repeat(`\`, many) + `":"x"}`),
		"braces":           in(strings.Repeat("{", many)),
		"keys":             in("{" + strings.Repeat(`"status_code":"a",`, many/20)),
		"rising keys":      in(strings.Repeat("{", many/20) + strings.Repeat(`"status_code":"a"},`, many/20)),
		"a long message":   in(`{"status_message":"` + strings.Repeat("no ", many/3) + `"}`),
		"escapes":          in(`{"status_message":"` + strings.Repeat(`\u0000`, many/6) + `"}`),
		"blank lines":      in(strings.Repeat(" \n", many/2)),
		"blanks":           "Trust Sync:\n" + strings.Repeat(" ", many) + "\n",
		"headings":         "Trust Sync:\n" + strings.Repeat("Quantum Sync:\n", many/20),
		"a long heading":   "Trust Sync:\n" + strings.Repeat("Quantum ", many/8) + "Sync:\n",
		"omissions":        in(strings.Repeat("...omitted...\n", many/20)),
		"log messages":     in("{\"a\":\"" + strings.Repeat("x*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: y\n", many/40)),
		"only log":         in(strings.Repeat("*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: y\n", many/40)),
		"controls":         in("{\"a\":\"" + strings.Repeat("x\b\x1b[K\r", many/8)),
		"NUL":              in(strings.Repeat("\x00\xff", many/2)),
		"prompts":          in(strings.Repeat("sw-1#\n", many/6)),
		"echoes in front":  strings.Repeat("show license history message\n", many/30),
		"pager remains":    in(strings.Repeat(" --More-- \b\b\b\b\b\x1b[K\r\n", many/20)),
		"a fixed zone":     "Trust Sync:\nREQUEST: Feb 03 10:00:00 2026 " + strings.Repeat("Z", many) + "\n",
		"a request inline": "Trust Sync:\nREQUEST: " + strings.Repeat("{", many) + "\n",
	}
}

// TestEndlessHistories: what is kept does not grow with what a switch prints, and what is done grows
// with it no more than in proportion: ten times the text, ten times the memory asked for.
func TestEndlessHistories(t *testing.T) {
	const many = 1_000_000
	short := endless(many / 10)
	for name, text := range endless(many) {
		s, err := fixture.Pasted(parser.ParseHistory)(messages(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(fixture.AsJSON(t, s)); n > 400_000 || len(s.History.Messages) > 500 || len(s.History.Imports) > 500 || len(s.Unread) > 500 {
			t.Errorf("%s: %d bytes kept", name, n)
		}
		less, more := allocated(messages(short[name])), allocated(messages(text))
		if more > 15*less+200_000 || more > 8*uint64(len(text))+1_000_000 {
			t.Errorf("%s: %d bytes for %d, %d for ten times as many", name, less, len(short[name]), more)
		}
	}
}

// allocated are the bytes that reading a text asks for.
func allocated(text string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = fixture.Pasted(parser.ParseHistory)(text)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestHistoryHoldsNoOutput: a state does not keep the output alive.
func TestHistoryHoldsNoOutput(t *testing.T) {
	const size = 8 << 20
	var states []*parser.State
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for range 4 {
		text := historyOf(size)
		whole, err := fixture.Pasted(parser.ParseHistory)(text)
		if err != nil {
			t.Fatal(err)
		}
		part, err := fixture.Pasted(parser.ParseHistory)(text[:size/2])
		if err == nil {
			t.Fatal("half of it is not whole")
		}
		states = append(states, whole, part, &parser.State{Hostname: err.Error()})
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.HeapAlloc > before.HeapAlloc+size {
		t.Errorf("%d bytes kept", after.HeapAlloc-before.HeapAlloc)
	}
	runtime.KeepAlive(states)
}

// historyOf is a whole history of at least that many bytes, of exchanges as large as real ones.
func historyOf(size int) string {
	var b strings.Builder
	b.WriteString("sw-1#show license history message\nMessage History (oldest to newest):\n=====\n")
	large := strings.Replace(answer("OK", "OK"), "{", `{"request":"`+strings.Repeat(`{\"sudi\":\"C9300\"}`, 60)+`",`, 1)
	for _, section := range []string{"Trust Establishment:\n", "Usage Reporting:\n", "Result Polling:\n"} {
		b.WriteString(section)
		for from := b.Len(); b.Len()-from < size/3; {
			b.WriteString(strings.Replace(exchange(1, large), `{"request":"{\"mode\":1}"}`, large, 1))
		}
	}
	return b.String() + strings.TrimPrefix(messages(""), "Message History (oldest to newest):\n=====\n")
}

func FuzzHistory(f *testing.F) {
	for name, text := range fixture.Fixtures(f) {
		if strings.Contains(name, "history-") {
			f.Add(text)
			f.Add(fixture.Wrap(text))
			f.Add(fixture.Paged(text))
			f.Add(fixture.LogMessages(text))
		}
	}
	f.Add("sw-1#sh lic hist mess | b Usage\n" + messages("Trust Sync:\n"+exchange(1, answer("OK", "a\\\"b"))))
	f.Add(messages("Quantum Sync:\nREQUEST: soon\nRESPONSE: x\n<output truncated>\n"))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := fixture.Pasted(parser.ParseHistory)(text)
		if s == nil || s.History == nil {
			if err == nil || s != nil {
				t.Fatalf("neither a history nor an error: %v, %v", s, err)
			}
			return
		}
		lines, kept, requests := strings.Count(text, "\n")+1, 0, 0
		names := map[string]bool{}
		for _, m := range s.History.Messages {
			requests += m.Requests
			kept += len(m.Name)
			if m.Name == "" || names[m.Name] {
				t.Fatalf("%q twice, or nothing", m.Name)
			}
			names[m.Name] = true
			if m.Unanswered > m.Requests || m.Requests == 0 && m.LastRequest != nil || len(m.StatusCode) > 1024 || len(m.StatusMessage) > 1024 {
				t.Fatalf("%+v", m)
			}
			if strings.ContainsAny(m.StatusMessage+m.StatusCode, "\n\r\x00") || strings.ToValidUTF8(m.StatusMessage+m.StatusCode, "") != m.StatusMessage+m.StatusCode {
				t.Fatalf("%q %q", m.StatusCode, m.StatusMessage)
			}
		}
		for _, i := range s.History.Imports {
			kept += len(i.Kind)
			if i.Kind == "" || names["import "+i.Kind] {
				t.Fatalf("%q twice, or nothing", i.Kind)
			}
			names["import "+i.Kind] = true
		}
		if requests > lines || len(names) > lines || kept > len(text) || len(s.Unread) > lines {
			t.Fatalf("%d requests, %d names of %d bytes from %d lines", requests, len(names), kept, lines)
		}
	})
}

func BenchmarkHistory(b *testing.B) {
	whole := historyOf(4 << 20)
	one := messages("Trust Sync:\n" + exchange(1, `{"a":"`+strings.Repeat(`{\"sudi\":\"C9300\"}`, 200_000)+`","status_code":"OK"}`))
	for name, text := range map[string]string{"whole": whole, "wrapped": fixture.Wrap(whole), "one response": one} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := fixture.Pasted(parser.ParseHistory)(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(whole)))
		for b.Loop() {
			for in := whole; in != ""; {
				var l string
				l, in, _ = strings.Cut(in, "\n")
				_ = strings.Clone(l)
			}
		}
	})
}
