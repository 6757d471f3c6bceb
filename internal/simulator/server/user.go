package server

// user is a person or program at the shell of a switch.
type user struct {
	sw      *Switch
	enabled bool // at privilege 15
}

// faults returns the faults of this moment.
func (u *user) faults() Faults { return u.sw.Faults() }

// prompt returns the prompt of the switch.
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
