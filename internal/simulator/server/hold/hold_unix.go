//go:build unix

// Package hold keeps the port of a simulated switch that refuses connections, so that no other program on the
// machine is given it and answers in the switch's place. It knows addresses only. The server that closes the port
// asks for it, and gives it back when it opens the port again.
package hold

import (
	"net"
	"os"
	"syscall"
)

// Port binds the TCP port of addr without listening: connections to it are refused. It returns nil if the port
// cannot be bound, as when another program was quicker.
func Port(addr string) *os.File {
	a, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil
	}
	family, local := sockaddr(a)
	fd, err := syscall.Socket(family, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil
	}
	syscall.CloseOnExec(fd)
	// Connections that ended a moment ago still occupy the port.
	if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1); err == nil {
		err = syscall.Bind(fd, local)
		if err == nil {
			return os.NewFile(uintptr(fd), addr)
		}
	}
	_ = syscall.Close(fd)
	return nil
}

func sockaddr(a *net.TCPAddr) (family int, local syscall.Sockaddr) {
	if v4 := a.IP.To4(); v4 != nil {
		return syscall.AF_INET, &syscall.SockaddrInet4{Port: a.Port, Addr: [4]byte(v4)}
	}
	local6 := &syscall.SockaddrInet6{Port: a.Port}
	copy(local6.Addr[:], a.IP.To16())
	return syscall.AF_INET6, local6
}
