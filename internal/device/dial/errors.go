package dial

import (
	"context"
	"errors"
	"io"
	"net"
	"syscall"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// IsTimeout reports whether an error says that something took too long.
func IsTimeout(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

// IsClosed reports whether an error says that either side has closed the connection.
func IsClosed(err error) bool {
	for _, end := range closedErrors() {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}

func closedErrors() []error {
	return []error{
		io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, syscall.ECONNRESET, syscall.EPIPE,
		syscall.ECONNABORTED, ErrClosed,
	}
}

// Ended words the end of a context.
func Ended(target, command, doing string, cause error) *failure.Error {
	e := failure.New(failure.Internal, "cancelled %s: %w", doing, cause)
	if errors.Is(cause, context.DeadlineExceeded) {
		e = failure.New(failure.Timeout, "timed out %s: %w", doing, cause)
	}
	e.Target, e.Command = target, command
	return e
}
