package server

import (
	"io"
	"time"
)

// readByte returns the next key.
func (t *tty) readByte() (byte, error) {
	if len(t.ahead) > 0 {
		b := t.ahead[0]
		t.ahead = t.ahead[1:]
		return b, nil
	}
	if t.keys == nil {
		return t.in.ReadByte()
	}
	b, ok := <-t.keys
	if !ok {
		return 0, io.EOF
	}
	return b, nil
}

// waiting returns the keys that are typed, but not read yet.
func (t *tty) waiting() []byte {
	if t.keys != nil {
		return t.ahead
	}
	waiting, _ := t.in.Peek(t.in.Buffered())
	return waiting
}

// flush forgets the keys that are waiting.
func (t *tty) flush() {
	if t.ahead = nil; t.keys == nil {
		_, _ = t.in.Discard(t.in.Buffered())
	}
}

// listen lets a goroutine read the keys from now on, so that others can wait for a key and for time at once.
// Only sessions that ping or connect need it.
func (sh *shell) listen() {
	if sh.keys != nil {
		return
	}
	keys := make(chan byte)
	sh.keys = keys
	sh.sw.ports.work.Go(func() {
		defer close(keys)
		for {
			b, err := sh.in.ReadByte()
			if err != nil {
				return
			}
			select {
			case keys <- b:
			case <-sh.ended:
				return
			}
		}
	})
}

// key waits at most d for a key.
func (sh *shell) key(d time.Duration) (key byte, pressed bool, err error) {
	if len(sh.ahead) > 0 {
		key, err = sh.readByte()
		return key, true, err
	}
	sh.listen()
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case key, ok := <-sh.keys:
		if !ok {
			return 0, false, io.EOF
		}
		return key, true, nil
	case <-t.C:
		return 0, false, nil
	}
}

// keyWithin waits for d, or until this key is pressed. Other keys are kept for what reads next.
func (sh *shell) keyWithin(d time.Duration, wanted byte) (pressed bool, err error) {
	if d <= 0 {
		return false, nil
	}
	sh.listen()
	t := time.NewTimer(d)
	defer t.Stop()
	for {
		select {
		case key, ok := <-sh.keys:
			switch {
			case !ok:
				return false, io.EOF
			case key == wanted:
				return true, nil
			}
			sh.ahead = append(sh.ahead, key)
		case <-t.C:
			return false, nil
		}
	}
}
