package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// Load reads and checks a configuration file and everything it points to: secret files, private keys,
// known_hosts files, target files, and environment variables (password_env).
//
// The error is of type Errors and lists every problem; the Config is nil then. Warnings are returned in both
// cases. A file that is no regular one is a problem, and so is one that cannot be read within seconds.
func Load(path string) (*Config, []Warning, error) {
	return load(path, &inventory{disk: new(disk.Files)})
}

// LoadFrom is Load for a text that can be read only once, such as that of a pipe. name stands for the file's in messages,
// and relative paths start from dir. It returns once r ends.
func LoadFrom(r io.Reader, name, dir string) (*Config, []Warning, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxFileSize+1))
	if err != nil {
		return nil, nil, Errors{{File: name, What: describe(err), cause: err}}
	}
	return Parse(name, text, dir)
}

// Reload is Load of the file that c was loaded from. It does not wait for a file that c still waits for, and what URLs listed
// for c is listed in the new configuration, too.
func (c *Config) Reload() (*Config, []Warning, error) {
	return load(c.inventory.file, &c.inventory)
}

// load reads a configuration file. before is what the targets came from until now.
func load(path string, before *inventory) (*Config, []Warning, error) {
	text, _, err := before.disk.Read(path, maxFileSize+1)
	if err != nil {
		return nil, nil, Errors{{File: path, What: describe(err), cause: err}}
	}
	return parse(path, text, filepath.Dir(path), before)
}

// Parse is Load for a text in memory: name stands for the file's in messages, and relative paths
// start from dir.
func Parse(name string, text []byte, dir string) (*Config, []Warning, error) {
	return parse(name, text, dir, &inventory{disk: new(disk.Files)})
}

func parse(name string, text []byte, dir string, before *inventory) (*Config, []Warning, error) {
	l := &loader{source: &source{file: name, dir: dir, disk: before.disk, findings: &findings{main: name}}, before: before}
	l.config = &Config{
		Polling: defaultPolling(), Auths: map[string]*Auth{}, Modules: map[string]*Module{},
		inventory: inventory{file: name, dir: dir, disk: before.disk},
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
	// before is what the targets came from until now.
	before *inventory
	// found are the targets of the file that is being read.
	found []placed
	// orphans are the targets that name no module while there is no default.
	orphans []value
}

// document is a configuration file's top level. Each part is read after those that it refers to,
// whatever their order in the file.
type document struct {
	polling, auths, modules, targets, targetFiles, targetURLs, web value
}

func documentFields() []field[document] {
	return []field[document]{
		{"polling", func(d *document, v value) { d.polling = v }},
		{"auths", func(d *document, v value) { d.auths = v }},
		{"modules", func(d *document, v value) { d.modules = v }},
		{"targets", func(d *document, v value) { d.targets = v }},
		{"target_files", func(d *document, v value) { d.targetFiles = v }},
		{"target_urls", func(d *document, v value) { d.targetURLs = v }},
		{"web", func(d *document, v value) { d.web = v }},
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
	if d.web.given() {
		l.readWeb(d.web)
	}
	if !d.idle() {
		l.readAuths(root, d.auths)
		l.readModules(root, d)
	}
	l.readTargets(root, d)
}

// idle reports whether the file says on purpose that there is nothing to poll yet. It needs no credentials then.
func (d document) idle() bool {
	return d.targets.isEmptyList() && !d.targetFiles.given() && !d.targetURLs.given() && !d.auths.given() && !d.modules.given()
}

// readUpTo reads a file up to a size, and returns its permissions.
func readUpTo(most int, files *disk.Files, path string) ([]byte, fs.FileMode, error) {
	text, info, err := files.Read(path, most+1)
	switch {
	case err != nil:
		return nil, 0, err
	case len(text) > most:
		return nil, 0, fmt.Errorf("is larger than %d bytes", most)
	}
	return text, info.Mode().Perm(), nil
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
