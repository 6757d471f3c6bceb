package history_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// told writes a history in a line: name, requests/unanswered, last request, last response, status.
func told(s *parser.State) string {
	if s == nil || s.History == nil {
		return "nothing"
	}
	at := func(t *localtime.Time) string {
		if t == nil {
			return "-"
		}
		return t.Wall.Format("15:04:05") + t.Zone
	}
	var entries []string
	for _, m := range s.History.Messages {
		entries = append(entries, fmt.Sprintf("%s %d/%d %s %s %s|%s", m.Name, m.Requests, m.Unanswered,
			at(m.LastRequest), at(m.LastResponse), m.StatusCode, m.StatusMessage))
	}
	for _, i := range s.History.Imports {
		entries = append(entries, i.Kind+" "+at(i.ReceivedOn))
	}
	return strings.Join(entries, "; ")
}

// messages wraps a section into a whole history.
func messages(section string) string {
	return "Message History (oldest to newest):\n=====\n" + section +
		"\nImport Message History (oldest to newest):\n=====\nImport ACCOUNT INFO:\n  No past Import history\n"
}

// exchange is a REQUEST and its RESPONSE.
func exchange(second int, answer string) string {
	return fmt.Sprintf("  REQUEST: Feb 03 10:00:%02d 2026 UTC\n{\"request\":\"{\\\"mode\\\":1}\"}\n\n  RESPONSE: Feb 03 10:00:%02d 2026 UTC\n%s\n",
		second, second+1, answer)
}

// answer is a response with that status, as the server's JSON has it.
func answer(code, message string) string {
	inner, _ := json.Marshal(map[string]any{"header": map[string]any{"nonce": "1"}, "status_code": code, "status_message": message})
	outer, _ := json.Marshal(map[string]any{"signature": nil, "response": string(inner)})
	return string(outer)
}

// TestHistoryForms: the content of the text is read in all its forms.
func TestHistoryForms(t *testing.T) {
	const request = "REQUEST: Feb 03 10:00:00 2026 UTC\n{\"request\":\"{}\"}\n"
	for name, c := range map[string]struct{ text, want string }{
		"no past history":  {"Trust Sync:\n  No past history\n", "trust_sync 0/0 - - |"},
		"answered":         {"Trust Sync:\n" + exchange(1, answer("OK", "Done")), "trust_sync 1/0 10:00:01UTC 10:00:02UTC OK|Done"},
		"unanswered":       {"Trust Sync:\n" + exchange(1, "") + exchange(5, ""), "trust_sync 2/2 10:00:05UTC - |"},
		"under way":        {"Trust Sync:\n" + exchange(1, "") + request, "trust_sync 2/1 10:00:00UTC - |"},
		"the last one":     {"Trust Sync:\n" + exchange(1, answer("OK", "")) + exchange(3, answer("FAILED", "No")), "trust_sync 2/0 10:00:03UTC 10:00:04UTC FAILED|No"},
		"the last in text": {"Trust Sync:\n" + exchange(9, answer("OK", "")) + exchange(3, answer("FAILED", "No")), "trust_sync 2/0 10:00:03UTC 10:00:04UTC FAILED|No"},
		"then silence":     {"Trust Sync:\n" + exchange(1, answer("OK", "")) + exchange(3, ""), "trust_sync 2/1 10:00:03UTC 10:00:02UTC OK|"},
		"no status":        {"Trust Sync:\n" + exchange(1, answer("OK", "")) + exchange(3, `{"response":"{}"}`), "trust_sync 2/0 10:00:03UTC 10:00:04UTC |"},
		"unknown section":  {"Quantum Sync:\n" + exchange(1, answer("OK", "")), "quantum_sync 1/0 10:00:01UTC 10:00:02UTC OK|"},
		"unknown, empty":   {"Quantum Sync:\n  No past history\n", "quantum_sync 0/0 - - |"},
		"no heading":       {"Trust Sync:\nQuantum Sync:\n{\"a\":1}\n", "trust_sync 0/0 - - |"},
		"no zone":          {"Trust Sync:\nREQUEST: Feb 03 10:00:01 2026\n{}\n", "trust_sync 1/0 10:00:01 - |"},
		"not set, marked":  {"Trust Sync:\nREQUEST: *Feb 03 10:00:01 2026 -03\n{}\n", "trust_sync 1/0 10:00:01-03 - |"},
		"epoch":            {"Trust Sync:\nREQUEST: Jan 01 00:00:00 1970 UTC\n{}\nRESPONSE: Dec 31 19:00:00 1969 EST\n" + answer("OK", ""), "trust_sync 1/0 - - OK|"},
		"no time":          {"Trust Sync:\nREQUEST:\n{}\nRESPONSE: <none>\n", "trust_sync 1/1 - - |"},
		"remarks": {"Trust Sync:\nREQUEST: Feb 03 10:00:01 2026 UTC   <--- sent\n{}\nRESPONSE: Feb 03 10:00:02 2026 UTC\n<--- no answer\n",
			"trust_sync 1/1 10:00:01UTC - |"},
		"answer left out": {"Trust Sync:\n" + exchange(1, "<output truncated>"), "trust_sync 1/0 10:00:01UTC - |"},
		"payload left out": {"Trust Sync:\nREQUEST: Feb 03 10:00:01 2026 UTC\n...omitted...\nRESPONSE: Feb 03 10:00:02 2026 UTC\n\n",
			"trust_sync 1/1 10:00:01UTC - |"},
		"imports": {"Import RUM ACK:\nReceived on Feb 03 10:00:01 2026 UTC\n  blob\nReceived on Feb 03 10:00:07 2026 UTC\n  blob\n" +
			"Import QUANTUM KEY:\nLast key received on Feb 03 10:00:02 2026 UTC\nImport AUTH:\n  No past Import history\n",
			"rum_ack 10:00:07UTC; quantum_key 10:00:02UTC"},
		"import, not set": {"Import POLICY:\nReceived on Jan 01 00:00:00 1970 UTC\n", "policy -"},
	} {
		for how, change := range map[string]func(string) string{
			"": func(s string) string { return s }, "CRLF": carriageReturns, "wrapped": fixture.Wrap,
			"prompt": func(s string) string { return s + "sw-1#" },
		} {
			s, err := fixture.Pasted(parser.ParseHistory)(change(messages(c.text)))
			if err != nil || told(s) != c.want {
				t.Errorf("%s %s: %v\n%s\nwant\n%s", name, how, err, told(s), c.want)
			}
		}
	}
}

func carriageReturns(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

// TestHistoryStatus: the status is found in JSON within JSON, valid or not.
func TestHistoryStatus(t *testing.T) {
	for text, want := range map[string]string{
		answer("OK", "OK"): "OK|OK",
		answer("FAILED", "a \"b\" \\ c\nd é \U0001F600"):                                        "FAILED|a \"b\" \\ c d é \U0001F600",
		answer("NOT_AUTHORIZED", `{"token":["The token provided is invalid or has expired."]}`): `NOT_AUTHORIZED|{"token":["The token provided is invalid or has expired."]}`,
		answer("FAILED", `{"token":["QUJDREVGR0hJSktMTU5P"]}`):                                  "FAILED|{",
		answer("FAILED", `{"token":["The token QUJDREVGR0hJSktMTU5P is spent"]}`):               `FAILED|{"token":["The token <secret> is spent"]}`,
		`{"status_code":"OK","status_message":"top"}`:                                           "OK|top",
		`{"status_code" : 404, "status_message" : null}`:                                        "404|",
		`{"r":"{\"d\":\"{\\\"status_code\\\":\\\"deep\\\"}\",\"status_code\":\"OK\"}"}`:         "OK|",
		`{"r":"{\"d\":\"{\\\"status_code\\\":\\\"deep\\\",\\\"status_message\\\":\\\"x\\\"}"}`:  "deep|x",
		`{"r":"{\"l\":[{\"status_code\":\"in\",\"status_message\":\"x\"}],\"status_code\":\"OK`: "in|x",
		`{"r":"{\"l\":[{\"status_message\":\"other\"}],\"status_code\":\"OK\"}"}`:               "OK|",
		`{"r":"{\"status_code\":\"first\",\"status_code\":\"second\"}"}`:                        "first|",
		`{"r":"{\"a\":\"status_code\",\"b\":\"status_message\",\"c\":\"x\"}"}`:                  "|",
		`{"r":"{\"l\":\\<X>\",\"status_code\":\"OK\",\"m\":\\\<Y>\\\"}"}`:                       "OK|",
		`{"r":"{\"status_code\":\\\<CODE>\\\",\"status_message\":\"m\"}"}`:                      "|m",
		`{"r":"{\"status_message\":\"\\u00e4\\ud83d\\ude00 \\u12\"}"}`:                          "|ä\U0001F600 u12",
		`{"r":"{\"status_message\":\"backslash \\\\\",\"status_code\":\"OK\"}"}`:                "OK|backslash \\",
		`{"r":"{\"status_message\":\"open`:                                                      "|",
		`{"r":"{\"status_message\":\"` + strings.Repeat("no ", 5000) + `\"}"}`:                  "|" + strings.TrimSpace(strings.Repeat("no ", 341)) + " n",
		`{"r":"{\"status_message\":\"<none>\"}"}`:                                               "|",
	} {
		for how, change := range map[string]func(string) string{
			"": func(s string) string { return s }, "wrapped": fixture.Wrap, "paged": fixture.Paged,
			"trailing blanks, wrapped": func(s string) string { return strings.ReplaceAll(fixture.Wrap(s), "\r\n", "   \n") },
			"indented, wrapped":        func(s string) string { return "\n    " + strings.ReplaceAll(fixture.Wrap(s), "\r\n", "\n    ") },
		} {
			s, err := fixture.Pasted(parser.ParseHistory)(change(messages("Hello Message:\n" + exchange(1, text))))
			if err != nil {
				t.Fatalf("%.80s %s: %v", text, how, err)
			}
			m := s.History.Messages[0]
			if got := m.StatusCode + "|" + m.StatusMessage; got != want {
				t.Errorf("%.90s\n%s: %.100q, want %.100q", text, how, got, want)
			}
		}
	}
}

// TestHistoryEveryBreak breaks a response at every place, as terminals of other widths do.
func TestHistoryEveryBreak(t *testing.T) {
	text := answer("OK_POLL", "Will be processed within 8 hours, see \"Result Polling:\"")
	for width := 1; width < len(text); width++ {
		var pieces strings.Builder
		for rest := text; rest != ""; rest = rest[min(width, len(rest)):] {
			pieces.WriteString(rest[:min(width, len(rest))] + "\n")
		}
		s, err := fixture.Pasted(parser.ParseHistory)(messages("Hello Message:\n" + exchange(1, pieces.String())))
		if err != nil {
			t.Fatal(err)
		}
		// A blank at the end of a narrow line may be one of the capture: it is not put back.
		m := s.History.Messages[0]
		if m.StatusCode != "OK_POLL" || strings.ReplaceAll(m.StatusMessage, " ", "") != "Willbeprocessedwithin8hours,see\"ResultPolling:\"" {
			t.Errorf("width %d: %q %q", width, m.StatusCode, m.StatusMessage)
		}
	}
}

// TestHistoryPayloadIsNoLine: nothing in a payload is taken for a line of the switch, wherever a
// terminal breaks it.
func TestHistoryPayloadIsNoLine(t *testing.T) {
	for _, trap := range []string{
		"REQUEST: Feb 03 11:00:00 2026 UTC", "RESPONSE: Feb 03 11:00:00 2026 UTC", "Usage Reporting:", "Quantum Sync:",
		"Import POLICY:", "Received on Feb 03 11:00:00 2026 UTC", "sw-1#", "sw-1#show version", "other>show license all",
		"------------------ show version ------------------", "No past history", "Message History (oldest to newest):",
	} {
		for shift := range 81 {
			padding := strings.Repeat("x", shift) + trap + strings.Repeat(" ", 80) + trap + strings.Repeat("y", 80)
			text := "sw-1#show license history message\n" + messages("Trust Sync:\n"+
				"REQUEST: Feb 03 10:00:00 2026 UTC\n{\"request\":\"{\\\"hostname\\\":\\\""+padding+"\\\"}\"}\n"+
				"RESPONSE: Feb 03 10:00:01 2026 UTC\n{\"response\":\"{\\\"hostname\\\":\\\""+padding+"\\\",\\\"status_code\\\":\\\"OK\\\"}\"}\n")
			for _, form := range []string{text, fixture.Wrap(text)} {
				s, err := fixture.Pasted(parser.ParseHistory)(form)
				if err != nil || told(s) != "trust_sync 1/0 10:00:00UTC 10:00:01UTC OK|" {
					t.Fatalf("%q after %d: %v, %s", trap, shift, err, told(s))
				}
			}
		}
	}
}

// TestHistoryLogMessages: a log message may break into any line.
func TestHistoryLogMessages(t *testing.T) {
	const message = "*Mar  9 14:21:07.042 UTC: %SYS-5-CONFIG_I: Configured from console by admin on vty0"
	text := messages("Trust Sync:\n" + exchange(1, answer("OK", "all is well")) + "Usage Reporting:\n" + exchange(3, ""))
	want := "trust_sync 1/0 10:00:01UTC 10:00:02UTC OK|all is well; usage_reporting 1/1 10:00:03UTC - |"
	for at := range text {
		broken := []string{text[:at] + message + "\n" + text[at:]}
		if !strings.HasSuffix(text[:at], " U") && !strings.HasSuffix(text[:at], " UT") { // a zone may be called so
			broken = append(broken, text[:at]+"\n"+message+"\n"+text[at:])
		}
		for _, broken := range broken {
			s, err := fixture.Pasted(parser.ParseHistory)(broken)
			if err != nil || told(s) != want {
				t.Fatalf("behind %q: %v, %s", tailOf(text[:at]), err, told(s))
			}
		}
	}
}

func tailOf(s string) string { return s[max(0, len(s)-40):] }

// TestHistoryFiltered: of lines without their headings nothing is said; what keeps them is read.
func TestHistoryFiltered(t *testing.T) {
	body := messages("Trust Sync:\n" + exchange(1, answer("OK", "")))
	requests := "  REQUEST: Feb 03 10:00:01 2026 UTC\n  REQUEST: Feb 03 10:00:05 2026 UTC\n"
	for text, want := range map[string]string{
		"sw-1#show license history message | include REQUEST\n" + requests:                                     "",
		"sw-1#sh lic hist mess | i REQUEST\r\n" + requests + "sw-1#show version\nImport POLICY:\n":             "",
		"sw-1#sh lic hist mess | i nothing\nsw-1#":                                                             "",
		"sw-1#sh lic hist mess | i History|REQUEST\nMessage History (oldest to newest):\n" + requests:          "",
		"sw-1#sh lic hist mess | exc {\n" + body:                                                               "",
		"sw-1#sh lic hist mess | sec Trust Sync\nTrust Sync:\n" + exchange(1, answer("OK", "")):                "trust_sync 1/0 10:00:01UTC 10:00:02UTC OK|",
		"sw-1#sh lic hist mess | b Usage\nUsage Reporting:\n  No past history\nTrust Sync:\n  No past history": "usage_reporting 0/0 - - |; trust_sync 0/0 - - |",
	} {
		s, err := fixture.Pasted(parser.ParseHistory)(text)
		if err != nil || s.History == nil || told(s) != want || s.Hostname != "sw-1" {
			t.Errorf("%q: %v, %s", text, err, told(s))
		}
	}
}

// TestHistoryCut: what is left of a cut output is true, and told to be a part unless it is whole.
func TestHistoryCut(t *testing.T) {
	for name, text := range fixture.Fixtures(t) {
		if !strings.Contains(name, "history-") {
			continue
		}
		whole, err := fixture.Pasted(parser.ParseHistory)(text)
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Split(told(whole), "; ")
		for at := range len(text) {
			if at%13 != 0 && !strings.Contains(text[max(0, at-3):min(len(text), at+3)], "\n") {
				continue
			}
			s, err := fixture.Pasted(parser.ParseHistory)(text[:at])
			if err == nil && told(s) != told(whole) {
				t.Fatalf("%s cut behind %q: shown as if whole: %s", name, tailOf(text[:at]), told(s))
			}
			for _, entry := range strings.Split(told(s), "; ") {
				if s != nil && s.History != nil && told(s) != "" && !contains(all, entry) {
					t.Fatalf("%s cut behind %q: %s", name, tailOf(text[:at]), entry)
				}
			}
		}
	}
}

func contains(list []string, entry string) bool {
	for _, e := range list {
		if e == entry {
			return true
		}
	}
	return false
}

// TestHistoryTruncated: the error says where; what was left out on purpose spares the section.
func TestHistoryTruncated(t *testing.T) {
	start := "Message History (oldest to newest):\n=====\nTrust Sync:\n  No past history\nUsage Reporting:\n" + exchange(1, "")
	for text, want := range map[string]string{
		start: "trust_sync 0/0 - - |",
		start + "  REQUEST: Feb 03 10:00:05 2026 UTC\n{\"a\":\n! <--- Output omitted for brevity --->\n": "trust_sync 0/0 - - |; usage_reporting 2/1 10:00:05UTC - |",
		start + "<output truncated>": "trust_sync 0/0 - - |; usage_reporting 1/0 10:00:01UTC - |",
		start + "Import ACCOUNT INFO:\n  Last policy received on Feb 03 10:00:01 2026 UT": "trust_sync 0/0 - - |; usage_reporting 1/1 10:00:01UTC - |",
	} {
		s, err := fixture.Pasted(parser.ParseHistory)(text)
		var truncated *reply.TruncatedError
		if !errors.As(err, &truncated) || told(s) != want {
			t.Errorf("%q: %v, %s", text, err, told(s))
		}
	}
	_, err := fixture.Pasted(parser.ParseHistory)(start)
	if want := `line 9: the output of "show license history message" ends in section "Usage Reporting", after "RESPONSE: Feb 03 10:00:02 2026 UTC", before "Import ACCOUNT INFO"`; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	if s, err := fixture.Pasted(parser.ParseHistory)(start + "sw-1#"); err != nil || told(s) != "trust_sync 0/0 - - |; usage_reporting 1/1 10:00:01UTC - |" {
		t.Errorf("a prompt behind: %v, %s", err, told(s))
	}
}

// TestHistoryErrors: no history, a refusal, the output of something else.
func TestHistoryErrors(t *testing.T) {
	var refused *reply.RefusedError
	var other *reply.UnrecognisedError
	if _, err := fixture.Pasted(parser.ParseHistory)("show license history message\n     ^\n% Invalid input detected at '^' marker.\n"); !errors.As(err, &refused) {
		t.Error(err)
	}
	for _, text := range []string{"", "\r\n \n", "sw-1#show license history message\nsw-1#"} {
		if s, err := fixture.Pasted(parser.ParseHistory)(text); s != nil || !errors.Is(err, reply.ErrEmpty) {
			t.Errorf("%q: %v, %v", text, s, err)
		}
	}
	for name, text := range fixture.Fixtures(t) {
		if strings.Contains(name, "history-") {
			continue
		}
		if s, err := fixture.Pasted(parser.ParseHistory)(text); s != nil || !errors.As(err, &other) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}
