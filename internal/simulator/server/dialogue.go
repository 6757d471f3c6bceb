package server

import (
	"strings"
)

// run repeats prompt, line and answer until the session ends.
func (sh *shell) run() {
	defer sh.hangUp()
	err := sh.greet()
	for err == nil {
		err = sh.prompted()
	}
}

// greet prints what precedes the first prompt.
func (sh *shell) greet() error {
	f := sh.faults()
	if f.HangBeforePrompt {
		return sh.hang()
	}
	if f.MOTD != "" {
		if err := sh.print(f.MOTD + "\n"); err != nil {
			return err
		}
	}
	if f.PasswordExpired {
		return sh.newPassword()
	}
	return nil
}

// prompted is one turn: prompt, line, answer.
func (sh *shell) prompted() error {
	for range sh.faults().Flood {
		if _, err := sh.channel.SendRequest("keepalive@openssh.com", false, nil); err != nil {
			return err
		}
	}
	if err := sh.print("\n" + sh.prompt()); err != nil {
		return err
	}
	if sh.faults().MuteAfterLogin {
		return sh.hang()
	}
	line, err := sh.readLine(!sh.faults().NoEcho)
	if err != nil {
		return err
	}
	return sh.execute(line)
}

// runOne runs one command without paging.
func (sh *shell) runOne(line string) {
	defer sh.hangUp()
	sh.length = 0
	_ = sh.execute(line)
}

// newPassword is the dialogue of an account with an expired password. The switch rejects every new
// password and ends the session after three attempts.
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
		sh.sw.hostname.Store(&f.HostnameChange)
	}
	line = strings.TrimSpace(line)
	if line == "" && len(sh.connections) > 0 {
		return sh.resume("")
	}
	if line == "" || strings.HasPrefix(line, "!") && !f.NotACisco { // comments are ignored
		return nil
	}
	if err := sh.typedAhead(); err != nil {
		return err
	}
	if !sh.wait(sh.sw.options.Latency + f.Latency) {
		return errLeave
	}
	if f.NotACisco {
		return sh.linux(line)
	}
	return sh.react(sh.answer(line))
}

// react performs the action of an answer and sends its text.
func (sh *shell) react(r reply) error {
	switch r.action {
	case actionLeave:
		return sh.leave()
	case actionDisconnect:
		return sh.disconnect(r.connection)
	case actionResume:
		return sh.resume(r.connection)
	case actionSessions:
		return sh.sessions()
	case actionEnable:
		return sh.enable()
	case actionDisable:
		sh.level = 1
	case actionLength:
		if sh.faults().CloseInSetUp {
			return errLeave
		}
		sh.length = r.number
	}
	if r.pieces != nil {
		return sh.attempt(r)
	}
	return sh.deliver(r.text, r.show)
}

// enable asks for the secret, at most three times.
func (sh *shell) enable() error {
	if sh.level >= privileged {
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
			sh.level = privileged
			return nil
		}
	}
	return sh.print("% Bad secrets\n")
}

// linux answers like something that is not a Cisco device.
func (sh *shell) linux(line string) error {
	word := strings.Fields(line)[0]
	if word == "exit" || word == "logout" {
		return errLeave
	}
	return sh.print("-bash: " + word + ": command not found\n")
}
