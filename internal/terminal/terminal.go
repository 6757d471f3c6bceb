// Package terminal holds what commands do differently where a person watches: colours, and a line that counts what is
// done. It knows nothing of switches and takes streams as the commands have them. What it writes is gone from the screen
// when the command prints its results.
package terminal

import (
	"io"
	"os"
)

// Is reports whether a stream is a device, as a terminal is.
func Is(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// Colours reports whether a stream is a terminal whose user has not turned colours off: https://no-color.org.
func Colours(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && Is(w)
}
