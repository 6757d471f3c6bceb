package device

import "context"

// Close logs out, if the switch goes along quickly, and closes the connection. A running command
// fails. It may be called more than once, and returns when all is closed or the context ends,
// with the context's error if something was still closing then.
func (s *Session) Close(ctx context.Context) error {
	if s.guard.Closing() {
		return s.shut(ctx)
	}
	select {
	case <-s.finished:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// shut does the closing, once.
func (s *Session) shut(ctx context.Context) error {
	defer close(s.finished)
	select {
	case <-s.turn:
		s.guard.Leave(ctx, s.logout)
		s.turn <- struct{}{}
	default: // a command is running: it ends with the connection
	}
	s.driver.close()
	if err := s.conn.Wait(ctx); err != nil {
		return err
	}
	return s.wire.ended(ctx)
}

// logout types `exit` and waits for the switch to hang up.
func (s *Session) logout(ctx context.Context) {
	defer s.pause()
	if s.sendLines("exit") != nil {
		return
	}
	for {
		if _, err := s.next(ctx, 0); err != nil {
			return
		}
	}
}
