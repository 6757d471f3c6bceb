package server

import (
	"slices"
	"strings"
)

// Render returns the output of a command at privilege 15 without paging. Lines end in \n. Faults of
// the output do not apply, except HistoryBytes; refusals do.
func (s *Switch) Render(command string) string {
	u := &user{sw: s, level: privileged}
	r := u.answer(command)
	return r.text + joined(r.pieces)
}

// denied is what AAA says of a command that the user may not run.
const denied = "Command authorization failed.\n\n"

// answer runs one line and filters its output.
func (u *user) answer(line string) reply {
	typed, pipe, _ := strings.Cut(line, "|")
	c, argument, problem := find(u.known(), typed, u.prompt())
	if problem != "" {
		return reply{text: u.worded(problem)}
	}
	if u.refused(c) {
		return reply{text: u.worded(denied)}
	}
	u.column = strings.LastIndex(typed, argument)
	r := c.carryOut(u, argument)
	if strings.Contains(line, "|") {
		f, ok := parseFilter(pipe)
		if !ok {
			return reply{text: u.worded("% Incomplete command.\n\n")}
		}
		r.text = f.apply(r.text)
	}
	r.text = r.header + r.text
	return r
}

// refused reports whether AAA refuses the command, by profile or by fault.
func (u *user) refused(c command) bool {
	words := c.words
	if c.means != "" {
		words = c.means
	}
	if c.always {
		return false
	}
	f := u.faults()
	if f.RefuseTerminal && (words == "terminal length" || words == "terminal width") {
		return true
	}
	if allowed := u.sw.profile.Allowed; len(allowed) > 0 && !matchesAny(words, allowed) {
		return true
	}
	return matchesAny(words, u.sw.profile.Refused) || matchesAny(words, f.RefuseCommands)
}

// matchesAny reports whether a command is one of the named commands or a subcommand of one.
func matchesAny(words string, names []string) bool {
	for _, name := range names {
		if name == "*" || words == name || strings.HasPrefix(words, name+" ") {
			return true
		}
	}
	return false
}

// needed returns the lowest level at which a command is known.
func (u *user) needed(c command) int {
	if lower := u.sw.profile.ConfigLevel; c.words == "show running-config" && lower > 0 {
		return lower
	}
	return c.level
}

// known returns the commands that this user has at this level.
func (u *user) known() []command {
	hidden := u.faults().UnknownCommands
	if u.isNexus() {
		return slices.DeleteFunc(nexusCommands(u.sw.profile.Nexus), func(c command) bool { return matchesAny(c.words, hidden) })
	}
	if u.level < privileged {
		hidden = append(slices.Clone(hidden), u.sw.profile.HiddenInUserMode...)
	}
	return slices.DeleteFunc(commands(), func(c command) bool {
		return u.level < u.needed(c) || (c.policy && u.sw.profile.Version.PreSLP) || matchesAny(c.words, hidden)
	})
}
