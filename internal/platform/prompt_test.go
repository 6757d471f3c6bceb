package platform_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

func TestIsPrompt(t *testing.T) {
	for line, want := range map[string]bool{
		"sw#": true, "sw-1.example>": true, "sw_a# ": true, "core-stby#": true, "sw(config)#": true, "RP/0/RP0/CPU0:x#": true,
		"zürich>": true, "1st#": true,
		"": false, "#": false, "######": false, "two words#": false, "sw#x": false, "> ": false, "Password:": false,
		"-->": false, "<none>": false, "sw(config#": false, "sw()#": false, "sw(a b)#": false, "sw(a(b))#": false, "sw(config)x#": false,
		strings.Repeat("x", 200) + "#": false,
	} {
		if got := platform.IOSXE().IsPrompt(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}

func TestEndsAsPrompt(t *testing.T) {
	for line, want := range map[string]struct {
		ends, privileged bool
		enabled          string
	}{
		"sw#":              {true, true, "sw#"},
		"the lab switch> ": {true, false, "the lab switch# "},
		`{"sw"} (lab)>`:    {true, false, `{"sw"} (lab)#`},
		"<none>":           {true, false, "<none#"},
		"sw#  ":            {false, false, "sw#  "},
		"sw$":              {false, false, "sw$"},
		"":                 {false, false, ""},
	} {
		o := platform.IOSXE()
		if ends, privileged, enabled := o.EndsAsPrompt(line), o.IsPrivileged(line), o.EnabledPrompt(line); ends != want.ends || privileged != want.privileged || enabled != want.enabled {
			t.Errorf("%q: %v, %v, %q", line, ends, privileged, enabled)
		}
	}
	if platform.IOSXE().EndsAsPrompt(strings.Repeat("x ", 300) + "#") {
		t.Error("a line of 601 bytes")
	}
}

func TestPromptOf(t *testing.T) {
	for line, want := range map[string]platform.Prompt{
		"sw#":               {Host: "sw", Privileged: true},
		"sw-1.example.net>": {Host: "sw-1.example.net"},
		"sw(config-if)# ":   {Host: "sw", Mode: "config-if", Privileged: true},
		"Switch>show":       {},
		"no prompt":         {},
	} {
		got, ok := platform.IOSXE().PromptOf(line)
		if got != want || ok != (want.Host != "") {
			t.Errorf("%q: %+v, %v", line, got, ok)
		}
	}
}

func TestCutPrompt(t *testing.T) {
	for line, want := range map[string]struct{ host, typed string }{
		"sw#show license status":     {"sw", "show license status"},
		"sw> show version ":          {"sw", "show version"},
		"sw(config)#do show version": {"sw", "do show version"},
		"sw#":                        {"sw", ""},
		"sw#show lic hist | inc a>b": {"sw", "show lic hist | inc a>b"},
		"Last Response: <none>":      {"", "Last Response: <none>"},
		"#show version":              {"", "#show version"},
		"a sentence > another":       {"", "a sentence > another"},
		"show license status":        {"", "show license status"},
	} {
		p, typed, ok := platform.IOSXE().CutPrompt(line)
		if p.Host != want.host || typed != want.typed || ok != (want.host != "") {
			t.Errorf("%q: %q, %q, %v", line, p.Host, typed, ok)
		}
	}
}

func TestHasPromptOf(t *testing.T) {
	for line, want := range map[string]bool{
		"sw#": true, "sw>show clock": true, "sw(config)#end": true,
		"sw": false, "sw1#": false, "other#": false, " sw#": false,
	} {
		if got := platform.IOSXE().HasPromptOf(line, "sw"); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
	if platform.IOSXE().HasPromptOf("#", "") {
		t.Error("the prompt of a switch without a name")
	}
}

func TestIsHost(t *testing.T) {
	for word, want := range map[string]bool{
		"sw": true, "sw-1.example.net": true, "a+b~c@d": true, "": false, "a b": false, "a,b": false, "<none": false, "-sw": false,
	} {
		if got := platform.IOSXE().IsHost(word); got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}

func TestPartHead(t *testing.T) {
	for line, want := range map[string]string{
		"------------------ show license all ------------------": "show license all",
		"------------------ show version ------------------\r":   "show version",
		"-----------------------------------------------------":  "",
		"------------------ License ------------------":          "",
		"show license all": "",
	} {
		got, ok := platform.IOSXE().PartHead(line)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", line, got, ok)
		}
	}
}
