package server

import (
	"strings"
	"time"
)

// more is what the pager prints, and how IOS wipes it off again.
const (
	more     = " --More-- "
	wipeMore = "\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"
)

// deliver sends a command's output with whatever the faults do to it.
func (sh *shell) deliver(text string, show bool) error {
	f := sh.faults()
	if show {
		text = f.spoil(text, sh.prompt())
	}
	if show && f.interrupts() {
		if err := sh.print(text[:len(text)/2]); err != nil {
			return err
		}
		return sh.interrupt(f)
	}
	if at := f.splitAt(text, sh.prompt()); show && at > 0 && at < len(text) {
		if err := sh.print(text[:at]); err != nil {
			return err
		}
		if !sh.wait(5 * time.Millisecond) { // so that the two are not read as one
			return errLeave
		}
		return sh.print(text[at:])
	}
	if sh.length == 0 && !f.PagerAlways {
		return sh.print(text)
	}
	return sh.page(text, sh.length)
}

// page prints in screens of length lines, or 24 where the user wants no paging and gets
// it all the same: blank for the next one, enter for a line, anything else to stop.
func (sh *shell) page(text string, length int) error {
	if length == 0 {
		length = 24
	}
	lines := strings.SplitAfter(text, "\n")
	if n := len(lines); n > 0 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	room := length - 1
	for len(lines) > 0 {
		n := min(room, len(lines))
		if err := sh.print(strings.Join(lines[:n], "")); err != nil {
			return err
		}
		if lines = lines[n:]; len(lines) == 0 {
			return nil
		}
		if err := sh.print(more); err != nil {
			return err
		}
		key, err := sh.in.ReadByte()
		if err != nil {
			return err
		}
		if err := sh.print(wipeMore); err != nil {
			return err
		}
		sh.lastCR = key == '\r'
		switch key {
		case '\r', '\n':
			room = 1
		case ' ':
			room = length - 1
		default:
			return nil
		}
	}
	return nil
}

// maxPrint is how much of a text is prepared for the wire at once.
const maxPrint = 64 << 10

// print sends text with CR LF line ends.
func (sh *shell) print(text string) error {
	for len(text) > maxPrint {
		if err := sh.send(text[:maxPrint]); err != nil {
			return err
		}
		text = text[maxPrint:]
	}
	return sh.send(text)
}

func (sh *shell) send(text string) error {
	data := []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	f := sh.faults()
	switch {
	case f.OneByteAtATime:
		for i := range data {
			if _, err := sh.channel.Write(data[i : i+1]); err != nil {
				return err
			}
		}
		return nil
	case f.Pace > 0:
		return sh.pace(data, f.Pace)
	}
	_, err := sh.channel.Write(data)
	return err
}

// pace sends rate bytes per second, in small pieces.
func (sh *shell) pace(data []byte, rate int) error {
	piece := max(rate/50, 1)
	for len(data) > 0 {
		n := min(piece, len(data))
		if _, err := sh.channel.Write(data[:n]); err != nil {
			return err
		}
		data = data[n:]
		if !sh.wait(time.Duration(n) * time.Second / time.Duration(rate)) {
			return errLeave
		}
	}
	return nil
}
