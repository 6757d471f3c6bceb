package server

import (
	"fmt"
	"strings"
)

// spoil applies the faults that change the output of a command.
func (f Faults) spoil(text, prompt string) string {
	if f.HugeOutput > len(text) {
		text = pad(text, f.HugeOutput)
	}
	if f.PromptInOutput != "" {
		text = insertMiddle(text, f.falsePrompt(prompt)+"\n")
	}
	if f.SyslogBurst > 0 {
		text = burst(text, f.SyslogBurst)
	}
	if f.Garbage {
		text = insertMiddle(text, garbage+"\n")
	}
	if f.GarbageInside {
		text = strings.ReplaceAll(text, " Description: ", " Description: "+garbage+" ")
	}
	if f.CutOutput > 0 && f.CutOutput < len(text) {
		text = text[:f.CutOutput]
	}
	return text
}

// falsePrompt returns the line that PromptInOutput inserts.
func (f Faults) falsePrompt(prompt string) string {
	return strings.ReplaceAll(f.PromptInOutput, "%p", prompt)
}

// splitAt returns where the output is split into two packets. 0 means nowhere.
func (f Faults) splitAt(text, prompt string) int {
	if f.PauseAtPrompt && f.PromptInOutput != "" {
		line := "\n" + f.falsePrompt(prompt)
		return max(0, strings.Index(text, line+"\n")) + len(line)
	}
	return f.SplitAt
}

// garbage is text that must never reach a terminal.
const garbage = "\x00\x1b[31m\xff\xfe\xc3\x28 \x07\x08\u202e\u0085\xf0\x9f\x0c garbage\x1b[0m"

// middle returns the start of a line near the middle of the text.
func middle(text string) int {
	half := len(text) / 2
	if i := strings.IndexByte(text[half:], '\n'); i >= 0 {
		return half + i + 1
	}
	return len(text)
}

func insertMiddle(text, what string) string {
	at := middle(text)
	return text[:at] + what + text[at:]
}

// pad makes the text at least n bytes long by inserting lines in the middle. It repeats one block of
// a thousand lines, because n may be 100 MB.
func pad(text string, n int) string {
	var block strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&block, "Filler line %08d ................................................\n", i)
	}
	line := block.Len() / 1000
	at, missing := middle(text), (n-len(text)+line-1)/line*line
	var b strings.Builder
	b.Grow(len(text) + missing)
	b.WriteString(text[:at])
	for ; missing > block.Len(); missing -= block.Len() {
		b.WriteString(block.String())
	}
	b.WriteString(block.String()[:missing])
	b.WriteString(text[at:])
	return b.String()
}

// burst lets log messages interrupt the text, as with "terminal monitor": in the middle of a line,
// between two line ends.
func burst(text string, n int) string {
	var b strings.Builder
	step := max(len(text)/(n+1), 1)
	for i := range n {
		at := min(step, len(text))
		b.WriteString(text[:at])
		text = text[at:]
		fmt.Fprintf(&b, "\n*Nov 23 10:%02d:%02d.123: %%SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.250)\n", i/60%60, i%60)
	}
	b.WriteString(text)
	return b.String()
}

// interrupts reports whether the output stops halfway.
func (f Faults) interrupts() bool {
	return f.HangMidOutput || f.CloseMidOutputTCP || f.CloseMidOutputChannel || f.ReloadMidSession
}
