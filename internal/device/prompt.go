package device

import (
	"bytes"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
)

// How far back from the end of an output the dialogue looks for a prompt that log messages follow.
const (
	tailLines = 32
	tailBytes = 8 << 10
)

// lastLine is the text after the last line end.
func lastLine(text []byte) []byte { return text[bytes.LastIndexByte(text, '\n')+1:] }

// terminal recognises the lines of an operating system in the bytes of a dialogue.
type terminal struct{ os *platform.OS }

// isPrompt reports whether a line without line end can be a prompt.
func (t terminal) isPrompt(line []byte) bool { return t.os.IsPrompt(string(line)) }

// promptOf reads a prompt.
func (t terminal) promptOf(line string) platform.Prompt {
	p, _ := t.os.PromptOf(line)
	return p
}

func (t terminal) isPager(line []byte) bool { return t.os.IsPager(string(line)) }

func (t terminal) isLog(line []byte) bool { return t.os.IsLog(string(line)) }

// promptAtEnd finds prompt, alone on its line, as the last thing of text. Log messages that
// follow it do not count. It returns where the prompt's line starts, or -1.
//
// It is called for each piece that arrives, so it looks no further back than tailLines.
func (t terminal) promptAtEnd(text []byte, prompt string) int {
	if last := lastLine(text); len(last) > 0 && string(last) != prompt {
		return -1
	}
	low := max(0, len(text)-tailBytes)
	end := len(text)
	for range tailLines {
		start := max(low, bytes.LastIndexByte(text[:end], '\n')+1)
		switch line := text[start:end]; {
		case string(line) == prompt:
			return start
		case len(line) > 0 && !t.isLog(line):
			return -1
		}
		if start <= low {
			return -1
		}
		end = start - 1
	}
	return -1
}

// withoutLogs drops log messages and blank lines, and joins what is left.
func (t terminal) withoutLogs(text []byte) string {
	var kept []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if line = strings.TrimSpace(line); line != "" && !t.os.IsLog(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
