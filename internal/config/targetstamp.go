package config

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// settleTime is how long a target file must stay unchanged before it counts as finished: a file that is being
// written can be valid and yet hold only half of the switches. It is also more than the resolution of any file
// system's times, so that equal times mean an unchanged file.
const settleTime = 2 * time.Second

// targetFile is one file of target_files.
type targetFile struct {
	listing
	path string

	// sum is that of the text read last, right or wrong, or of the error in reading it.
	sum [sha256.Size]byte
	// stamp is of the file with that sum; nil if it has to be read again. It only saves work, and is renewed for a
	// file that was rewritten with the same text.
	stamp atomic.Pointer[os.FileInfo]

	text []byte // until it is parsed
	err  error  // that of reading
}

// foundFile is a file that a pattern matches at this moment.
type foundFile struct {
	path  string
	place place
	info  os.FileInfo // nil if os.Stat fails
	// old is what is known of the file at that path; nil for a new one.
	old *targetFile
}

// look lists the target files, each once.
func (v *inventory) look() []foundFile {
	known := make(map[string]*targetFile, len(v.files))
	for _, f := range v.files {
		known[f.path] = f
	}
	var list []foundFile
	seen := map[string]bool{}
	for _, p := range v.patterns {
		for _, path := range v.matches(p) {
			if seen[path] || v.isGone(path) {
				continue
			}
			seen[path] = true
			info, err := v.disk.Stat(path)
			if err != nil {
				info = nil
			}
			list = append(list, foundFile{path, p.at, info, known[path]})
		}
	}
	return list
}

// matches lists the files that match a pattern. If their directory hangs, it is those that matched before.
func (v *inventory) matches(p pattern) (paths []string) {
	paths, err := v.disk.Glob(p.path) // another error was reported when the pattern was read
	if errors.Is(err, disk.ErrHangs) {
		for _, f := range v.files {
			if f.place == p.at {
				paths = append(paths, f.path)
			}
		}
	}
	return paths
}

// isGone reports whether a file was removed after it was listed. A link that leads nowhere is not gone.
func (v *inventory) isGone(path string) bool {
	_, err := v.disk.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// unchanged reports whether the file is as it was when it was read.
func (f foundFile) unchanged() bool {
	if f.old == nil || f.info == nil {
		return false
	}
	stamp := f.old.stamp.Load()
	return stamp != nil && os.SameFile(*stamp, f.info) &&
		(*stamp).Size() == f.info.Size() && (*stamp).ModTime().Equal(f.info.ModTime())
}

// young reports whether the file may still be in the process of being written.
func (f foundFile) young(now time.Time) bool {
	return f.info != nil && now.Sub(f.info.ModTime()).Abs() < settleTime
}

// read reads the file's text. Its stamp is from before the reading, so that a change during it shows at the next
// look.
func (f foundFile) read(files *disk.Files, now time.Time) *targetFile {
	file := &targetFile{listing: listing{place: f.place}, path: f.path}
	file.text, _, file.err = readUpTo(maxFileSize, files, f.path)
	if file.err != nil {
		file.sum = sha256.Sum256([]byte("cannot be read: " + describe(file.err)))
		return file
	}
	file.sum = sha256.Sum256(file.text)
	if f.info != nil && !f.young(now) {
		file.stamp.Store(&f.info)
	}
	return file
}
