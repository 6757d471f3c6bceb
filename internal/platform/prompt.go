package platform

import (
	"slices"
	"strings"
)

// longestPrompt is longer than any prompt: a name of 100 characters and a configuration mode.
const longestPrompt = 170

// Prompt is what a prompt says: "switch(config-if)#".
type Prompt struct {
	// Host is the name of the switch.
	Host string
	// Mode is what follows it in parentheses: config-if. It is empty at an exec prompt.
	Mode string
	// Privileged reports whether the mark at the end is the one of privileged mode.
	Privileged bool
}

// IsPrompt reports whether a line without its line end is nothing but a prompt:
// "switch>", "sw-1.example.net#", "switch(config)# ".
func (o *OS) IsPrompt(line string) bool {
	end := len(line) - 1
	if end > 0 && line[end] == ' ' {
		end--
	}
	if end < 1 || end >= longestPrompt || !o.isMark(line[end]) {
		return false
	}
	_, _, ok := o.cutMode(line[:end])
	return ok
}

// ByPrompt returns the operating system whose prompts end as this one does: with a blank after the mark, or without one.
// Only somebody who configures the prompt can make it end in the other way.
func ByPrompt(prompt string) *OS {
	for _, o := range Systems() {
		if o.spaced == strings.HasSuffix(prompt, " ") {
			return o
		}
	}
	return iosxe
}

// IsExec reports whether show commands are answered at a prompt in that mode; empty is no mode at all.
func (o *OS) IsExec(mode string) bool { return mode == "" || slices.Contains(o.execModes, mode) }

// longestOddPrompt is longer than any prompt that somebody has made up, and shorter than a terminal's line.
const longestOddPrompt = 500

// EndsAsPrompt reports whether a line without its line end ends as a prompt does, whatever it begins with: the command
// `prompt` may put anything there. Such a line is a prompt if it stays the same, and only a dialogue can tell.
func (o *OS) EndsAsPrompt(line string) bool {
	mark := o.markAt(line)
	return mark > 0 && len(line) <= longestOddPrompt
}

// IsPrivileged reports whether a prompt of any form is that of privileged mode.
func (o *OS) IsPrivileged(prompt string) bool {
	mark := o.markAt(prompt)
	return mark >= 0 && prompt[mark] == o.privileged
}

// EnabledPrompt returns what a prompt becomes in privileged mode.
func (o *OS) EnabledPrompt(prompt string) string {
	mark := o.markAt(prompt)
	if mark < 0 {
		return prompt
	}
	return prompt[:mark] + string(o.privileged) + prompt[mark+1:]
}

// markAt is where the mark is that a line ends with, but for one blank; -1 without one.
func (o *OS) markAt(line string) int {
	line = strings.TrimSuffix(line, " ")
	if end := len(line) - 1; end >= 0 && o.isMark(line[end]) {
		return end
	}
	return -1
}

// PromptOf reads a line that is nothing but a prompt; ok is false for any other line.
func (o *OS) PromptOf(line string) (p Prompt, ok bool) {
	if !o.IsPrompt(line) {
		return Prompt{}, false
	}
	p, _, ok = o.CutPrompt(line)
	return p, ok
}

// CutPrompt cuts the prompt off the beginning of a line. typed is what follows it, without blanks around it.
func (o *OS) CutPrompt(line string) (p Prompt, typed string, ok bool) {
	end := strings.IndexAny(line, o.marks)
	if end < 1 || end >= longestPrompt {
		return Prompt{}, line, false
	}
	if p.Host, p.Mode, ok = o.cutMode(line[:end]); !ok {
		return Prompt{}, line, false
	}
	p.Privileged = line[end] == o.privileged
	return p, strings.TrimSpace(line[end+1:]), true
}

// HasPromptOf reports whether a line begins with the prompt of that switch, in whatever mode.
func (o *OS) HasPromptOf(line, host string) bool {
	rest, ok := strings.CutPrefix(line, host)
	return ok && host != "" && rest != "" && (rest[0] == '(' || o.isMark(rest[0]))
}

// MayHavePrompt reports whether one of the marks that end a prompt is in a line.
func (o *OS) MayHavePrompt(line string) bool { return strings.ContainsAny(line, o.marks) }

// isMark reports whether a byte is one that a prompt ends with.
func (o *OS) isMark(c byte) bool { return isOneOf(c, o.marks) }

// isOneOf is strings.IndexByte for a list of a few bytes.
func isOneOf(c byte, few string) bool {
	for i := 0; i < len(few); i++ {
		if c == few[i] {
			return true
		}
	}
	return false
}

// cutMode cuts "switch(config-if)" into the name and the mode.
func (o *OS) cutMode(s string) (host, mode string, ok bool) {
	const longestMode = 60
	host = s
	if open := strings.IndexByte(s, '('); open >= 0 {
		if mode, ok = strings.CutSuffix(s[open+1:], ")"); !ok || mode == "" || len(mode) > longestMode || strings.ContainsAny(mode, "() \t") {
			return "", "", false
		}
		host = s[:open]
	}
	return host, mode, o.IsHost(host)
}

// IsHost reports whether a word can be the name of a switch in a prompt: no blanks, and nothing of what is
// printed in angle brackets.
func (o *OS) IsHost(word string) bool {
	const longest = 100
	if word == "" || len(word) > longest || !isNameByte(word[0]) {
		return false
	}
	for i := 1; i < len(word); i++ {
		if c := word[i]; !isNameByte(c) && strings.IndexByte(o.nameLetters, c) < 0 {
			return false
		}
	}
	return true
}

// isNameByte reports whether a byte is a letter or a digit, of ASCII or any other writing.
func isNameByte(c byte) bool { return isWordByte(c) || c >= 0x80 }

// PartHead returns the command whose part of a long output a line is the head of:
// "------------------ show license all ------------------".
func (o *OS) PartHead(line string) (command string, ok bool) {
	rest, ok := strings.CutPrefix(line, o.partRule)
	if !ok || o.partRule == "" || !strings.HasPrefix(rest, o.partCommand) {
		return "", false
	}
	return strings.Trim(rest, o.partRule[:1]+" \r"), true
}
