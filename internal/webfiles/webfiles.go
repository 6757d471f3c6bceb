// Package webfiles keeps files of --web.config.file that hang from hanging the program: the toolkit that serves HTTP reads them at
// each connection and each request. It reads those files and wraps listeners, and knows nothing of what is served. The
// toolkit takes the listeners.
package webfiles

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// maxWebConfig bounds what is read of the file of --web.config.file only to find the others.
const maxWebConfig = 1 << 20

// Files are the file of --web.config.file and those that it names. The toolkit reads them for as long as that takes. While a
// file system hangs, each request would occupy a thread for ever, and the Go runtime ends a program that has 10,000
// threads. New makes one.
type Files struct {
	path   string
	logger *slog.Logger
	disk   disk.Files

	mu    sync.Mutex
	wrong string // what has been logged; mu guards it
}

// New returns the files of the web configuration at path, or none if that is empty. The logger is told when they cannot
// be read, and when they can again.
func New(path string, logger *slog.Logger) *Files { return &Files{path: path, logger: logger} }

// Check returns an error if one of the files hangs or is no regular file. What else may be wrong with them is for the
// toolkit to say. The error begins with the file's path.
func (w *Files) Check() error {
	if w.path == "" {
		return nil
	}
	text, err := w.unreadable(w.path, maxWebConfig)
	for _, path := range filesNamed(text, filepath.Dir(w.path)) {
		if err == nil {
			_, err = w.unreadable(path, 1)
		}
	}
	return err
}

func (w *Files) unreadable(path string, most int) ([]byte, error) {
	text, _, err := w.disk.Read(path, most)
	if errors.Is(err, disk.ErrHangs) || errors.Is(err, disk.ErrNotRegular) {
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return text, nil
}

// filesNamed returns the files that a web configuration names. Relative paths start from dir.
func filesNamed(text []byte, dir string) (paths []string) {
	var named struct {
		TLS struct {
			Cert string `yaml:"cert_file"`
			Key  string `yaml:"key_file"`
			CA   string `yaml:"client_ca_file"`
		} `yaml:"tls_server_config"`
	}
	_ = yaml.Unmarshal(text, &named) // the toolkit says what is wrong
	for _, path := range []string{named.TLS.Cert, named.TLS.Key, named.TLS.CA} {
		switch {
		case path == "":
		case filepath.IsAbs(path):
			paths = append(paths, path)
		default:
			paths = append(paths, filepath.Join(dir, path))
		}
	}
	return paths
}

// readable is Check. It logs once what is wrong, and when that is over.
func (w *Files) readable() error {
	err := w.Check()
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil && w.wrong != "":
		w.logger.Info("the files of --web.config.file can be read again")
		w.wrong = ""
	case err != nil && w.wrong != err.Error():
		w.logger.Error("no request is answered until the files of --web.config.file can be read", "err", err)
		w.wrong = err.Error()
	}
	return err
}

// Guard makes a listener whose connections break as soon as a client says something while the files cannot be read:
// the toolkit does not come to read them then.
func (w *Files) Guard(l net.Listener) net.Listener { return guardedListener{l, w} }

type guardedListener struct {
	net.Listener
	files *Files
}

// Accept returns the next connection, guarded.
func (l guardedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return guardedConn{c, l.files}, nil
}

type guardedConn struct {
	net.Conn
	files *Files
}

// Read returns what the client says, or why nobody may answer.
func (c guardedConn) Read(p []byte) (n int, err error) {
	if n, err = c.Conn.Read(p); n > 0 {
		if unreadable := c.files.readable(); unreadable != nil {
			return 0, unreadable
		}
	}
	return n, err
}
