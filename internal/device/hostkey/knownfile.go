package hostkey

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/device/hostkey/hostfile"
	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// knownFile is one known_hosts file. It is read again only when it has changed.
type knownFile struct {
	path string
	warn func(path, lines string) // told of lines that cannot be read; may be nil

	turn   disk.Turn   // guards what follows
	info   os.FileInfo // of what is loaded; nil when nothing is
	data   *hostfile.File
	warned string // what warn was told last
}

// refresh loads the file if it is not the one that is loaded. The caller has the turn.
func (f *knownFile) refresh() error {
	info, err := os.Stat(f.path)
	if err != nil {
		f.info = nil
		return err
	}
	if !info.Mode().IsRegular() {
		f.info = nil
		return disk.ErrNotRegular
	}
	if f.info != nil && os.SameFile(info, f.info) && info.Size() == f.info.Size() && info.ModTime().Equal(f.info.ModTime()) {
		return nil
	}
	data, err := hostfile.Read(f.path)
	if err != nil {
		f.info = nil
		return err
	}
	f.info, f.data = info, data
	if lines := data.Broken(); lines != f.warned {
		f.warned = lines
		if lines != "" && f.warn != nil {
			f.warn(f.path, lines)
		}
	}
	return nil
}

// check judges a key. The error is one of [hostfile.File.Judge], or what kept the file from being read.
func (f *knownFile) check(address string, key ssh.PublicKey) error {
	return f.inTurn(func() error {
		if err := f.refresh(); err != nil {
			return err
		}
		return f.data.Judge(address, key)
	})
}

// inTurn runs an operation on the file when its turn comes. The error is disk.ErrHangs if that takes too long: the
// operation then goes on, but no poll waits for it.
func (f *knownFile) inTurn(op func() error) error {
	_, err := disk.Do(&f.turn, disk.Patience, func() (struct{}, error) { return struct{}{}, op() })
	return err
}

// expected returns the keys that the address may show, and whether it may show a certificate. An
// absent file is an error that os.IsNotExist knows.
func (f *knownFile) expected(address string) (keys []knownhosts.KnownKey, certified bool, err error) {
	all, err := disk.Do(&f.turn, disk.Patience, func() (hostfile.Keys, error) {
		if err := f.refresh(); err != nil {
			return hostfile.Keys{}, err
		}
		return f.data.Of(address), nil
	})
	return all.Hosts, len(all.Authorities) > 0, err
}

// learn judges a key and, if the address has none at all, appends it. Two processes may share a
// file, hence the lock and the second look.
func (f *knownFile) learn(address string, key ssh.PublicKey) error {
	return f.inTurn(func() error {
		file, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
		if err != nil {
			return err
		}
		if err = lockFile(file); err == nil {
			err = f.learnLocked(file, address, key)
		}
		if closed := file.Close(); closed != nil { // which unlocks; a network file system may say only now that it is full
			f.info = nil
			err = errors.Join(err, closed)
		}
		return err
	})
}

func (f *knownFile) learnLocked(file *os.File, address string, key ssh.PublicKey) error {
	if err := f.refresh(); err != nil {
		return err
	}
	err := f.data.Judge(address, key)
	if unknown := (*hostfile.UnknownError)(nil); !errors.As(err, &unknown) {
		return err
	}
	if err := appendLine(file, knownhosts.Line([]string{address}, key)); err != nil {
		f.info = nil
		return fmt.Errorf("adding the key: %w", err)
	}
	// The file need not be read again for the line that was added: otherwise the first start with a thousand
	// new switches would read a growing file a thousand times.
	info, err := file.Stat()
	if err != nil {
		f.info = nil
		return err
	}
	f.info = info
	f.data.Learn(address, key)
	return nil
}

// growing is a file that lines are appended to.
type growing interface {
	io.ReaderAt
	io.StringWriter
	Stat() (os.FileInfo, error)
	Truncate(size int64) error
}

// appendLine writes one line in one call, whole or not at all: what a full disk has taken of it is taken back. It adds
// the line end that the last line of the file may lack.
func appendLine(file growing, line string) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if size > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, size-1); err != nil {
			return err
		}
		if last[0] != '\n' {
			line = "\n" + line
		}
	}
	if _, err := file.WriteString(line + "\n"); err != nil {
		return errors.Join(err, file.Truncate(size))
	}
	return nil
}
