package server

// shell is one user's dialogue with the switch.
type shell struct {
	user
	*tty
	length int // terminal length; 0: no paging

	connections []*connection // opened by telnet, oldest first
}

func newShell(s *Switch, c *client) *shell {
	return &shell{user: user{sw: s, level: s.profile.Privilege}, tty: newTTY(c, s.Faults), length: 24}
}

// hang keeps the session open and silent until the client leaves.
func (sh *shell) hang() error {
	if sh.keys == nil {
		swallow(sh.channel)
	} else { // a channel that ends wakes only one of its readers
		for range sh.keys {
		}
	}
	<-sh.ended
	return errLeave
}
