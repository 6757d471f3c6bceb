package main

import (
	"net"
	"syscall"
	"testing"
	"time"
)

// swallowsSYN reports whether swallowSYN works here.
const swallowsSYN = true

// swallowSYN is an address that answers no SYN: a port with no place left in its backlog.
func swallowSYN(t *testing.T) string {
	l := listener(t)
	t.Cleanup(func() { _ = l.Close() })
	raw, err := l.(*net.TCPListener).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var shrunk error
	if err := raw.Control(func(fd uintptr) { shrunk = syscall.Listen(int(fd), 0) }); err != nil || shrunk != nil {
		t.Fatal(err, shrunk)
	}
	for range 10 {
		c, err := net.DialTimeout("tcp", l.Addr().String(), 200*time.Millisecond)
		if err != nil {
			return l.Addr().String()
		}
		t.Cleanup(func() { _ = c.Close() })
	}
	t.Fatal("the backlog has no end")
	return ""
}
