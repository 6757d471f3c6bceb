package netconf_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// TestForms: the same state in whatever form a reply may have.
func TestForms(t *testing.T) {
	const ns = netconf.Namespace
	for name, text := range map[string]string{
		"whole":                 fixture.RPCReply("<version>5.1</version>"),
		"data":                  `<data xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">` + fixture.Licensing("<version>5.1</version>") + `</data>`,
		"data without a name":   `<data>` + fixture.Licensing("<version>5.1</version>") + `</data>`,
		"licensing alone":       fixture.Licensing("<version>5.1</version>"),
		"prefixes":              `<nc:rpc-reply xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"><nc:data><sl:licensing xmlns:sl="` + ns + `"><sl:state><sl:version>5.1</sl:version></sl:state></sl:licensing></nc:data></nc:rpc-reply>`,
		"declaration and mark":  "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + fixture.RPCReply("<version>5.1</version>") + "\n]]>]]>\n",
		"blanks and line ends":  strings.ReplaceAll(fixture.RPCReply("<version>\r\n 5.1\t</version>"), "><", ">\r\n\t<"),
		"CDATA":                 fixture.RPCReply("<version><![CDATA[5.1]]></version>"),
		"comments":              fixture.RPCReply("<!-- x --><version>5<!-- y -->.1</version>"),
		"character reference":   fixture.RPCReply("<version>5&#46;1</version>"),
		"unknown elements":      fixture.RPCReply("<new><version>9</version></new><version>5.1</version><newer/>"),
		"elements of others":    fixture.RPCReply(`<version xmlns="urn:x">9</version><version>5.1</version><x:y xmlns:x="urn:y"><version>8</version></x:y>`),
		"other data in front":   `<data><native xmlns="http://cisco.com/ns/yang/Cisco-IOS-XE-native"><version>17.9</version></native>` + fixture.Licensing("<version>5.1</version>") + `</data>`,
		"with a warning":        strings.Replace(fixture.RPCReply("<version>5.1</version>"), "<data>", "<rpc-error><error-tag>x</error-tag><error-severity>warning</error-severity></rpc-error><data>", 1),
		"a version in its kind": fixture.RPCReply("<state-info><version>4</version></state-info><version>5.1</version>"),
	} {
		t.Run(name, func(t *testing.T) {
			if s := fixture.Read(t, text); s.AgentVersion != "5.1" || len(s.Unread) != 0 {
				t.Errorf("version %q, unread %v", s.AgentVersion, s.Unread)
			}
			if c := capture.Detect(text, ""); c.Collector != "netconf" {
				t.Errorf("taken for an output of %s", c.Collector)
			}
		})
	}
}

// TestErrors: what is no reply, or none with licence state.
func TestErrors(t *testing.T) {
	rpcError := func(tag string) string {
		return `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><rpc-error><error-type>protocol</error-type><error-tag>` + tag +
			`</error-tag><error-severity>error</error-severity><error-path>/licensing</error-path><error-message xml:lang="en">not for you</error-message></rpc-error></rpc-reply>`
	}
	for name, test := range map[string]struct{ text, want string }{
		"nothing":            {"", "the output is empty"},
		"blanks":             {" \r\n]]>]]>\n", "the output is empty"},
		"only a declaration": {`<?xml version="1.0"?>`, "the end of the reply"},
		"text":               {"Switch#show license status\n", "line 1: text outside of the reply"},
		"empty data":         {`<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><data/></rpc-reply>`, netconf.ErrNoLicensing.Error()},
		"configuration": {
			`<data><licensing xmlns="` + netconf.Namespace + `"><config><enable>false</enable></config></licensing></data>`,
			"the reply holds `config` but no `state`",
		},
		"configuration among others": {
			`<data><native xmlns="urn:x"/><licensing xmlns="` + netconf.Namespace + `"><config><enable>false</enable></config></licensing></data>`,
			"the reply holds `config` but no `state`",
		},
		"empty state":          {fixture.RPCReply(""), netconf.ErrNoLicensing.Error()},
		"nothing that is used": {fixture.RPCReply("<always-enabled>true</always-enabled>"), netconf.ErrNoLicensing.Error()},
		"another model":        {`<data><native xmlns="http://cisco.com/ns/yang/Cisco-IOS-XE-native"/></data>`, `line 1: "<data>": this is not the output of`},
		"a whole one of it":    {`<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><data><native xmlns="http://cisco.com/ns/yang/Cisco-IOS-XE-native"><version>17</version></native></data></rpc-reply>`, `"<rpc-reply>": this is not the output of`},
		"without data around":  {`<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><native xmlns="http://cisco.com/ns/yang/Cisco-IOS-XE-native"/></rpc-reply>`, `"<rpc-reply>": this is not the output of`},
		"data of another kind": {`<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><data xmlns="urn:x"><a/></data></rpc-reply>`, `"<rpc-reply>": this is not the output of`},
		"another namespace":    {strings.ReplaceAll(fixture.Licensing("<version>5</version>"), "smart-license", "other"), `"<licensing>": this is not`},
		"no namespace":         {"<licensing><state><version>5</version></state></licensing>", "this is not the output"},
		"a hello":              {`<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><session-id>1</session-id></hello>`, `"<hello>": this is not`},
		"refused":              {rpcError("access-denied"), "rpc-error access-denied: not for you (at /licensing)"},
		"an error in disguise": {strings.Replace(fixture.RPCReply("<version>5</version>"), "<data>", "<rpc-error/><data>", 1), "rpc-error without a tag"},
		"a warning alone":      {strings.ReplaceAll(rpcError("partial"), ">error<", ">warning<"), "rpc-error partial"},
		"two replies":          {fixture.RPCReply("<version>5</version>") + fixture.RPCReply("<version>5</version>"), "a second message"},
		"a mark in between":    {fixture.RPCReply("<version>5</version>") + "]]>]]>" + fixture.RPCReply("<version>5</version>"), "not XML"},
		"two states":           {strings.Replace(fixture.RPCReply("<version>5</version>"), "</state>", "</state><state/>", 1), "a second licence state"},
		"junk behind it":       {fixture.RPCReply("<version>5</version>") + "x", "text outside of the reply"},
		"a document type":      {`<!DOCTYPE rpc-reply [<!ENTITY a "aaaa">]>` + fixture.RPCReply("<version>&a;</version>"), "a document type"},
		"an inner declaration": {fixture.RPCReply("<!ENTITY x><version>5</version>"), "a document type"},
		"an instruction":       {fixture.RPCReply("<?php x?><version>5</version>"), "a processing instruction"},
		"an entity":            {fixture.RPCReply("<version>&xxe;</version>"), "invalid character entity &xxe;"},
		"NUL":                  {fixture.RPCReply("<version>5\x00</version>"), "illegal character code"},
		"not UTF-8":            {fixture.RPCReply("<version>5\xff</version>"), "invalid UTF-8"},
		"Latin 1":              {`<?xml version="1.0" encoding="ISO-8859-1"?>` + fixture.RPCReply("<version>5</version>"), "encoding"},
		"the mark in a text":   {fixture.RPCReply("<version>5]]>]]></version>"), "]]>"},
		"crossed elements":     {fixture.RPCReply("<version>5</state></version>"), "closed by"},
		"deep":                 {fixture.RPCReply(strings.Repeat("<a>", 1000) + strings.Repeat("</a>", 1000)), "nested deeper"},
		"a long text":          {fixture.RPCReply("<version>" + strings.Repeat("5", 70_000) + "</version>"), "a text longer"},
		"a text in pieces":     {fixture.RPCReply("<version>" + strings.Repeat("5<!---->", 70_000) + "</version>"), "a text longer"},
		"a long name":          {fixture.RPCReply("<" + strings.Repeat("a", 300) + "/>"), "an element longer"},
		"a long attribute":     {fixture.RPCReply(`<version a="` + strings.Repeat("a", 70_000) + `"/>`), "an element longer"},
		"many attributes":      {fixture.RPCReply(`<version ` + strings.Repeat(`abc="defghij" `, 10_000) + `/>`), "an element longer"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := netconf.Parse(platform.Output{Text: test.text})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if s != nil {
				t.Error("a state with an error")
			}
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
		})
	}
	var refusal *netconf.RPCError
	if _, err := netconf.Parse(platform.Output{Text: rpcError("access-denied")}); !errors.As(err, &refusal) || refusal.Tag != "access-denied" {
		t.Errorf("%v is no *RPCError of access-denied", err)
	}
}

// TestCutAnywhere: a reply that ends early is never a state, wherever it ends.
func TestCutAnywhere(t *testing.T) {
	texts := fixture.Replies(t)
	texts["letters"] = fixture.RPCReply("<version>5é€😀</version><!-- é --><state-info a=\"é&amp;\"><usage><short-name><![CDATA[é]]>&#233;</short-name></usage></state-info>")
	for name, text := range texts {
		text = strings.TrimSpace(text)
		step := len(text)/200 + 1 // every byte of the short ones
		for at := 1; at < len(text); at += step {
			s, err := netconf.Parse(platform.Output{Text: text[:at]})
			var cut *reply.TruncatedError
			if s != nil || !errors.As(err, &cut) {
				t.Fatalf("%s cut at %d, after %.40q: %v, %v", name, at, text[max(0, at-40):at], s != nil, err)
			}
		}
	}
}

// TestValues: values that cannot be read are named, and nothing is made of them.
func TestValues(t *testing.T) {
	usage := func(leaf string) string {
		return "<state-info><usage><entitlement-tag>regid.x</entitlement-tag>" + leaf + "</usage></state-info>"
	}
	for state, unread := range map[string]string{
		usage("<count>-1</count>"):                         "count: -1",
		usage("<count>1e9</count>"):                        "count: 1e9",
		usage("<count>4294967296</count>"):                 "count: 4294967296",
		usage("<count>+1</count>"):                         "count: +1",
		usage("<count>1_0</count>"):                        "count: 1_0",
		usage("<count>1<x/>2</count>"):                     "count: 2",
		usage("<enforcement-mode>fine</enforcement-mode>"): "enforcement-mode: fine",
		"<smart-enabled>yes</smart-enabled>":               "smart-enabled: yes",
		"<smart-enabled>TRUE</smart-enabled>":              "smart-enabled: TRUE",
		"<state-info><rum-ack><last-received-time>soon</last-received-time></rum-ack></state-info>":                        "last-received-time: soon",
		"<state-info><rum-ack><last-received-time>2026-03-09</last-received-time></rum-ack></state-info>":                  "last-received-time: 2026-03-09",
		"<state-info><rum-ack><last-received-time>2026-03-09T12:00:00</last-received-time></rum-ack></state-info>":         "last-received-time: 2026-03-09T12:00:00",
		"<state-info><rum-ack><last-received-time>2026-03-09T1:00:00Z</last-received-time></rum-ack></state-info>":         "last-received-time: 2026-03-09T1:00:00Z",
		"<state-info><rum-ack><last-received-time>2026-02-30T12:00:00Z</last-received-time></rum-ack></state-info>":        "last-received-time: 2026-02-30T12:00:00Z",
		"<state-info><policy><policy-export><reporting-macd>36501</reporting-macd></policy-export></policy></state-info>":  "reporting-macd: 36501",
		"<state-info><policy><policy-type>mine</policy-type></policy></state-info>":                                        "policy-type: mine",
		"<state-info><trust-code><key_udi>me</key_udi></trust-code></state-info>":                                          "key_udi: me",
		"<state-info><evaluation><eval-period-left><time-left>-5</time-left></eval-period-left></evaluation></state-info>": "time-left: -5",
		"<version>5.1</version><version>5.2</version>":                                                                     "version: 5.2",
	} {
		s := fixture.Read(t, fixture.RPCReply("\n"+state))
		if len(s.Unread) != 1 || s.Unread[0].Text != unread || s.Unread[0].Line != 2 {
			t.Errorf("%s: unread %v", state, s.Unread)
		}
		for _, l := range s.Licenses {
			if l.Count != nil || l.Status != "" {
				t.Errorf("%s: read as %+v", state, l)
			}
		}
		if s.SmartLicensing != nil || s.Usage != nil && s.Usage.LastAck != nil || len(s.TrustCodes) > 0 {
			t.Errorf("%s: something was made of it", state)
		}
	}
	s := fixture.Read(t, fixture.RPCReply(usage("<count>4294967295</count>")))
	if len(s.Unread) != 0 || *s.Licenses[0].Count != 4294967295 {
		t.Errorf("%+v, unread %v", s.Licenses, s.Unread)
	}
}

// TestTimes: moments are exact whatever clock and zone the switch has, and 1970 is never.
func TestTimes(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	reading := &localtime.Time{Wall: time.Date(2026, 3, 9, 13, 5, 0, 0, time.UTC), Zone: "CET"}
	now := time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]string{
		"2026-03-09T12:00:00+00:00":    "2026-03-09T12:00:00Z",
		"2026-03-09T12:00:00Z":         "2026-03-09T12:00:00Z",
		"2026-03-09T12:00:00+05:45":    "2026-03-09T06:15:00Z",
		"2026-03-09T12:00:00.25-08:00": "2026-03-09T20:00:00.25Z",
		"2015-01-01T00:02:16-00:00":    "2015-01-01T00:02:16Z",
		"1970-01-01T00:00:00+00:00":    "",
		"1970-01-01T01:00:00+01:00":    "",
		"1969-12-31T16:00:00-08:00":    "",
	} {
		s := fixture.Read(t, fixture.RPCReply("<version>5</version><state-info><rum-ack><last-received-time>"+value+"</last-received-time></rum-ack></state-info>"))
		if len(s.Unread) > 0 || s.Clock != nil {
			t.Errorf("%s: unread %v, clock %v", value, s.Unread, s.Clock)
		}
		if want == "" {
			if s.Usage != nil {
				t.Errorf("%s: %v", value, s.Usage.LastAck)
			}
			continue
		}
		for _, clock := range []localtime.Clock{
			localtime.NewClock(nil, time.Time{}, nil), localtime.NewClock(nil, now, berlin),
			localtime.NewClock(reading, now, nil), localtime.NewClock(reading, now, berlin),
		} {
			at, ok := clock.Resolve(s.Usage.LastAck)
			if got := at.Format(time.RFC3339Nano); !ok || got != want {
				t.Errorf("%s is %s, want %s", value, got, want)
			}
		}
	}
}
