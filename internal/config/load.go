package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Load reads and checks a configuration file and everything it points to: secret files, private keys,
// known_hosts files, target files, and environment variables (password_env).
//
// The error is of type Errors and lists every problem; the Config is nil then. Warnings are returned in both
// cases.
func Load(path string) (*Config, []Warning, error) {
	text, err := readBounded(path, maxFileSize+1)
	if err != nil {
		return nil, nil, Errors{{File: path, What: describe(err), cause: err}}
	}
	return Parse(path, text, filepath.Dir(path))
}

// Parse is Load for a text in memory: name stands for the file's in messages, and relative paths
// start from dir.
func Parse(name string, text []byte, dir string) (*Config, []Warning, error) {
	l := &loader{source: &source{file: name, dir: dir, findings: &findings{main: name}}}
	l.config = &Config{
		Polling: defaultPolling(), Auths: map[string]*Auth{}, Modules: map[string]*Module{},
		inventory: inventory{file: name, dir: dir},
	}
	if root, ok := l.source.root(text, "auths and targets; ten lines are enough (docs/examples/minimal.yml)"); ok {
		l.read(root)
	}
	warnings := l.source.findings.sortedWarnings()
	if err := l.source.findings.errors(); err != nil {
		return nil, warnings, err
	}
	return l.config, warnings, nil
}

// loader builds a Config from one configuration file.
type loader struct {
	source *source
	config *Config
	// found are the targets of the file that is being read.
	found []placed
	// orphans are the targets that name no module while there is no default.
	orphans []value
}

// document is a configuration file's top level. Each part is read after those that it refers to,
// whatever their order in the file.
type document struct {
	polling, auths, modules, targets, targetFiles value
}

func documentFields() []field[document] {
	return []field[document]{
		{"polling", func(d *document, v value) { d.polling = v }},
		{"auths", func(d *document, v value) { d.auths = v }},
		{"modules", func(d *document, v value) { d.modules = v }},
		{"targets", func(d *document, v value) { d.targets = v }},
		{"target_files", func(d *document, v value) { d.targetFiles = v }},
	}
}

func (l *loader) read(root value) {
	if !root.isMapping() {
		root.wrongType("auths: and targets: at the beginning of a line")
		return
	}
	var d document
	fill(root, documentFields(), &d)
	if d.polling.given() {
		l.readPolling(d.polling)
	}
	l.readAuths(root, d.auths)
	l.readModules(root, d)
	l.readTargets(root, d)
}

// errNotRegular is for a path that names something other than a file, which may have no end.
var errNotRegular = errors.New("is not a regular file")

// readRegular reads a file up to a size, and returns its permissions. It opens only regular files: a named pipe
// or a device could block a reload for ever.
func readRegular(path string, most int) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errNotRegular
	}
	text, err := readBounded(path, most+1)
	if err == nil && len(text) > most {
		err = fmt.Errorf("is larger than %d bytes", most)
	}
	return text, info.Mode().Perm(), err
}

// readBounded reads at most that many bytes of a file.
func readBounded(path string, most int) ([]byte, error) {
	f, err := os.Open(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return io.ReadAll(io.LimitReader(f, int64(most)))
}

// describe says why a file cannot be read. It leaves out the path, which may be a secret in the wrong place (see
// shownPath).
func describe(err error) string {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "cannot be read by this user (permission denied)"
	case errors.As(err, &pathErr):
		return "cannot be read: " + pathErr.Err.Error()
	}
	return err.Error()
}
