package server

import "strings"

// The keys the shell knows.
const (
	keyBell      = 0x07
	keyBackspace = 0x08
	keyDelete    = 0x7f
	keyCtrlA     = 0x01
	keyCtrlC     = 0x03
	keyCtrlD     = 0x04
	keyCtrlE     = 0x05
	keyCtrlU     = 0x15
	keyCtrlW     = 0x17
	keyCtrlZ     = 0x1a
	maxLine      = 1024
)

// readLine reads what the user types up to CR, LF or CR LF, and echoes it.
func (sh *shell) readLine(echo bool) (string, error) {
	var line []byte
	for {
		b, err := sh.in.ReadByte()
		if err != nil {
			return "", err
		}
		if b == '\n' && sh.lastCR {
			sh.lastCR = false
			continue
		}
		sh.lastCR = b == '\r'
		reply := ""
		switch {
		case b == '\r' || b == '\n':
			return string(line), sh.echo("\n", true)
		case b == keyBackspace || b == keyDelete:
			line, reply = erase(line, 1)
		case b == keyCtrlU:
			line, reply = erase(line, len(line))
		case b == keyCtrlW:
			line, reply = erase(line, len(line)-1-strings.LastIndexByte(strings.TrimRight(string(line), " "), ' '))
		case b == keyCtrlC || b == keyCtrlZ:
			return "", sh.echo("\n", true)
		case b == keyCtrlD && len(line) == 0:
			return "exit", nil
		case b >= ' ' && len(line) < maxLine:
			line, reply = append(line, b), string(rune(b))
			if b >= 0x80 {
				reply = string([]byte{b})
			}
		}
		if err := sh.echo(reply, echo); err != nil {
			return "", err
		}
	}
}

// echo prints what was typed, unless the terminal is not to show it.
func (sh *shell) echo(text string, on bool) error {
	if !on || text == "" {
		return nil
	}
	return sh.print(text)
}

// erase takes the last n bytes off a line, and says what wipes them off the screen.
func erase(line []byte, n int) ([]byte, string) {
	n = min(n, len(line))
	return line[:len(line)-n], strings.Repeat("\b \b", n)
}
