package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

func TestVersionForms(t *testing.T) {
	const (
		xe     = "Cisco IOS XE Software, Version 17.09.04a\n"
		ios    = "Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.9.4a, RELEASE SOFTWARE (fc3)\n"
		loader = "BOOTLDR: System Bootstrap, Version 17.12.1r, RELEASE SOFTWARE (P)\n"
		uptime = "acc-1 uptime is 9 weeks, 2 days\n"
		log    = "*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: Configured\n"
	)
	for name, c := range map[string]struct{ text, version, host string }{
		"first choice":               {xe + ios + loader + uptime, "17.09.04a", "acc-1"},
		"second choice":              {ios + loader + uptime, "17.9.4a", "acc-1"},
		"broken at 80 columns":       {fixture.Wrap(ios + uptime), "17.9.4a", "acc-1"},
		"broken within the release":  {fixture.Wrap("Cisco IOS Software [Amsterdam], Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.8a, RELEASE SOFTWARE (fc3)\n" + uptime), "17.3.8a", "acc-1"},
		"filtered":                   {"sw#sh ver | i Version\n" + xe + ios + loader, "17.09.04a", "sw"},
		"filtered to a line":         {"sw>show version | include IOS XE\n" + xe, "17.09.04a", "sw"},
		"filtered, echo gone":        {xe + ios + loader, "17.09.04a", ""},
		"prompt behind":              {xe + "sw#", "17.09.04a", ""},
		"log message behind":         {xe + log + ios + log + uptime, "17.09.04a", "acc-1"},
		"log message within":         {"Cisco IOS XE Software, Version 17.0" + log + "9.04a\n" + uptime, "17.09.04a", "acc-1"},
		"log message within words":   {"Cisco IOS XE Soft" + log + "ware, Version 17.09.04a\n" + uptime, "17.09.04a", "acc-1"},
		"IOS-XE 3":                   {"Cisco IOS Software, IOS-XE Software, Catalyst L3 Switch Software (CAT3K_CAA-UNIVERSALK9-M), Version 03.07.05E RELEASE SOFTWARE (fc1)\n" + uptime, "03.07.05E", "acc-1"},
		"extended support":           {"Cisco IOS XE Software, Version 03.16.05.S - Extended Support Release\n" + uptime, "03.16.05.S", "acc-1"},
		"SD-WAN":                     {"Cisco IOS XE SD-WAN Software, Version 16.12.4\n" + uptime, "16.12.4", "acc-1"},
		"classic":                    {"Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.2(7)E, RELEASE SOFTWARE (fc3)\n" + uptime, "15.2(7)E", "acc-1"},
		"very old":                   {"Cisco Internetwork Operating System Software \nIOS (tm) C2950 Software (C2950-I6Q4L2-M), Version 12.1(22)EA4, RELEASE SOFTWARE(fc1)\n" + uptime, "12.1(22)EA4", "acc-1"},
		"engineering":                {"Cisco IOS XE Software, Version BLD_POLARIS_DEV_LATEST_20230117_150432\n" + uptime, "BLD_POLARIS_DEV_LATEST_20230117_150432", "acc-1"},
		"no newline":                 {xe + ios + "acc-1.example uptime is 9 weeks", "17.09.04a", "acc-1.example"},
		"another switch behind":      {"a#sh ver\n" + xe + "a uptime is 1 day\na#sh ver\nCisco IOS XE Software, Version 16.12.05b\nb uptime is 1 day\n", "17.09.04a", "a"},
		"blanks behind":              {"Cisco IOS XE Software, Version 17.09.04a   \r\n" + uptime, "17.09.04a", "acc-1"},
		"the loader speaks up first": {loader + xe + uptime, "17.09.04a", "acc-1"},
	} {
		s, err := pasted(parser.ParseVersion)(c.text)
		if err != nil || s.OSVersion != c.version || s.Hostname != c.host {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

func TestVersionErrors(t *testing.T) {
	var (
		refused   *reply.RefusedError
		other     *reply.UnrecognisedError
		truncated *reply.TruncatedError
	)
	for text, kind := range map[string]any{
		"% Invalid input detected at '^' marker.\n":                                                             &refused,
		"Cisco IOS XR Software, Version 6.1.2[Default]\nxr-1 uptime is 1 day\n":                                 &other,
		"Cisco Nexus Operating System (NX-OS) Software\nSoftware\n  NXOS: version 9.3(5)\nnx uptime is 1 day\n": &truncated,
		"BOOTLDR: System Bootstrap, Version 17.12.1r, RELEASE SOFTWARE (P)\n":                                   &other,
		"Cisco IOS XE Software, Version \xff!\nacc-1 uptime is 9 weeks\n":                                       &other,
		fixture.Fixtures(t)["testdata/status-6.3.10-stack"]:                                                     &other,
		"Cisco IOS XE Software, Version 17.09.04a\n":                                                            &truncated,
		"Cisco IOS XE Software, Version 17.09.04":                                                               &truncated,
		"Cisco IOS XE Software, Version 17.09.04a\nCopyright (c) 1986\nBOOTLDR: System":                         &truncated,
	} {
		s, err := pasted(parser.ParseVersion)(text)
		if !errors.As(err, kind) || s != nil && s.OSVersion != "" && s.OSVersion != "17.09.04a" {
			t.Errorf("%q: %+v, %v", tail(text), s, err)
		}
	}
	if _, err := pasted(parser.ParseVersion)("\n"); !errors.Is(err, reply.ErrEmpty) {
		t.Error(err)
	}
}

// TestVersionCut: the output may end anywhere; what is shown as whole has both the release and the
// name, and a release is never a part of one.
func TestVersionCut(t *testing.T) {
	for name, text := range fixture.Fixtures(t) {
		if !strings.HasPrefix(name, "testdata/version-") || name == "testdata/version-filtered" {
			continue
		}
		whole, err := pasted(parser.ParseVersion)(text)
		if err != nil {
			t.Fatal(err)
		}
		for at := range len(text) {
			s, err := pasted(parser.ParseVersion)(text[:at])
			switch {
			case s == nil && err == nil:
				t.Fatalf("%s behind %q: neither a state nor an error", name, tail(text[:at]))
			case s == nil:
			case s.OSVersion != "" && s.OSVersion != whole.OSVersion, err == nil && (s.OSVersion == "" || s.Hostname != whole.Hostname):
				t.Fatalf("%s behind %q: %+v, %v", name, tail(text[:at]), s, err)
			}
		}
	}
}

// TestEndlessVersion: what is kept does not grow with what a switch prints.
func TestEndlessVersion(t *testing.T) {
	const many = 100_000
	for name, text := range map[string]string{
		"garbage":        strings.Repeat("hello\n", many),
		"a long release": "Cisco IOS XE Software, Version " + strings.Repeat("1", 50*many) + "\n",
		"no release":     strings.Repeat("Cisco IOS XE Software\n", many),
		"broken":         strings.Repeat("Cisco IOS XE Software"+strings.Repeat("x", 59)+"\n", many),
		"log messages":   strings.Repeat("Cisco IOS*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n", many),
		"binary":         strings.Repeat("\x00\xff\x1b[1 \b(\r\n", many),
	} {
		s, err := pasted(parser.ParseVersion)(text + "\nCisco IOS XE Software, Version 17.09.04a\nx uptime is 1 day\n")
		if err != nil || s.OSVersion != "17.09.04a" || s.Hostname != "x" || retained(s) > 200_000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzVersion(f *testing.F) {
	seed(f, "version-")
	f.Add("Cisco IOS XE Software, Version 17.0*Mar  9 14:21:07.042: %SYS-5-CONFIG_I: x\n9.04a\nx uptime is y")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := pasted(parser.ParseVersion)(text)
		switch {
		case s == nil && err == nil:
			t.Fatal("neither a state nor an error")
		case s != nil && strings.ContainsAny(s.OSVersion+s.Hostname, " ,\n\x1b"):
			t.Fatalf("%q %q", s.OSVersion, s.Hostname)
		case s != nil && (len(s.OSVersion) > 100 || retained(s) > 2*len(text)+100):
			t.Fatalf("%q", s.OSVersion)
		}
	})
}
