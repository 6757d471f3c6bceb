package server

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// errLeave ends a session: exit, or a fault that closes it.
var errLeave = errors.New("session ends")

// shell is one user's dialogue with the switch.
type shell struct {
	sw      *Switch
	wire    *wire
	channel ssh.Channel
	ended   <-chan struct{} // closed when the client has closed the channel
	in      *bufio.Reader
	enabled bool
	length  int  // terminal length; 0: no paging
	lastCR  bool // the line ended in CR: an LF right behind it belongs to it
}

func newShell(s *Switch, w *wire, channel ssh.Channel, ended <-chan struct{}) *shell {
	sh := &shell{sw: s, wire: w, channel: channel, ended: ended, length: 24, enabled: s.profile.Privilege >= 15}
	if channel != nil {
		sh.in = bufio.NewReaderSize(channel, 256)
	}
	return sh
}

// faults are those of this moment.
func (sh *shell) faults() Faults { return sh.sw.Faults() }

// prompt is what the switch prints when it waits for a command.
func (sh *shell) prompt() string {
	switch {
	case sh.faults().NotACisco:
		return sh.sw.Username() + "@" + sh.sw.Name() + ":~$ "
	case sh.enabled:
		return sh.sw.Name() + "#"
	default:
		return sh.sw.Name() + ">"
	}
}

// run is the loop of prompt, line, answer.
func (sh *shell) run() {
	f := sh.faults()
	if f.HangBeforePrompt {
		sh.hang()
		return
	}
	if f.MOTD != "" {
		if sh.print(f.MOTD+"\n") != nil {
			return
		}
	}
	if f.PasswordExpired && sh.newPassword() != nil {
		return
	}
	for {
		if sh.print("\n"+sh.prompt()) != nil {
			return
		}
		if sh.faults().MuteAfterLogin {
			sh.hang()
			return
		}
		line, err := sh.readLine(!sh.faults().NoEcho)
		if err != nil {
			return
		}
		if err := sh.execute(line); err != nil {
			return
		}
	}
}

// hang keeps the session open without a word until the client goes.
func (sh *shell) hang() {
	_, _ = io.Copy(io.Discard, sh.channel)
	<-sh.ended
}

// newPassword is the dialogue of an account whose password has run out. Whatever is
// typed, the switch is not content and ends the session after three tries.
func (sh *shell) newPassword() error {
	if err := sh.print("\nYour password has expired.\nYou must change your password now.\n"); err != nil {
		return err
	}
	for range 3 {
		if err := sh.print("\nEnter old password: "); err != nil {
			return err
		}
		if _, err := sh.readLine(false); err != nil {
			return err
		}
		if err := sh.print("\n% Password change failed\n"); err != nil {
			return err
		}
	}
	return errLeave
}

// execute runs one line as typed. An error ends the session.
func (sh *shell) execute(line string) error {
	f := sh.faults()
	if f.HostnameChange != "" {
		sh.sw.rename(f.HostnameChange)
	}
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "!") && !f.NotACisco { // nothing is looked up for a comment
		return nil
	}
	if !sh.wait(sh.sw.options.Latency + f.Latency) {
		return errLeave
	}
	if f.NotACisco {
		return sh.linux(line)
	}
	r := sh.answer(line)
	switch r.action {
	case actionLeave:
		return errLeave
	case actionEnable:
		return sh.enable()
	}
	if r.action == actionDisable {
		sh.enabled = false
	}
	if r.action == actionLength {
		sh.length = r.number
	}
	return sh.deliver(r.text, r.show)
}

// wait pauses for d, or until the client goes (false).
func (sh *shell) wait(d time.Duration) bool { return waitFor(d, sh.ended) }

// waitFor waits that long; false if the client has gone first.
func waitFor(d time.Duration, ended <-chan struct{}) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ended:
		return false
	}
}

// enable asks for the secret, three times at most.
func (sh *shell) enable() error {
	if sh.enabled {
		return nil
	}
	for range 3 {
		if err := sh.print("Password: "); err != nil {
			return err
		}
		secret, err := sh.readLine(false)
		if err != nil {
			return err
		}
		if secret == sh.sw.options.EnablePassword {
			sh.enabled = true
			return nil
		}
	}
	return sh.print("% Bad secrets\n")
}

// linux is the answer of something that is no Cisco device.
func (sh *shell) linux(line string) error {
	word := strings.Fields(line)[0]
	if word == "exit" || word == "logout" {
		return errLeave
	}
	return sh.print("-bash: " + word + ": command not found\n")
}

// rename changes the host name.
func (s *Switch) rename(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hostname = name
}

// Render returns what the shell prints for a command at privilege 15 without paging,
// lines ended by \n. Faults of the output do not apply, save HistoryBytes; refused commands
// do.
func (s *Switch) Render(command string) string {
	sh := newShell(s, nil, nil, nil)
	sh.enabled = true
	return sh.answer(command).text
}
