package server

import (
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/ssh"
)

func TestFaultsOfOutput(t *testing.T) {
	const command = "show license tech support"
	whole := func(s *Switch) string { return s.Render(command) }
	run := func(t *testing.T, f Faults) (got, want string, s *Switch) {
		s = faulty(t, Faults{})
		m, prompt := unpaged(t, s)
		s.SetFaults(f)
		got = plain(m.command(command, prompt))
		return strings.TrimSuffix(strings.TrimPrefix(got, command+"\n"), "\n"+prompt), whole(s), s
	}
	usual := wireBytes(t, Faults{}, command)
	for name, c := range map[string]struct {
		faults Faults
		more   int // minimum number of additional packets
	}{
		"OneByteAtATime": {Faults{OneByteAtATime: true}, 5000}, "Pace": {Faults{Pace: 100_000}, 4}, "SplitAt": {Faults{SplitAt: 1000}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got, want, _ := run(t, c.faults); got != want {
				t.Errorf("the output differs: %d bytes, want %d", len(got), len(want))
			}
			const packet = 16 // the minimum size of a packet
			if got := wireBytes(t, c.faults, command); got < usual+c.more*packet {
				t.Errorf("%d bytes on the wire, %d without the fault: it is not sent in pieces", got, usual)
			}
		})
	}
	t.Run("Latency", func(t *testing.T) {
		s := faulty(t, Faults{})
		c := dial(t, s)
		m := openTerminal(t, c)
		m.until(s.Name() + "#")
		s.SetFaults(Faults{Latency: time.Hour})
		m.typed("show clock\n")
		m.until("show clock\r\n")
		m.silent(func() { roundTrips(t, c) })
	})
	t.Run("CutOutput", func(t *testing.T) {
		if got, want, _ := run(t, Faults{CutOutput: 3000}); got != want[:3000] {
			t.Errorf("%d bytes, want the first 3000", len(got))
		}
	})
	t.Run("HugeOutput", func(t *testing.T) {
		if got, _, _ := run(t, Faults{HugeOutput: 300_000}); len(got) < 300_000 {
			t.Errorf("%d bytes", len(got))
		}
	})
	t.Run("SyslogBurst", func(t *testing.T) {
		got, want, _ := run(t, Faults{SyslogBurst: 3})
		if n := strings.Count(got, "%SYS-5-CONFIG_I"); n != 3 || len(got) <= len(want) {
			t.Errorf("%d log lines, want 3", n)
		}
	})
	t.Run("Garbage", func(t *testing.T) {
		if got, _, _ := run(t, Faults{Garbage: true}); utf8.ValidString(got) || !strings.Contains(got, "\x1b[31m") {
			t.Error("output is clean")
		}
	})
	t.Run("GarbageInside", func(t *testing.T) {
		if got, _, _ := run(t, Faults{GarbageInside: true}); utf8.ValidString(got) || !strings.Contains(got, " Description: \x00") {
			t.Error("descriptions are clean")
		}
	})
	t.Run("PromptInOutput", func(t *testing.T) {
		s := faulty(t, Faults{PromptInOutput: "%p"})
		m, prompt := unpaged(t, s)
		m.typed(command + "\n")
		if got := m.until("\n" + prompt + "\r\n"); strings.Contains(got, "Overall Trust") {
			t.Error("the false prompt is not inside the output")
		}
		m.until("\n" + prompt)
	})
	t.Run("PauseAtPrompt", func(t *testing.T) {
		f := Faults{PromptInOutput: "%p", PauseAtPrompt: true}
		text := f.spoil("one\ntwo\nthree\n", "sw#")
		if at := f.splitAt(text, "sw#"); !strings.HasSuffix(text[:at], "\nsw#") || text[at] != '\n' {
			t.Errorf("%q is cut at %d", text, at)
		}
	})
	t.Run("PagerAlways", func(t *testing.T) {
		s := faulty(t, Faults{})
		m, prompt := unpaged(t, s)
		s.SetFaults(Faults{PagerAlways: true})
		m.typed(command + "\n")
		m.until(" --More-- ")
		m.typed("q")
		m.until(prompt)
	})
}

func TestFaultsMidOutput(t *testing.T) {
	half := func(t *testing.T, f Faults) (*Switch, *ssh.Client, *terminal) {
		s := faulty(t, Faults{})
		c := dial(t, s)
		m := openTerminal(t, c)
		m.until(s.Name() + "#")
		m.command("term len 0", s.Name()+"#")
		s.SetFaults(f)
		m.typed("show license tech support\n")
		return s, c, m
	}
	t.Run("HangMidOutput", func(t *testing.T) {
		s, c, m := half(t, Faults{HangMidOutput: true})
		text := plain(s.Render("show license tech support"))
		m.until(strings.ReplaceAll(text[len(text)/2-200:len(text)/2], "\n", "\r\n"))
		m.silent(func() { roundTrips(t, c) })
	})
	t.Run("CloseMidOutputTCP", func(t *testing.T) {
		_, c, m := half(t, Faults{CloseMidOutputTCP: true})
		if got := m.rest(); !strings.Contains(got, "Smart Licensing Status") || strings.Contains(got, "Overall Trust") {
			t.Errorf("output is not half: %d bytes", len(got))
		}
		if c.Wait() == nil {
			t.Error("connection ended without an error")
		}
	})
	t.Run("CloseMidOutputChannel", func(t *testing.T) {
		_, c, m := half(t, Faults{CloseMidOutputChannel: true})
		if got := m.rest(); strings.Contains(got, "Overall Trust") {
			t.Error("output is whole")
		}
		roundTrips(t, c) // the connection is still open
	})
	t.Run("ReloadMidSession", func(t *testing.T) {
		s, c, m := half(t, Faults{ReloadMidSession: true, ReloadTime: 20 * time.Millisecond})
		m.rest()
		_ = c.Wait()
		for begun := time.Now(); ; { // until the port is open again
			if probe, err := net.Dial("tcp", s.Addr()); err == nil {
				_ = probe.Close()
				break
			}
			if time.Since(begun) > patience {
				t.Fatal("does not come back")
			}
			time.Sleep(time.Millisecond)
		}
		m, _ = unpaged(t, s)
		got := m.command("show license tech support | sec Usage Reporting", s.Name()+"#")
		if !strings.Contains(got, "Attempts: Total=0, Success=0, Fail=0") {
			t.Errorf("tallies after the reload: %q", got)
		}
		if f := s.Faults(); f.ReloadMidSession {
			t.Error("the fault does not clear itself")
		}
	})
}

// counter counts the bytes that a client reads from the network.
type counter struct {
	net.Conn
	n atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// wireBytes returns how many bytes a session with one command receives while the faults are set.
func wireBytes(t *testing.T, f Faults, command string) int {
	t.Helper()
	s := faulty(t, f)
	w := &counter{Conn: tcp(t, s)}
	conn, channels, requests, err := ssh.NewClientConn(w, s.Addr(), clientConfig(s))
	if err != nil {
		t.Fatal(err)
	}
	c := ssh.NewClient(conn, channels, requests)
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := session.Output(command); err != nil || len(out) == 0 {
		t.Fatalf("%d bytes of output, %v", len(out), err)
	}
	_ = c.Close()
	return int(w.n.Load())
}
