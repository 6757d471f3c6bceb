package server

import (
	"slices"
	"strings"
	"time"
)

// The prompt of the pager, and how IOS wipes it off again.
const (
	more     = " --More-- "
	wipeMore = "\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b"
)

// deliver sends the output of a command, with the faults applied.
func (sh *shell) deliver(text string, show bool) error {
	f := sh.faults()
	if show {
		text = f.spoil(text, sh.prompt())
	}
	for show && f.EndlessPager {
		if _, err := sh.askMore(); err != nil {
			return err
		}
	}
	if show && f.interrupts() {
		if err := sh.print(text[:len(text)/2]); err != nil {
			return err
		}
		return sh.interrupt(f)
	}
	if at := f.splitAt(text, sh.prompt()); show && at > 0 && at < len(text) {
		return sh.printSplit(text, at)
	}
	if sh.length == 0 && !f.PagerAlways {
		return sh.print(text)
	}
	return sh.page(text, sh.length)
}

// printSplit sends the text as two packets.
func (sh *shell) printSplit(text string, at int) error {
	if err := sh.print(text[:at]); err != nil {
		return err
	}
	if !sh.wait(5 * time.Millisecond) { // otherwise the client might read both at once
		return errLeave
	}
	return sh.print(text[at:])
}

// page prints in screens of length lines. Length 0, when a fault pages although paging is off, means
// 24. A blank asks for the next screen, enter for one line, any other key stops.
func (sh *shell) page(text string, length int) error {
	if length == 0 {
		length = 24
	}
	lines := slices.Collect(strings.Lines(text))
	room := length - 1
	for len(lines) > 0 {
		n := min(room, len(lines))
		if err := sh.print(strings.Join(lines[:n], "")); err != nil {
			return err
		}
		if lines = lines[n:]; len(lines) == 0 {
			return nil
		}
		key, err := sh.askMore()
		if err != nil {
			return err
		}
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

// askMore waits for a key at the pager's prompt and wipes the prompt off.
func (sh *shell) askMore() (byte, error) {
	if err := sh.print(more); err != nil {
		return 0, err
	}
	key, err := sh.readByte()
	if err != nil {
		return 0, err
	}
	sh.lastCR = key == '\r'
	return key, sh.print(wipeMore)
}

// interrupt does what a fault demands halfway through the output.
func (sh *shell) interrupt(f Faults) error {
	switch {
	case f.HangMidOutput:
		return sh.hang()
	case f.CloseMidOutputTCP:
		_ = sh.wire.Close()
	case f.CloseMidOutputChannel:
		// leaving is enough, because the session closes its channel
	case f.ReloadMidSession:
		away := f.ReloadTime
		f.ReloadMidSession = false
		sh.sw.faults.Store(&f)
		sh.sw.reload(away)
	}
	return errLeave
}
