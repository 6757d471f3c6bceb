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
	actionDisconnect
	actionResume
	actionSessions
)

// reply is the outcome of a command.
type reply struct {
	action     action
	number     int
	connection string // the number of a connection as typed; empty: the last one
	header     string // lines before the output, not filtered
	text       string // lines end in \n
	show       bool   // output of a show command, to which the output faults apply

	pieces []piece     // the output of a command that takes its time
	echoes bool        // the pieces are those of a ping
	opens  *connection // what is open after the pieces
}

// command is one row of the table.
type command struct {
	words    string // full words
	means    string // the command that AAA takes it for; empty: words
	argument bool   // a number or word follows
	optional bool   // the argument may be left out
	rest     bool   // the argument is all that follows, if anything does
	level    int    // the lowest privilege that has the command; 0: every user
	policy   bool   // only with Smart Licensing Using Policy
	always   bool   // never refused by AAA

	screen screen.Command                       // the output of a show command
	run    func(u *user, argument string) reply // the effect of any other command
}

// carryOut runs the command.
func (c command) carryOut(u *user, argument string) reply {
	if c.screen != nil {
		return u.show(c.screen)
	}
	return c.run(u, argument)
}

// show prints a screen.
func (u *user) show(c screen.Command) reply {
	header, body := screen.Draw(u.sw.agent, u.sw.Name(), c)
	return reply{header: header, text: body, show: true}
}

// do returns the run function of a row that only has an action.
func do(a action) func(*user, string) reply {
	return func(*user, string) reply { return reply{action: a} }
}

// connectionAction returns the run function of a row whose action concerns the connection of a number.
func connectionAction(a action) func(*user, string) reply {
	return func(_ *user, number string) reply { return reply{action: a, connection: number} }
}

func nothing(*user, string) reply { return reply{} }

// commands is the table of everything the shell knows, and the one place to add a command. A row
// names the screen that the command prints, or a function for any other effect. Rows with neither
// only make abbreviations as ambiguous as on a real switch.
func commands() []command {
	return []command{
		{words: "enable", run: do(actionEnable)},
		{words: "disable", run: do(actionDisable)},
		{words: "exit", always: true, run: do(actionLeave)},
		{words: "logout", always: true, run: do(actionLeave)},
		{words: "quit", always: true, run: do(actionLeave)},
		{words: "terminal length", argument: true, run: terminalLength},
		{words: "terminal width", argument: true, run: terminalWidth},
		{words: "terminal monitor", run: nothing},
		{words: "terminal no monitor", run: nothing},
		{words: "terminal exec prompt timestamp", run: nothing},
		{words: "show clock", screen: screen.ShowClock},
		{words: "show clock detail", screen: screen.ShowClockDetail},
		{words: "show ntp status", screen: screen.ShowNTP},
		{words: "show version", screen: screen.ShowVersion},
		{words: "show privilege", run: showPrivilege},
		{words: "show running-config", level: privileged, run: showConfig},
		{words: "show license tech support", screen: screen.ShowTechSupport},
		{words: "show license tech", means: "show license tech support", screen: screen.ShowTechSupport},
		{words: "show license status", screen: screen.ShowStatus},
		{words: "show license all", screen: screen.ShowAll},
		{words: "show license usage", screen: screen.ShowUsage},
		{words: "show license summary", screen: screen.ShowSummary},
		{words: "show license udi", screen: screen.ShowUDI},
		{words: "show license authorization", policy: true, screen: screen.ShowAuthorization},
		{words: "show license eventlog", argument: true, optional: true, run: showEventLog},
		{words: "show license history message", run: showHistory},
		{words: "show license rum id all", screen: screen.ShowRUM},
		{words: "show hosts", rest: true, run: ofVRF(screen.ShowHosts)},
		{words: "show ip dns view", rest: true, level: privileged, run: ofVRF(screen.ShowView)},
		{words: "show ip interface brief", screen: screen.ShowInterfaces},
		{words: "show ip route", rest: true, run: ofAddress(screen.ShowRoute)},
		{words: "show ip cef", rest: true, run: ofAddress(screen.ShowCEF)},
		{words: "show ip arp", rest: true, run: showARP},
		{words: "show mac address-table", rest: true, run: showMAC},
		{words: "show crypto pki trustpoints", rest: true, level: privileged, run: showTrustPoint},
		{words: "show logging", level: privileged, screen: screen.ShowLogging},
		{words: "show line"}, {words: "show clns"}, {words: "show users"},
		{words: "show vlan"}, {words: "show vrf"}, {words: "show processes"},
		{words: "show license data"}, {words: "show license reservation"},
		{words: "show license rum feature"},
		{words: "license smart sync all", level: privileged, policy: true, run: syncNow},
		{words: "license smart sync local", level: privileged, policy: true, run: syncNow},
		{words: "license smart factory reset", level: privileged, policy: true, run: factoryReset},
		{words: "ping", rest: true, run: ping},
		{words: "telnet", rest: true, run: telnet},
		{words: "disconnect", rest: true, run: connectionAction(actionDisconnect)},
		{words: "resume", rest: true, run: connectionAction(actionResume)},
		{words: "show sessions", run: do(actionSessions)},
		{words: "where", run: do(actionSessions)},
		{words: "test"}, {words: "traceroute"}, {words: "connect"},
		{words: "ethernet"}, {words: "lock"}, {words: "set"}, {words: "ssh"},
	}
}

func terminalLength(u *user, argument string) reply {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n > 512 {
		return reply{text: invalid(u.prompt(), len("terminal length "))}
	}
	return reply{action: actionLength, number: n}
}

func terminalWidth(u *user, argument string) reply {
	n, err := strconv.Atoi(argument)
	if err != nil || n < 0 || n > 512 {
		return reply{text: invalid(u.prompt(), len("terminal width "))}
	}
	return reply{}
}

func showPrivilege(u *user, _ string) reply {
	return reply{text: "Current privilege level is " + strconv.Itoa(u.level) + "\n", show: true}
}

// showConfig shows below privilege 15 only what the user may configure, which is nothing.
func showConfig(u *user, _ string) reply {
	if u.level < privileged {
		return u.show(screen.ShowEmptyConfig)
	}
	return u.show(screen.ShowConfig)
}

// syncNow is "license smart sync". It prints nothing, whatever becomes of the messages.
func syncNow(u *user, _ string) reply {
	u.sw.agent.Sync()
	return reply{}
}

// factoryReset is "license smart factory reset". It asks nothing.
func factoryReset(u *user, _ string) reply {
	u.sw.agent.FactoryReset()
	return reply{text: "%Warning: reload required after \"license smart factory reset\" command\n"}
}

func showEventLog(u *user, argument string) reply {
	days := 0
	if argument != "" {
		n, err := strconv.Atoi(argument)
		if err != nil || n < 1 || n > 365 {
			return reply{text: invalid(u.prompt(), len("show license eventlog "))}
		}
		days = n
	}
	return u.show(screen.ShowEventLog(days))
}

// showHistory makes the history as long as a fault demands.
func showHistory(u *user, _ string) reply {
	return u.show(screen.ShowHistory(u.faults().HistoryBytes))
}

// invalid returns the marker line and the message. column counts from the start of the line.
func invalid(prompt string, column int) string {
	return strings.Repeat(" ", len(prompt)+column) + "^\n% Invalid input detected at '^' marker.\n\n"
}
