package dial

import (
	"bytes"
	"net"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/trace"
)

// wholeBanner is a server's version line, which other lines may precede.
var wholeBanner = regexp.MustCompile(`(?m)^SSH-[^\n]*\n`)

// sniffer keeps the first bytes that arrive, until the host key is known: a switch without a free
// line may say so in plain text, and then send no SSH banner.
type sniffer struct {
	net.Conn
	limit  func(n int) // called with the number of bytes that have arrived
	heard  func()      // called when the first bytes have arrived
	banner func()      // called when the banner is complete

	mu    sync.Mutex
	off   bool
	first []byte
	named bool         // the banner was there
	trace *trace.Trace // counts the bytes that arrive; nil if nothing counts them
}

// Read implements net.Conn.
func (s *sniffer) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	s.limit(n)
	first, whole := s.take(b[:n])
	if first && n > 0 {
		s.heard()
	}
	if whole {
		s.banner()
	}
	return n, err
}

// take looks at the bytes that arrived. first reports whether they are among the first bytes of the connection, whole
// whether they complete the banner.
func (s *sniffer) take(b []byte) (first, whole bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trace != nil {
		s.trace.Wire(len(b))
	}
	if s.off {
		return false, false
	}
	s.first = append(s.first, b[:min(len(b), sniffLimit-len(s.first))]...)
	if s.named || bytes.IndexByte(b, '\n') < 0 {
		return true, false
	}
	s.named = wholeBanner.Match(s.first)
	return true, s.named
}

// stopCounting leaves the Trace alone from now on.
func (s *sniffer) stopCounting() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.trace = nil
}

func (s *sniffer) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.off, s.first = true, nil
}

// text returns what was sniffed.
func (s *sniffer) text() string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.first)
}

// bannerOf returns the readable part of the first bytes: up to the end of the SSH banner.
func bannerOf(first string) string {
	if banner := wholeBanner.FindStringIndex(first); banner != nil {
		first = first[:banner[1]]
	}
	return strings.ReplaceAll(first, "\r\n", "\n")
}

// unbound takes the handshake's deadline off the connection.
func (s *sniffer) unbound() error { return s.SetDeadline(time.Time{}) }
