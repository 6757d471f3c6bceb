//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// build builds the program once for all runs.
func build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "slp-exporter")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/slp-exporter") //nolint:gosec // our own
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return program, cmd.Run()
}

// process is a running program that this one has started.
type process struct {
	cmd  *exec.Cmd
	once sync.Once
	mu   sync.Mutex
	head bytes.Buffer // the beginning of what it said
}

// startTime is more than a simulated fleet of 10,000 takes to listen.
const startTime = 5 * time.Minute

// begin starts the program, waits until it prints a line that matches, and returns the submatch.
func begin(ctx context.Context, line *regexp.Regexp, program string, args ...string) (*process, string, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	p := &process{cmd: exec.Command(program, args...)} //nolint:gosec // our own
	read, write, err := os.Pipe()
	if err != nil {
		return nil, "", err
	}
	p.cmd.Stdout, p.cmd.Stderr = write, write
	err = p.cmd.Start()
	_ = write.Close()
	if err != nil {
		_ = read.Close()
		return nil, "", err
	}
	found := make(chan string, 1)
	go func() {
		defer close(found)
		defer func() { _ = read.Close() }()
		seen := false
		lines := bufio.NewReader(read)
		for {
			text, err := lines.ReadString('\n')
			p.note(text)
			if m := line.FindStringSubmatch(text); m != nil && !seen {
				seen = true
				found <- m[len(m)-1]
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case what, ok := <-found:
		if ok {
			return p, what, nil
		}
		p.stop()
		return nil, "", fmt.Errorf("%s %s ended:\n%s", program, args[0], p.said())
	case <-ctx.Done():
		p.stop()
		return nil, "", fmt.Errorf("%s %s has not printed %q: %w; it printed:\n%s", program, args[0], line, ctx.Err(), p.said())
	}
}

// note keeps the first lines for an error message.
func (p *process) note(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.head.Len() < 4000 {
		p.head.WriteString(line)
	}
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.head.String()
}

// stop asks the process to end, as an operator would, and kills it if it does not.
func (p *process) stop() {
	p.once.Do(func() {
		_ = p.cmd.Process.Signal(syscall.SIGTERM)
		kill := time.AfterFunc(30*time.Second, func() { _ = p.cmd.Process.Kill() })
		_ = p.cmd.Wait()
		kill.Stop()
	})
}

// tick is the unit of CPU times in /proc.
const tick = time.Second / 100

// cpu returns the CPU time that the process has used so far.
func (p *process) cpu() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid)) //nolint:gosec // a number
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0, io.ErrUnexpectedEOF
	}
	var ticks int64
	for _, f := range fields[11:13] { // utime and stime
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * tick, nil
}

// descriptors returns how many descriptors the process has open.
func (p *process) descriptors() (int, error) {
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", p.cmd.Process.Pid))
	return len(open), err
}

// peak returns the most memory that the process has used, in bytes.
func (p *process) peak() (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10, err
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc")
}
