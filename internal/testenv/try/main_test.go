package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// page holds the output of try.
type page struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *page) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *page) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// TestTry starts it all, opens what it prints, and stops it.
func TestTry(t *testing.T) {
	programs.Need(t, "prometheus")
	programs.Need(t, "alertmanager")
	t.Setenv("TMPDIR", t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var out page
	ended := make(chan error, 1)
	go func() { ended <- try(ctx, &out, true) }()
	programs.Wait(t, "it says how to stop", func() bool {
		select {
		case err := <-ended:
			t.Fatal(err)
		default:
		}
		return strings.Contains(out.String(), "Stop with Ctrl-C")
	})
	urls := regexp.MustCompile(`(?m)^[\w-]+ +(http://\S+)`).FindAllStringSubmatch(out.String(), -1)
	if len(urls) != 3 {
		t.Fatalf("it prints %v: %s", urls, out.String())
	}
	for _, url := range urls {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url[1], http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", url[1], response.Status)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestHasPage: an Alertmanager without its web application, as Debian's, is told from one that has it.
func TestHasPage(t *testing.T) {
	for text, want := range map[string]bool{
		`<html><head><script src="script.js"></script></head><body></body></html>`:                true,
		`<html><body><p>The Debian package does not include a web application.</p></body></html>`: false,
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }))
		if got := hasPage(t.Context(), server.URL); got != want {
			t.Errorf("%s: %t", text, got)
		}
		server.Close()
	}
	if hasPage(t.Context(), "http://127.0.0.1:1") {
		t.Error("nothing has a page")
	}
}
