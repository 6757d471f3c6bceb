package server

import "testing"

func TestExecLine(t *testing.T) {
	for _, c := range []struct {
		payload, want string
	}{{"\x00\x00\x00\x04show", "show"}, {"\x00\x00\x00\x09show", ""}, {"", ""}, {"\x00\x00", ""}, {"\xff\xff\xff\xffshow", ""}} {
		if got := payloadText([]byte(c.payload)); got != c.want {
			t.Errorf("%q: %q, want %q", c.payload, got, c.want)
		}
	}
}
