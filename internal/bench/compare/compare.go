//go:build unix

// Package compare lets benchmarks compare the CPU time of two ways to do the same thing in one run. On a busy
// machine a single figure means little, and the ratio of two means a lot. It imports nothing of the exporter.
package compare

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// turn is how often one way runs before the other takes over.
const turn = 20

// CPUTime returns the CPU time that this process has used so far, user and system.
func CPUTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// Run runs bare and ours in turns, and reports the CPU time of each and the ratio of ours to bare.
func Run(b *testing.B, bare, ours func() error) {
	b.Helper()
	var spent [2]time.Duration
	b.ResetTimer()
	for done := 0; done < b.N; done += turn {
		for i, do := range []func() error{bare, ours} {
			before := CPUTime(b)
			for range min(turn, b.N-done) {
				if err := do(); err != nil {
					b.Fatal(err)
				}
			}
			spent[i] += CPUTime(b) - before
		}
	}
	perOp := func(d time.Duration) float64 { return float64(d.Microseconds()) / float64(b.N) }
	b.ReportMetric(perOp(spent[0]), "bare-cpu-µs/op")
	b.ReportMetric(perOp(spent[1]), "cpu-µs/op")
	b.ReportMetric(float64(spent[1])/float64(max(spent[0], 1)), "cpu-ratio")
}

// Serve starts this test binary again, with the variable set in its environment, and returns the first line
// that it prints. TestMain must look for the variable, and then do nothing but serve until its input ends. In
// the same process, the server's CPU time would be counted.
func Serve(b *testing.B, variable string) string {
	b.Helper()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), variable+"=1")
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
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		b.Fatal(err)
	}
	return strings.TrimSuffix(line, "\n")
}
