//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package hostkey

import (
	"os"
	"syscall"
)

// lockFile keeps other processes from appending at the same time; closing the file unlocks it.
func lockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }
