//go:build unix

package device

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// benchCommands answer about 13 KB each, as `show license tech support` of a small switch does.
func benchCommands() []string { return []string{"show one", "show two"} }

// startServer runs the switch in a process of its own, so that its CPU time is not counted.
func startServer(b *testing.B) *fakeSwitch {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), benchServer+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = stdin.Close(); _ = cmd.Wait() })
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return &fakeSwitch{address: address[:len(address)-1]}
}

// bareSession is what a minimal client on x/crypto/ssh does: no check of anything.
type bareSession struct {
	client *ssh.Client
	in     io.Writer
	out    io.Reader
	buffer []byte
}

func openBare(address string) (*bareSession, error) {
	client, err := ssh.Dial("tcp", address, &ssh.ClientConfig{
		User:            testUser,
		Auth:            []ssh.AuthMethod{ssh.Password(testPassword)},
		HostKeyCallback: ssh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		return nil, err
	}
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	if err := session.RequestPty("vt100", 511, 511, ssh.TerminalModes{}); err != nil {
		return nil, err
	}
	in, err := session.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := session.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := session.Shell(); err != nil {
		return nil, err
	}
	s := &bareSession{client: client, in: in, out: out, buffer: make([]byte, 64<<10)}
	if _, err := s.read(); err != nil {
		return nil, err
	}
	for _, command := range []string{"terminal length 0", "terminal width 0"} {
		if _, err := s.run(command); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *bareSession) run(command string) (string, error) {
	if _, err := io.WriteString(s.in, command+"\n"); err != nil {
		return "", err
	}
	return s.read()
}

func (s *bareSession) read() (string, error) {
	var text []byte
	for {
		n, err := s.out.Read(s.buffer)
		if err != nil {
			return "", err
		}
		text = append(text, s.buffer[:n]...)
		if bytes.HasSuffix(text, []byte("\nlab-sw-01#")) {
			return string(bytes.ReplaceAll(text, []byte("\r"), nil)), nil
		}
	}
}

func (s *bareSession) close() error {
	if _, err := io.WriteString(s.in, "exit\n"); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.client.Close() // the server has hung up already
	return nil
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// compare runs both clients in turns and reports this package's CPU time over the bare client's.
func compare(b *testing.B, bare, ours func() error) {
	b.Helper()
	const turn = 20
	var spent [2]time.Duration
	for done := 0; done < b.N; done += turn {
		for i, f := range []func() error{bare, ours} {
			before := cpuTime(b)
			for range min(turn, b.N-done) {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
			spent[i] += cpuTime(b) - before
		}
	}
	perOp := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) }
	b.ReportMetric(perOp(spent[0]), "bare-cpu-µs/op")
	b.ReportMetric(perOp(spent[1]), "cpu-µs/op")
	b.ReportMetric(float64(spent[1])/float64(max(spent[0], 1)), "cpu-ratio")
}

// remember reads a Trace as one does who keeps it of a poll that went well.
func remember(trace *Trace) error {
	if len(trace.Steps()) == 0 || trace.Tail(256) == "" {
		return errors.New("nothing was recorded")
	}
	return nil
}

// BenchmarkSession is connect, two commands, close, recorded in a Trace. The ratio should stay below 2.
func BenchmarkSession(b *testing.B) {
	f := startServer(b)
	d := NewDialer()
	compare(b, func() error {
		s, err := openBare(f.address)
		if err != nil {
			return err
		}
		for _, c := range benchCommands() {
			if _, err := s.run(c); err != nil {
				return err
			}
		}
		return s.close()
	}, func() error {
		trace := NewTrace()
		ctx := WithTrace(context.Background(), trace)
		s, err := d.Open(ctx, f.target())
		if err != nil {
			return err
		}
		for _, c := range benchCommands() {
			if _, err := s.Run(ctx, c); err != nil {
				return err
			}
		}
		if err := s.Close(ctx); err != nil {
			return err
		}
		return remember(trace)
	})
}

// BenchmarkKeptSession is two commands on an open session. The ratio should stay below 3.
func BenchmarkKeptSession(b *testing.B) { benchmarkKept(b, benchCommands()) }

// BenchmarkLargeOutput is one output of 2 MB on an open session.
func BenchmarkLargeOutput(b *testing.B) { benchmarkKept(b, []string{"show large"}) }

func benchmarkKept(b *testing.B, commands []string) {
	f := startServer(b)
	ctx := context.Background()
	bare, err := openBare(f.address)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = bare.close() }()
	ours, err := NewDialer().Open(ctx, f.target())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = ours.Close(ctx) }()
	b.ResetTimer()
	compare(b, func() error {
		for _, c := range commands {
			if _, err := bare.run(c); err != nil {
				return err
			}
		}
		return nil
	}, func() error {
		trace := NewTrace()
		for _, c := range commands {
			if _, err := ours.Run(WithTrace(ctx, trace), c); err != nil {
				return err
			}
		}
		return remember(trace)
	})
}
