//go:build unix

package hold

import (
	"errors"
	"net"
	"syscall"
	"testing"
)

// TestPort: a port that is held refuses connections and is given to nobody; afterwards it can be listened on again,
// also with a connection that ended on it a moment ago.
func TestPort(t *testing.T) {
	for _, host := range []string{"127.0.0.1:0", "[::1]:0"} {
		l, err := net.Listen("tcp", host)
		if err != nil {
			t.Skipf("no %s here: %v", host, err)
		}
		addr := l.Addr().String()
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		served, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		_, _, _ = served.Close(), c.Close(), l.Close()

		held := Port(addr)
		if held == nil {
			t.Fatalf("%s was not held", addr)
		}
		if _, err := net.Dial("tcp", addr); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("dialling a held port: %v, want connection refused", err)
		}
		if err := held.Close(); err != nil {
			t.Error(err)
		}
		again, err := net.Listen("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if Port(addr) != nil {
			t.Error("a port that somebody listens on was held")
		}
		_ = again.Close()
	}
	if Port("no address") != nil {
		t.Error("held a port of no address")
	}
}
