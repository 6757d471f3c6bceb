package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	toolkit "github.com/prometheus/exporter-toolkit/web"

	"github.com/slp-exporter/slp-exporter/internal/webfiles"
)

// The bounds of the server's patience with its clients. An answer to a scrape may take longer than writeTimeout:
// its handler sets its own bound.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 15 * time.Second // header and body
	writeTimeout      = time.Minute
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
	maxBodyBytes      = 64 << 10
)

// servers serve the same handler on several addresses. Each address has a server of its own, because the toolkit
// changes it while it sets up TLS.
type servers struct {
	all []*http.Server
	// failed receives the error of each server that ends; http.ErrServerClosed after stop.
	failed  chan error
	running sync.WaitGroup
}

// serveAll begins to serve. Without listeners the toolkit opens its own, which files cannot guard.
func serveAll(handler http.Handler, files *webfiles.Files, listeners []net.Listener, flags *toolkit.FlagConfig, logger *slog.Logger) *servers {
	s := &servers{failed: make(chan error, len(listeners)+1)}
	start := func(serve func(*http.Server) error) {
		server := newServer(handler, logger)
		s.all = append(s.all, server)
		s.running.Go(func() { s.failed <- serve(server) })
	}
	if len(listeners) == 0 {
		start(func(server *http.Server) error { return named(flags, toolkit.ListenAndServe(server, flags, logger)) })
	}
	for _, l := range listeners {
		start(func(server *http.Server) error { return toolkit.Serve(files.Guard(l), server, flags, logger) })
	}
	return s
}

// named adds the flag that an error of the toolkit's own listening is about.
func named(flags *toolkit.FlagConfig, err error) error {
	flag := "--web.listen-address"
	if *flags.WebSystemdSocket {
		flag = "--web.systemd-socket"
	}
	return fmt.Errorf("%s: %w", flag, err)
}

func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler: withoutBody(handler), ErrorLog: slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
}

// stop takes no more requests and waits until those under way are answered. If ctx ends first they are
// cut off, and the error is that of ctx.
func (s *servers) stop(ctx context.Context) error {
	errs := make([]error, len(s.all))
	var stopping sync.WaitGroup
	for i, server := range s.all {
		stopping.Go(func() {
			if errs[i] = server.Shutdown(ctx); errs[i] != nil {
				_ = server.Close() // the error of Shutdown says enough
			}
		})
	}
	stopping.Wait()
	s.running.Wait()
	return errors.Join(errs...)
}

// withoutBody reads and drops the body that a request may have, in bounded time, before the request is answered:
// no page uses one. Otherwise the server would read it afterwards.
func withoutBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, maxBodyBytes)); err != nil {
			status := http.StatusRequestTimeout
			if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
				status = http.StatusRequestEntityTooLarge
			}
			w.Header().Set("Connection", "close")
			http.Error(w, http.StatusText(status), status)
			return
		}
		// readTimeout has done its work. If it expired during the answer, the server would abort the answer.
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		next.ServeHTTP(w, r)
	})
}
