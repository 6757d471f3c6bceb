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

// wholeBanner is a server's version line, with what may stand in front of it.
var wholeBanner = regexp.MustCompile(`(?m)^SSH-[^\n]*\n`)

// sniffer keeps the first bytes that come in, until the host key is there: a switch without a free
// line may say so in plain text, in front of an SSH banner that then never comes.
type sniffer struct {
	net.Conn
	heard  func() // called when something has come
	banner func() // called when the banner is there

	mu    sync.Mutex
	off   bool
	first []byte
	named bool         // the banner was there
	trace *trace.Trace // what comes is counted there; nil if it is not to be
}

// Read implements net.Conn.
func (s *sniffer) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	first, whole := s.take(b[:n])
	if first && n > 0 {
		s.heard()
	}
	if whole {
		s.banner()
	}
	return n, err
}

// take looks at what came in. It tells whether that is still among the first bytes, and whether it has
// made the banner whole.
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

// bannerOf is what of the first bytes can be read: up to the end of the SSH banner.
func bannerOf(first string) string {
	if banner := wholeBanner.FindStringIndex(first); banner != nil {
		first = first[:banner[1]]
	}
	return strings.ReplaceAll(first, "\r\n", "\n")
}

// unbound takes the handshake's deadline off the connection.
func (s *sniffer) unbound() error { return s.SetDeadline(time.Time{}) }
