// Command gotest runs go test with its own arguments and lists, after the run, which tests were skipped and
// why. The output of failed tests appears when their package ends; the results of all packages, as go test
// prints them, come last. The exit code is that of go test.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
)

func main() {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt) // go test gets it as well, and ends
	code, err := run(os.Args[1:], os.Stdout, os.Stderr)
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "gotest:", err)
	}
	os.Exit(code)
}

// run runs go test with these arguments and returns its exit code.
func run(args []string, out, errOut io.Writer) (int, error) {
	cmd := exec.Command("go", append([]string{"test", "-json"}, args...)...) //nolint:gosec // the developer's own
	cmd.Stderr = errOut
	events, err := cmd.StdoutPipe()
	if err != nil {
		return 1, err
	}
	if err := cmd.Start(); err != nil {
		return 1, err
	}
	r := newReport(out)
	err = r.read(bufio.NewReader(events))
	ended := cmd.Wait()
	r.finish()
	var exit *exec.ExitError
	switch {
	case errors.As(ended, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode(), err
	case ended != nil || err != nil:
		return 1, errors.Join(ended, err)
	default:
		return 0, nil
	}
}
