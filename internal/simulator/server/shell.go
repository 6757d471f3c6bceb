package server

// shell is one user's dialogue with the switch.
type shell struct {
	user
	*tty
	length int // terminal length; 0: no paging
}

func newShell(s *Switch, c *client) *shell {
	return &shell{user: user{sw: s, enabled: s.profile.Privilege >= 15}, tty: newTTY(c, s.Faults), length: 24}
}

// hang keeps the session open and silent until the client leaves.
func (sh *shell) hang() error {
	swallow(sh.channel)
	<-sh.ended
	return errLeave
}
