package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// ErrNotRegular is for a path that names something other than a file, which may have no end.
var ErrNotRegular = errors.New("is not a regular file")

// shortPatience is how long an operation may take while another hangs: a hundred files on one file system that
// hangs must not take a hundred times as long as one.
const shortPatience = 50 * time.Millisecond

// Files runs operations on files, and remembers which of them hang. Many goroutines may use it. The zero value is ready.
type Files struct {
	mu    sync.Mutex
	turns map[string]*Turn // by path
}

// Read reads at most that many bytes of a regular file, and returns what it is, too.
func (f *Files) Read(path string, most int) ([]byte, fs.FileInfo, error) {
	type content struct {
		text []byte
		info fs.FileInfo
	}
	c, err := on(f, path, func() (c content, err error) {
		c.text, c.info, err = Read(path, most)
		return c, err
	})
	return c.text, c.info, err
}

// Stat is os.Stat.
func (f *Files) Stat(path string) (fs.FileInfo, error) {
	return on(f, path, func() (fs.FileInfo, error) { return os.Stat(path) })
}

// Lstat is os.Lstat.
func (f *Files) Lstat(path string) (fs.FileInfo, error) {
	return on(f, path, func() (fs.FileInfo, error) { return os.Lstat(path) })
}

// Glob is filepath.Glob.
func (f *Files) Glob(pattern string) ([]string, error) {
	return on(f, pattern, func() ([]string, error) { return filepath.Glob(pattern) })
}

// Check runs an operation that reads that file in its own way. See [Do] for what it may change.
func (f *Files) Check(path string, op func() error) error {
	_, err := on(f, path, func() (struct{}, error) { return struct{}{}, op() })
	return err
}

// on runs an operation on a file.
func on[T any](f *Files, path string, op func() (T, error)) (T, error) {
	turn, patience := f.turn(path)
	return Do(turn, patience, op)
}

// turn returns the turn of a path, and how long to wait for an operation. It forgets turns that no operation has.
func (f *Files) turn(path string) (*Turn, time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	patience := Patience
	for other, t := range f.turns {
		switch taken, hangs := t.state(); {
		case !taken:
			delete(f.turns, other)
		case hangs:
			patience = shortPatience
		}
	}
	if f.turns == nil {
		f.turns = make(map[string]*Turn)
	}
	if f.turns[path] == nil {
		f.turns[path] = new(Turn)
	}
	return f.turns[path], patience
}

// Read reads at most that many bytes of a regular file, and returns what it is, too. What is another kind of file by the
// time that it is opened is not waited for, but a file system that hangs is: see [Do].
func Read(path string, most int) ([]byte, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, ErrNotRegular
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written
	if info, err = file.Stat(); err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, ErrNotRegular
	}
	text, err := io.ReadAll(io.LimitReader(file, int64(most)))
	return text, info, err
}
