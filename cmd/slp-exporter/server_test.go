package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections need no network, so that their time can be made to pass.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dial is a client's end of a new connection.
func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.conns <- server
	return client
}

// inServer runs a test with a server whose time is not the real one.
func inServer(t *testing.T, handler http.Handler, wrap func(http.Handler) http.Handler, test func(*testing.T, *pipes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(handler, slog.New(slog.DiscardHandler))
		if wrap != nil {
			server.Handler = wrap(server.Handler)
		}
		l := newPipes()
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(l) }()
		test(t, l)
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

func answerOK(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "good") }

// trickle sends a byte each second until the other side gives up, and returns how long that took. What is
// answered is left in answer.
func trickle(c net.Conn, text func(i int) byte) (took time.Duration, answer string) {
	begun := time.Now()
	read := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(c)
		read <- string(text)
	}()
	for i := 0; ; i++ {
		if _, err := c.Write([]byte{text(i)}); err != nil {
			_ = c.Close()
			return time.Since(begun), <-read
		}
		time.Sleep(time.Second)
	}
}

// TestHeaderTrickled: a client that needs forever for its header is left.
func TestHeaderTrickled(t *testing.T) {
	inServer(t, http.HandlerFunc(answerOK), nil, func(t *testing.T, l *pipes) {
		header := "GET / HTTP/1.1\r\nX-Slow: " + strings.Repeat("x", 1000)
		took, _ := trickle(l.dial(), func(i int) byte { return header[i] })
		if took > readHeaderTimeout+time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestBodyTrickled: the same for a body that no page asks for, also before the password is checked.
func TestBodyTrickled(t *testing.T) {
	refuse := func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	}
	for name, row := range map[string]struct {
		wrap   func(http.Handler) http.Handler
		status string
	}{"let in": {nil, "408"}, "not let in": {refuse, "401"}} {
		t.Run(name, func(t *testing.T) {
			inServer(t, http.HandlerFunc(answerOK), row.wrap, func(t *testing.T, l *pipes) {
				c := l.dial()
				if _, err := io.WriteString(c, "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				took, answer := trickle(c, func(int) byte { return 'x' })
				if took > readTimeout+time.Second || !strings.HasPrefix(answer, "HTTP/1.1 "+row.status) {
					t.Errorf("took %v: %s", took, answer)
				}
			})
		})
	}
}

// TestBodyTooLarge: a large body is refused before it is there.
func TestBodyTooLarge(t *testing.T) {
	inServer(t, http.HandlerFunc(answerOK), nil, func(t *testing.T, l *pipes) {
		c := l.dial()
		go func() {
			_, _ = io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"+strings.Repeat("x", maxBodyBytes+1))
		}()
		answer, err := io.ReadAll(c)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 413") || !strings.Contains(string(answer), "Connection: close") {
			t.Errorf("%v: %s", err, answer)
		}
	})
}

// TestAnswerMayTakeLonger: the bounds on requests do not hold for answers that set their own, as a scrape of
// slow switches does.
func TestAnswerMayTakeLonger(t *testing.T) {
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour))
		select {
		case <-time.After(10 * time.Minute):
			answerOK(w, r)
		case <-r.Context().Done():
		}
	})
	inServer(t, slow, nil, func(t *testing.T, l *pipes) {
		c := l.dial()
		for range 2 { // the second on the same connection
			if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			r, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Fatal(err)
			}
			if text, err := io.ReadAll(r.Body); err != nil || string(text) != "good" {
				t.Errorf("%v: %s", err, text)
			}
		}
	})
}

// TestAnswerNotRead: a client that does not read its answer is left, and so is one that asks no more.
func TestAnswerNotRead(t *testing.T) {
	for name, row := range map[string]struct {
		handler http.HandlerFunc
		most    time.Duration
		read    bool
	}{
		"unread": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 1<<20)) }, writeTimeout, false},
		"idle":   {answerOK, idleTimeout, true},
	} {
		t.Run(name, func(t *testing.T) {
			inServer(t, row.handler, nil, func(t *testing.T, l *pipes) {
				begun, c := time.Now(), l.dial()
				if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
					t.Fatal(err)
				}
				if row.read {
					_, _ = io.Copy(io.Discard, c) // until the server closes it
				} else {
					time.Sleep(row.most + time.Second) // of the bubble's time
					n, _ := io.Copy(io.Discard, c)
					if n >= 1<<20 {
						t.Errorf("%d bytes were kept", n)
					}
				}
				if took := time.Since(begun); took > row.most+time.Second {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// TestHugeHeader: a header of 1 MB is refused.
func TestHugeHeader(t *testing.T) {
	p := start(t, "demo", "--switches=1", "--web.listen-address=127.0.0.1:0")
	c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_, _ = io.WriteString(c, "GET /metrics HTTP/1.1\r\nHost: x\r\nX-Large: "+strings.Repeat("x", 1<<20)+"\r\n\r\n") // it may be refused half-way
	}()
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", r.StatusCode)
	}
	_ = c.Close()
	<-sent
	if status, _ := p.get("/-/healthy"); status != http.StatusOK {
		t.Errorf("afterwards: status %d", status)
	}
}

// TestThousandScrapes: so many at once are answered or refused, each of them, and then the next is answered.
func TestThousandScrapes(t *testing.T) {
	switches, file := fleetOf(t, 2, "polling: {min_interval: 60s}")
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
	mute := switches.Switches()[0]
	faults := mute.Faults()
	faults.HangMidOutput = true // so that scrapes pile up
	mute.SetFaults(faults)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	p.client = client
	statuses := make(chan int, 1000)
	var all sync.WaitGroup
	for range cap(statuses) {
		all.Go(func() {
			r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, p.url+"/metrics", nil)
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", "2")
			status, _, err := p.try(r)
			if err != nil {
				t.Error(err)
			}
			statuses <- status
		})
	}
	all.Wait()
	close(statuses)
	count := map[int]int{}
	for s := range statuses {
		count[s]++
	}
	if count[http.StatusOK] == 0 || count[http.StatusOK]+count[http.StatusServiceUnavailable] != 1000 {
		t.Errorf("answers by status: %v", count)
	}
	r, err := http.NewRequest(http.MethodGet, p.url+"/metrics?target="+switches.Switches()[1].Name(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if up := p.scrapeBy(r).count("slp_up", 1); up != 1 {
		t.Errorf("afterwards %d switches are up", up)
	}
	// Its login may have waited for that of the other switch, but that poll has ended now.
	if n := switches.Switches()[1].Logins(); n != 1 {
		t.Errorf("%d logins", n)
	}
}
