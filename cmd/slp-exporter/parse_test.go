package main

import (
	"strings"
	"testing"
	"unicode/utf16"
)

// TestPlainText: a capture that was redirected by PowerShell reads like any other.
func TestPlainText(t *testing.T) {
	const text = "sw#show license status\r\nTrust Code Installed: <none>\r\nÄ\U0001F600\n"
	for name, bytes := range map[string]func(uint16) [2]byte{
		"little-endian": func(u uint16) [2]byte { return [2]byte{byte(u), byte(u >> 8)} },
		"big-endian":    func(u uint16) [2]byte { return [2]byte{byte(u >> 8), byte(u)} },
	} {
		var out []byte
		for _, unit := range utf16.Encode([]rune("\ufeff" + text)) {
			pair := bytes(unit)
			out = append(out, pair[:]...)
		}
		if got := string(plainText(out)); got != text {
			t.Errorf("%s: %q", name, got)
		}
		if got := string(plainText(out[2:])); got != text {
			t.Errorf("%s, without a mark: %q", name, got)
		}
		if got := string(plainText(append(out, 'x'))); got != text {
			t.Errorf("%s, half a letter after: %q", name, got)
		}
	}
	if got := string(plainText([]byte(text))); got != text || strings.Contains(got, "\x00") {
		t.Errorf("UTF-8: %q", got)
	}
}
