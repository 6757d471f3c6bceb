package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"
)

// ErrNotTerminal is the error of asking for a secret where nobody can type it.
var ErrNotTerminal = errors.New("is no terminal")

// ReadSecret asks for a line that is not shown while it is typed. The error is ErrNotTerminal if in is no terminal, and that
// of ctx if that ends first; the terminal shows again what is typed then.
func ReadSecret(ctx context.Context, in io.Reader, out io.Writer, prompt string) (string, error) {
	file, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", ErrNotTerminal
	}
	fd := int(file.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	_, _ = fmt.Fprint(out, prompt)
	type line struct {
		text []byte
		err  error
	}
	lines := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		lines <- line{text, err}
	}()
	select {
	case l := <-lines:
		_, _ = fmt.Fprintln(out)
		return string(l.text), l.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(out)
		return "", errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// ReadLine returns the first line of what is no terminal, of which 1 KiB is read. The error is io.EOF if there is none.
func ReadLine(in io.Reader) (string, error) {
	text, err := bufio.NewReader(io.LimitReader(in, 1<<10)).ReadString('\n')
	if errors.Is(err, io.EOF) && text != "" {
		return text, nil
	}
	return text, err
}
