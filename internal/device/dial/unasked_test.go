package dial

import (
	"net"
	"strings"
	"testing"
	"time"
)

// TestUnaskedRequests: bursts and keepalives may be, floods may not, however slowly they begin.
func TestUnaskedRequests(t *testing.T) {
	for name, tt := range map[string]struct {
		every    time.Duration
		count    int
		cost     float64
		accepted int
	}{
		"keepalives for a day":   {5 * time.Second, 17280, 1, 17280},
		"a burst":                {0, mostRequests, 1, mostRequests},
		"a flood":                {time.Microsecond, 100_000, 1, mostRequests},
		"twice as many as may":   {time.Second / 2, 1000, 1, 199},
		"a key exchange an hour": {time.Hour, 1000, keyExchangeCosts, 1000},
		"a flood of them":        {time.Millisecond, 1000, keyExchangeCosts, 10},
	} {
		var u unasked
		now, accepted := time.Unix(1_000_000, 0), 0
		for range tt.count {
			if !u.request(now, tt.cost) {
				break
			}
			accepted++
			now = now.Add(tt.every)
		}
		if accepted != tt.accepted {
			t.Errorf("%s: %d accepted, want %d", name, accepted, tt.accepted)
		}
	}
}

// TestUnaskedBytes: text pays for its packets, and for nothing that comes later.
func TestUnaskedBytes(t *testing.T) {
	var u unasked
	for range 10 * mostUnasked / bytesPerText {
		if !u.arrived(bytesPerText) {
			t.Fatal("a text is refused that comes byte by byte")
		}
		u.text(1)
	}
	if !u.arrived(mostUnasked) || u.arrived(1) {
		t.Error("other bytes are not counted")
	}
}

// babbler is a connection on which there is always something to read.
type babbler struct{ net.Conn }

// Read implements net.Conn.
func (babbler) Read(b []byte) (int, error) { return len(b), nil }

// TestUnaskedOnTheWire: the bytes of a connection count before anything is made of them.
func TestUnaskedOnTheWire(t *testing.T) {
	c := &Conn{holder: newHolder()}
	s := &sniffer{Conn: babbler{}, limit: c.arrived, heard: func() {}, banner: func() {}}
	b, read := make([]byte, 64<<10), 0
	for c.Alive() && read <= 2*mostUnasked {
		n, _ := s.Read(b)
		read += n
	}
	if why := c.Dropped(); why == nil || !strings.Contains(why.Error(), "more than 8 MiB") || read != mostUnasked+len(b) {
		t.Errorf("%v after %d bytes", why, read)
	}
}
