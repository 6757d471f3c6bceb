package netconf_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

func FuzzParse(f *testing.F) {
	for _, text := range fixture.Replies(f) {
		f.Add(text)
		f.Add(text[:len(text)*2/3])
	}
	for _, text := range []string{
		`<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + fixture.RPCReply("<version>&b;</version>"),
		`<!DOCTYPE a SYSTEM "file:///etc/passwd">` + fixture.RPCReply("<version>5</version>"),
		fixture.RPCReply("<version>5]]>]]>5</version>"),
		fixture.RPCReply("<version>5</version>") + "]]>]]>",
		fixture.RPCReply("<version>5\x00\r\n\r</version>"),
		fixture.RPCReply(strings.Repeat("<a>", 200)),
		fixture.RPCReply(strings.Repeat("<state-info>", 20) + strings.Repeat("</state-info>", 20)),
		fixture.RPCReply("<state-info>" + strings.Repeat("<usage><count>4294967295</count></usage>", 600) + "</state-info>"),
		fixture.RPCReply("<state-info><trust-code><key_udi>PID:,SN:</key_udi><is-installed>true</is-installed></trust-code></state-info>"),
		`<rpc-reply><rpc-error><error-tag>access-denied</error-tag></rpc-error></rpc-reply>`,
		`<sl:licensing xmlns:sl="` + netconf.Namespace + `"><sl:state/></sl:licensing>`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := netconf.Parse(platform.Output{Text: text})
		if (s == nil) == (err == nil) {
			t.Fatalf("state %v and error %v", s != nil, err)
		}
		if err != nil {
			if len(err.Error()) > 2000 {
				t.Fatalf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		const bound = 500
		for _, n := range []int{
			len(s.HAUDIs), len(s.TrustCodes), len(s.Licenses), len(s.Authorizations), len(s.RUMStates), len(s.Unread), len(s.TrustMembers()),
		} {
			if n > bound {
				t.Fatalf("a list of %d", n)
			}
		}
		// A state joined with itself from the CLI stays what it was.
		whole := *s
		whole.Merge(&parser.State{})
		if len(whole.Licenses) != len(s.Licenses) || len(whole.TrustMembers()) != len(s.TrustMembers()) {
			t.Fatal("joined with nothing, it is something else")
		}
	})
}

// TestEndlessLists: no list of a state grows with what a switch sends, and reports are counted.
func TestEndlessLists(t *testing.T) {
	const many = 5_000
	for name, entry := range map[string]string{
		"licences":       "<usage><entitlement-tag>x</entitlement-tag><count>1</count></usage>",
		"trust codes":    "<trust-code><key_udi>PID:C9300-24T,SN:FDO9000000%</key_udi><is-installed>true</is-installed></trust-code>",
		"authorizations": "<imported-authorizations><overall-status><key_udi>PID:C9300-24T,SN:FDO9000000%</key_udi><installed-list><install-type>authorization-type-slr</install-type></installed-list></overall-status></imported-authorizations>",
		"states":         "<rum-reports-closed-keys><report-state>rum-report-state-x%</report-state></rum-reports-closed-keys>",
		"reports":        "<rum-reports-closed-keys><report-state>rum-report-state-closed</report-state><report-start-time>2026-03-01T00:00:00Z</report-start-time></rum-reports-closed-keys>",
		"unread":         "<rum-ack><next-report-deadline>soon</next-report-deadline></rum-ack>",
	} {
		var b strings.Builder
		for i := range many {
			b.WriteString(strings.ReplaceAll(entry, "%", strings.Repeat("0", i%10)+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676%26))))
		}
		s := fixture.Read(t, fixture.RPCReply("<version>5</version><state-info>"+b.String()+"</state-info>"))
		reports := 0
		for _, c := range s.RUMStates {
			reports += c.Reports
		}
		if n := len(s.Licenses) + len(s.TrustCodes) + len(s.Authorizations) + len(s.RUMStates) + len(s.Unread); n > 1000 || n == 0 {
			t.Errorf("%s: lists of %d", name, n)
		}
		if (name == "reports" || name == "states") && reports != many {
			t.Errorf("%s: %d counted", name, reports)
		}
	}
}

// manyReports is a reply of about that size.
func manyReports(size int) string {
	const report = "<rum-reports-closed-keys>\n<rum-report-key>P:C9300-24T,S:FDO9017A0B1_1770000001</rum-report-key>" +
		"<report-start-time>2026-03-01T00:00:00+00:00</report-start-time><report-state>rum-report-state-closed</report-state></rum-reports-closed-keys>\n"
	return fixture.RPCReply("<version>5</version><state-info>" + strings.Repeat(report, size/len(report)) + "</state-info>")
}

// BenchmarkParse reads the longest fixture, and 1 and 5 MB of reports: MB/s stays the same.
func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"fixture": fixture.Replies(b)["testdata/netconf-2021-stack-backlog"], "1MB": manyReports(1 << 20), "5MB": manyReports(5 << 20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				fixture.Read(b, text)
			}
		})
	}
}
