package server

import (
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
)

// action is what a command does besides printing.
type action int

const (
	actionNone action = iota
	actionLeave
	actionEnable
	actionDisable
	actionLength
)

// reply is a command's outcome.
type reply struct {
	action action
	number int
	header string // lines in front of the output, which filters leave alone
	text   string // lines end in \n
	show   bool   // output of a show command: the output faults apply
}

// command is one row of the command table.
type command struct {
	words    string // full words
	argument bool   // a number or word follows
	optional bool   // or may be left out
	enabled  bool   // only in privileged mode
	policy   bool   // only of agents with Smart Licensing Using Policy
	run      func(sh *shell, argument string) reply
}

// text wraps a printing function into a row's run.
func text(command func(*screen.Page)) func(*shell, string) reply {
	return func(sh *shell, _ string) reply {
		header, body := screen.Draw(sh.sw.agent, sh.sw.Name(), command)
		return reply{header: header, text: body, show: true}
	}
}

// do wraps an action.
func do(a action) func(*shell, string) reply {
	return func(*shell, string) reply { return reply{action: a} }
}

func nothing(*shell, string) reply { return reply{} }

// commands is everything the shell knows. Rows without run only make abbreviations
// as ambiguous as they are on a real switch.
func commands() []command {
	return []command{
		{words: "enable", run: do(actionEnable)},
		{words: "disable", run: do(actionDisable)},
		{words: "exit", run: do(actionLeave)},
		{words: "logout", run: do(actionLeave)},
		{words: "quit", run: do(actionLeave)},
		{words: "terminal length", argument: true, run: terminalLength},
		{words: "terminal width", argument: true, run: terminalWidth},
		{words: "terminal monitor", run: nothing},
		{words: "terminal no monitor", run: nothing},
		{words: "terminal exec prompt timestamp", run: nothing},
		{words: "show clock", run: text(screen.Clock)},
		{words: "show version", run: text(screen.Version)},
		{words: "show privilege", run: showPrivilege},
		{words: "show running-config", enabled: true, run: text(screen.Config)},
		{words: "show license tech support", run: text(screen.TechSupport)},
		{words: "show license tech", run: text(screen.TechSupport)},
		{words: "show license status", run: text(screen.Status)},
		{words: "show license all", run: text(screen.All)},
		{words: "show license usage", run: text(screen.Usage)},
		{words: "show license summary", run: text(screen.Summary)},
		{words: "show license udi", run: text(screen.UDI)},
		{words: "show license authorization", policy: true, run: text(screen.Authorization)},
		{words: "show license eventlog", argument: true, optional: true, run: showEventLog},
		{words: "show license history message", run: showHistory},
		{words: "show license rum id all", run: text(screen.RUM)},
		{words: "show logging", enabled: true, run: text(screen.Logging)},
		{words: "show line"}, {words: "show clns"}, {words: "show users"},
		{words: "show vlan"}, {words: "show vrf"}, {words: "show processes"},
		{words: "show license data"}, {words: "show license reservation"},
		{words: "show license rum feature"},
		{words: "telnet"}, {words: "test"}, {words: "traceroute"}, {words: "connect"}, {words: "disconnect"},
		{words: "ethernet"}, {words: "lock"}, {words: "set"}, {words: "ssh"},
	}
}

func terminalLength(sh *shell, argument string) reply {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n > 512 {
		return reply{text: invalid(sh.prompt(), len("terminal length "))}
	}
	return reply{action: actionLength, number: n}
}

func terminalWidth(sh *shell, argument string) reply {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n > 512 {
		return reply{text: invalid(sh.prompt(), len("terminal width "))}
	}
	return reply{}
}

func showPrivilege(sh *shell, _ string) reply {
	level := 1
	if sh.enabled {
		level = 15
	}
	return reply{text: "Current privilege level is " + strconv.Itoa(level) + "\n", show: true}
}

func showEventLog(sh *shell, argument string) reply {
	days := 0
	if argument != "" {
		n, err := strconv.Atoi(argument)
		if err != nil || n < 1 || n > 365 {
			return reply{text: invalid(sh.prompt(), len("show license eventlog "))}
		}
		days = n
	}
	return text(func(pg *screen.Page) { screen.EventLog(pg, days) })(sh, "")
}

// showHistory makes the history as long as a fault wants it.
func showHistory(sh *shell, _ string) reply {
	size := sh.faults().HistoryBytes
	return text(func(pg *screen.Page) { screen.History(pg, size) })(sh, "")
}

// invalid is the marker line and the message; column counts from the line's start.
func invalid(prompt string, column int) string {
	return strings.Repeat(" ", len(prompt)+column) + "^\n% Invalid input detected at '^' marker.\n\n"
}

// answer runs one line and filters its output.
func (sh *shell) answer(line string) reply {
	typed, pipe, _ := strings.Cut(line, "|")
	c, argument, problem := sh.find(typed)
	if problem != "" {
		return reply{text: problem}
	}
	if c.words == "show license tech" { // taken for the whole, as by most users
		c.words = "show license tech support"
	}
	if sh.refused(c.words) {
		return reply{text: "Command authorization failed.\n\n"}
	}
	r := c.run(sh, argument)
	if strings.Contains(line, "|") {
		f, ok := parseFilter(pipe)
		if !ok {
			return reply{text: "% Incomplete command.\n\n"}
		}
		r.text = f.apply(r.text)
	}
	r.text = r.header + r.text
	return r
}

// refused reports whether AAA refuses the command, by profile or by fault.
func (sh *shell) refused(words string) bool {
	if words == "exit" || words == "logout" || words == "quit" {
		return false
	}
	f := sh.faults()
	if f.RefuseTerminal && (words == "terminal length" || words == "terminal width") {
		return true
	}
	return matchesAny(words, sh.sw.profile.Refused) || matchesAny(words, f.RefuseCommands)
}

// matchesAny reports whether a command is one of the named ones or below one.
func matchesAny(words string, names []string) bool {
	for _, name := range names {
		if name == "*" || words == name || strings.HasPrefix(words, name+" ") {
			return true
		}
	}
	return false
}
