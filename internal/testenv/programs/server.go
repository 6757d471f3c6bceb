package programs

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Program is a server that Serve can start on loopback.
type Program struct {
	Name string
	Path string
	Log  string // the file that its output goes to
	Port int    // 0 means any free port; a port that is in use is replaced by a free one
	// Args returns the arguments that make the program listen on this address.
	Args func(address string) []string
}

// Server is a running program that answers requests.
type Server struct {
	*Process
	Address string // host:port
	URL     string // http://host:port
}

// Serve starts a program and waits until it is ready.
func Serve(ctx context.Context, p Program) (*Server, error) {
	const attempts = 5 // another process may take the port before the program does
	for n := 1; ; n++ {
		s, err := serveOn(ctx, p, net.JoinHostPort("127.0.0.1", strconv.Itoa(port(p.Port))))
		if err == nil || n == attempts || !strings.Contains(err.Error(), "address already in use") {
			return s, err
		}
		p.Port = 0
	}
}

func serveOn(ctx context.Context, p Program, address string) (*Server, error) {
	process, err := Start(p.Name, p.Log, p.Path, p.Args(address)...)
	if err != nil {
		return nil, err
	}
	s := &Server{Process: process, Address: address, URL: "http://" + address}
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// ready waits until /-/ready answers 200, or the process has ended.
func (s *Server) ready(ctx context.Context) error {
	for {
		if answers(ctx, s.URL+"/-/ready") {
			return nil
		}
		select {
		case <-s.Done():
			return fmt.Errorf("%s ended before it was ready:\n%s", s.Name, s.Tail())
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w; it said:\n%s", s.Name, ctx.Err(), s.Tail())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// port returns the wanted port if it is free, otherwise another free port.
func port(wanted int) int {
	for _, candidate := range []int{wanted, 0} {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(candidate)))
		if err != nil {
			continue
		}
		found := l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		return found
	}
	return wanted
}
