package server

import "strings"

// privileged is the level that may do everything.
const privileged = 15

// user is a person or program at the shell of a switch.
type user struct {
	sw     *Switch
	level  int // privilege, 1 to 15
	column int // where the argument of the command at hand begins in its line
}

// faults returns the faults of this moment.
func (u *user) faults() Faults { return u.sw.Faults() }

// prompt returns the prompt of the switch.
func (u *user) prompt() string {
	f := u.faults()
	usual := u.sw.Name() + ">"
	if u.level > 1 {
		usual = u.sw.Name() + "#"
	}
	if u.isNexus() {
		usual = u.nexusPrompt()
	}
	switch {
	case f.NotACisco:
		return u.sw.Username() + "@" + u.sw.Name() + ":~$ "
	case f.Prompt != "":
		return strings.ReplaceAll(f.Prompt, "%p", usual)
	default:
		return usual
	}
}
