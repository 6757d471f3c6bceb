//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// answer is what one scrape took.
type answer struct {
	took  time.Duration
	bytes int
}

// series counts the series in a text of metrics: the lines that are no comments.
type series struct {
	count  int
	within bool // the last piece ended within a line
}

// Write implements io.Writer.
func (s *series) Write(text []byte) (int, error) {
	for line := range bytes.Lines(text) {
		if !s.within && line[0] != '#' {
			s.count++
		}
		s.within = line[len(line)-1] != '\n'
	}
	return len(text), nil
}

// scrape requests the metrics as Prometheus does, and announces how long it will wait.
func (e *exporter) scrape(ctx context.Context, query string, timeout time.Duration, encoding string, into io.Writer) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+"/metrics"+query, nil) //nolint:gosec // our own exporter
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Accept", "text/plain;version=0.0.4")
	r.Header.Set("Accept-Encoding", encoding)
	r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", strconv.FormatFloat(timeout.Seconds(), 'f', -1, 64))
	began := time.Now()
	response, err := e.client.Do(r) //nolint:gosec // our own exporter
	if err != nil {
		return answer{}, fmt.Errorf("%w\n%s", err, e.said())
	}
	defer func() { _ = response.Body.Close() }()
	n, err := io.Copy(into, response.Body)
	if err != nil {
		err = fmt.Errorf("scrape, after %s and %s: %w", seconds(time.Since(began)), megabytes(int(n)), err)
	}
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("scrape: %s", response.Status)
	}
	return answer{time.Since(began), int(n)}, err
}

// overview is the state of the whole fleet.
type overview struct {
	up, polls, logins int
	successes         []time.Time
	lastSuccess       time.Time
}

// overview scrapes a few metrics of all switches: making and parsing the others would be measured
// along with the polls.
func (e *exporter) overview(ctx context.Context, timeout time.Duration) (o overview, err error) {
	var text bytes.Buffer
	const query = "?name[]=slp_up&name[]=slp_polls_total&name[]=slp_poll_timestamp_seconds&name[]=slp_exporter_session_opens_total"
	if _, err := e.scrape(ctx, query, timeout, "identity", &text); err != nil {
		return o, err
	}
	for line := range strings.Lines(text.String()) {
		name, _, _ := strings.Cut(line, "{")
		value, err := strconv.ParseFloat(strings.TrimSpace(line[strings.LastIndexByte(strings.TrimSpace(line), ' ')+1:]), 64)
		if err != nil || strings.HasPrefix(line, "#") {
			continue
		}
		switch {
		case name == "slp_up":
			o.up += int(value)
		case name == "slp_polls_total":
			o.polls += int(value)
		case name == "slp_poll_timestamp_seconds":
			o.successes = append(o.successes, time.UnixMilli(int64(value*1000)))
		case strings.HasPrefix(name, "slp_exporter_session_opens_total"):
			o.logins = int(value)
		}
	}
	for _, at := range o.successes {
		if at.After(o.lastSuccess) {
			o.lastSuccess = at
		}
	}
	return o, nil
}

// upBy returns how many switches had been read by the time end.
func (o overview) upBy(end time.Time) (n int) {
	for _, at := range o.successes {
		if !at.After(end) {
			n++
		}
	}
	return n
}

// profile takes a CPU profile in the background; the function that it returns waits for it.
func (e *exporter) profile(file string) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		out, err := os.Create(file) //nolint:gosec // named on the command line
		if err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			return
		}
		defer func() { _ = out.Close() }()
		response, err := e.client.Get(e.url + "/debug/pprof/profile?seconds=25") //nolint:gosec // our own exporter
		if err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			return
		}
		defer func() { _ = response.Body.Close() }()
		_, _ = io.Copy(out, response.Body)
	}()
	return func() { <-done }
}
