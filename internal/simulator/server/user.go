package server

// user is somebody at the shell of a switch.
type user struct {
	sw      *Switch
	enabled bool // at privilege 15
}

// faults are those of this moment.
func (u *user) faults() Faults { return u.sw.Faults() }

// prompt is what the switch prints when it waits for a command.
func (u *user) prompt() string {
	switch {
	case u.faults().NotACisco:
		return u.sw.Username() + "@" + u.sw.Name() + ":~$ "
	case u.enabled:
		return u.sw.Name() + "#"
	default:
		return u.sw.Name() + ">"
	}
}
