package devicetest

import (
	"strings"
)

// Ahead is what a shell does with the lines that are typed before it is ready for them.
type Ahead int32

// The ways of shells. The zero value is that of IOS, which echoes each line when it reads it.
const (
	KeepsAhead     Ahead = iota
	DropsAtStart         // a command that begins drops them
	DropsAtEnd           // a command that ends drops them
	EchoesAtOnce         // they are echoed when they arrive: before the output of the command, and not again
	EchoesInside         // they are echoed in the middle of that output, and not again
	EchoesTwice          // they are echoed in the middle of that output, and again when they are read
	EchoesLate           // the next marker that was typed ahead is read only when more has been typed
	EchoesDoubly         // a marker is echoed as two lines
	DropsFirstPart       // a command that begins drops the first few letters of them
)

// Treat changes what becomes of lines that are typed ahead, from the next line on.
func (i *IOS) Treat(a Ahead) { i.ahead.Store(int32(a)) }

// Waiting returns what has arrived and was not read yet.
func (t *Terminal) Waiting() string {
	b, _ := t.in.Peek(t.in.Buffered())
	return string(b)
}

// Drop forgets the next n bytes that have arrived, at most all.
func (t *Terminal) Drop(n int) { _, _ = t.in.Discard(min(n, t.in.Buffered())) }

// Await waits until more has arrived than is waiting now.
func (t *Terminal) Await() { _, _ = t.in.Peek(t.in.Buffered() + 1) }

// Answer prints what follows the typing of a line: its echo, the output, the prompt. Lines that were typed ahead
// appear as the way of the shell has it. echoAt is where in the output, for ways that echo inside.
func (i *IOS) Answer(t *Terminal, line, output string, echoAt int) {
	way := Ahead(i.ahead.Load())
	marker := strings.HasPrefix(line, "!")
	if way == EchoesLate && t.early > 0 && marker && i.ahead.CompareAndSwap(int32(way), int32(KeepsAhead)) {
		t.Await()
	}
	t.early = max(0, t.early-1)
	echo := line + "\n"
	switch {
	case t.shown > 0:
		if t.shown--; way != EchoesTwice {
			echo = ""
		}
	case way == EchoesDoubly && marker:
		echo += echo
	}
	waiting := t.Waiting()
	if way < EchoesAtOnce || way > EchoesTwice || t.shown > 0 {
		waiting = ""
	}
	t.shown += strings.Count(waiting, "\n")
	if way == EchoesAtOnce {
		echoAt = 0
	}
	switch {
	case marker:
	case way == DropsAtStart:
		t.Drop(1 << 10)
	case way == DropsFirstPart:
		t.Drop(len("!!ab"))
	}
	t.Say(echo + output[:echoAt] + waiting)
	t.Say(output[echoAt:])
	if way == DropsAtEnd {
		t.Drop(1 << 10)
	}
	t.early = strings.Count(t.Waiting(), "\n")
	t.Say(i.Prompt)
}
