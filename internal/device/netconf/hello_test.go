package netconf

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

func TestReadHello(t *testing.T) {
	long := `<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>` + strings.Repeat("<capability>urn:other?a=b&amp;c=d</capability>", 420) +
		"<capability>" + netconf11 + "</capability></capabilities><session-id>1</session-id></hello>"
	for text, want := range map[string]struct {
		capabilities int
		base         string
		offered      string
	}{
		long: {421, netconf11, "urn:other"},
		"<?xml version=\"1.0\"?>\n<nc:hello xmlns:nc=\"x\">\n <nc:capabilities>\n <nc:capability>\n  " + netconf10 + "\n </nc:capability>\n" +
			"<nc:capability>urn:a?revision=1</nc:capability></nc:capabilities>\n</nc:hello >": {2, netconf10, "urn:a"},
		"<hello><capabilities><capability>" + netconf10 + "</capability><capability/><capability></capability></capabilities></hello>": {2, netconf10, ""},
	} {
		h, err := readHello([]byte(text))
		if err != nil || h.count != want.capabilities {
			t.Errorf("%.80s: %d capabilities, %v", text, h.count, err)
			continue
		}
		if base, err := h.base(); err != nil || base != want.base {
			t.Errorf("%.80s: base %q, %v", text, base, err)
		}
		if !h.offers(want.offered) || h.offers("urn:nobody") {
			t.Errorf("%.80s: offers %v", text, h.names)
		}
	}
	for _, text := range []string{
		"", "hello", "<hello>", "<hello><capabilities>", "<rpc-reply></rpc-reply>", "% Bad command",
		"<hello><capabilities><capability>" + netconf10, `<!DOCTYPE hello [<!ENTITY a "b">]><hello></hello>`,
	} {
		if h, err := readHello([]byte(text)); failure.ReasonOf(err) != failure.Parse {
			t.Errorf("%q: %v, %v", text, h, err)
		}
	}
	if h, err := readHello([]byte("<hello></hello>")); err != nil {
		t.Error(err)
	} else if _, err := h.base(); failure.ReasonOf(err) != failure.Unsupported {
		t.Errorf("a hello without any capability: %v", err)
	}
}

// FuzzReadHello: nothing that a switch says first does more harm than an error.
func FuzzReadHello(f *testing.F) {
	f.Add("<hello><capabilities><capability>" + netconf10 + "</capability></capabilities></hello>")
	f.Add("<a:hello xmlns:a='b'>capability><capability></a:hello>")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := readHello([]byte(text))
		if err != nil && failure.ReasonOf(err) != failure.Parse {
			t.Error(err)
		}
		if len(h.names) > len(text)+1 || strings.Contains(h.names, "<") {
			t.Errorf("%q", h.names)
		}
	})
}
