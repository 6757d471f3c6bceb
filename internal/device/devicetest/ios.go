package devicetest

import (
	"strings"
	"sync"
	"sync/atomic"
)

// IOS is a shell with the manners of IOS: it echoes each line when it reads it, after its prompt.
type IOS struct {
	Prompt   string // "lab-sw-01#" by default
	MOTD     string
	Commands map[string]string // what they print
	// Hook, if it returns true, has dealt with the line itself.
	Hook func(t *Terminal, line string) bool
	// Comment is said to comment lines.
	Comment string

	ahead atomic.Int32 // an Ahead
	mu    sync.Mutex
	typed []string
}

// Run holds the dialogue.
func (i *IOS) Run(t *Terminal) {
	if i.Prompt == "" {
		i.Prompt = "lab-sw-01#"
	}
	t.Say(i.MOTD + "\n" + i.Prompt)
	for {
		line, err := t.Line()
		if err != nil {
			return
		}
		i.mu.Lock()
		i.typed = append(i.typed, line)
		i.mu.Unlock()
		if i.Hook != nil && i.Hook(t, line) {
			continue
		}
		if line == "exit" {
			t.Say(line + "\n")
			return
		}
		i.answer(t, line)
	}
}

// Lines is what has been typed, comment lines left out.
func (i *IOS) Lines() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	var all []string
	for _, l := range i.typed {
		if !strings.HasPrefix(l, "!") {
			all = append(all, l)
		}
	}
	return all
}

func (i *IOS) answer(t *Terminal, line string) {
	output, known := i.Commands[line]
	switch {
	case strings.HasPrefix(line, "!"):
		output = i.Comment
	case known, line == "", strings.HasPrefix(line, "terminal "):
	default:
		output = "      ^\n% Invalid input detected at '^' marker.\n\n"
	}
	i.Answer(t, line, output, len(output)/2)
}
