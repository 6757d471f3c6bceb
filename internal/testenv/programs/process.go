package programs

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is how long a program may take to stop before Stop kills it.
const patience = 15 * time.Second

// Process is a running program. Its output goes to a file.
type Process struct {
	Name string
	Log  string // the file

	cmd  *exec.Cmd
	done chan struct{}
	err  error // how it ended; valid once done is closed
}

// Start starts a program. Standard output and error go to the file log.
func Start(name, log, path string, args ...string) (*Process, error) {
	out, err := os.Create(log) //nolint:gosec // the caller's file
	if err != nil {
		return nil, err
	}
	defer func() { _ = out.Close() }() // the process has its own descriptor
	p := &Process{Name: name, Log: log, done: make(chan struct{})}
	p.cmd = exec.Command(path, args...) //nolint:gosec // what the caller wants to be run
	p.cmd.Stdout, p.cmd.Stderr = out, out
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	return p, nil
}

// Done is closed when the process has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Stop asks the process to end and waits for it. It kills a process that does not end, and returns an error
// then. To stop a process that has already ended is no error.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		_ = p.cmd.Process.Kill() // Windows has no interrupt
	}
	select {
	case <-p.done:
		return nil
	case <-time.After(patience):
	}
	_ = p.cmd.Process.Kill()
	<-p.done
	return fmt.Errorf("%s did not stop within %s and was killed", p.Name, patience)
}

// Tail returns the last lines of the process' output, for an error message.
func (p *Process) Tail() string {
	const lines = 12
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
