package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// TestMain lets the scripts run the program itself, and looks for goroutines left over.
func TestMain(m *testing.M) {
	testscript.Main(leakChecked{m}, map[string]func(){"slp-exporter": main})
}

type leakChecked struct{ m *testing.M }

func (l leakChecked) Run() int {
	code := l.m.Run()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(); code == 0 && err != nil {
		_, _ = os.Stderr.WriteString("goroutines left over: " + err.Error() + "\n")
		return 1
	}
	return code
}

// TestScripts types commands as a user would; each script is a story of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Files: scripts(t), RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"wait4": waitForFile, "target": firstTarget, "taken": takenAddress, "free": freeAddress, "get": getPage},
	})
}

// inBackground finds a program that goes on running beside a script.
var inBackground = regexp.MustCompile(`(?m)^exec slp-exporter .*&$`)

// scripts returns the scripts. Under the race detector these are the ones that run programs in the background; the others read
// files and print, one thing after the other.
func scripts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	chosen := slices.DeleteFunc(slices.Clone(files), func(file string) bool {
		text, err := os.ReadFile(file) //nolint:gosec // ours
		if err != nil {
			t.Fatal(err)
		}
		return race.Enabled && !inBackground.Match(text)
	})
	if len(chosen) == 0 {
		t.Fatalf("none is left of %q", files)
	}
	return chosen
}

// waitForFile waits until a program started in the background has written a file.
func waitForFile(ts *testscript.TestScript, _ bool, args []string) {
	deadline := time.Now().Add(patience)
	for {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("no file %s", args[0])
		}
		time.Sleep(10 * time.Millisecond) // nothing announces a new file
	}
}

// firstTarget sets a variable to the name of the first target in a configuration.
func firstTarget(ts *testscript.TestScript, _ bool, args []string) {
	m := regexp.MustCompile(`- \{name: "([^"]+)"`).FindStringSubmatch(ts.ReadFile(args[1]))
	if m == nil {
		ts.Fatalf("no target in %s", args[1])
	}
	ts.Setenv(args[0], m[1])
}

// takenAddress sets a variable to an address on which something listens until the script ends.
func takenAddress(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}

// freeAddress sets a variable to an address on which nothing listens.
func freeAddress(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// getPage writes a page of a program that is just being started to a file.
func getPage(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) { // nothing announces that it listens
		response, err := http.Get(args[0])
		if err == nil {
			body, err := io.ReadAll(response.Body)
			ts.Check(errors.Join(err, response.Body.Close(), os.WriteFile(ts.MkAbs(args[1]), body, 0o600)))
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%v", err)
		}
	}
}

// patience is how long a test waits for what must come; it is never waited out when all is well.
const patience = 60 * time.Second

// program is the exporter running inside the test.
type program struct {
	t      *testing.T
	cancel context.CancelFunc
	stdout buffer
	stderr buffer
	exited chan int
	url    string
	client *http.Client // nil: the default one
}

// start runs the program and waits until it listens.
func start(t *testing.T, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	p := &program{t: t, cancel: cancel, exited: make(chan int, 1)}
	go func() { p.exited <- run(ctx, args, streams{in: bytes.NewReader(nil), out: &p.stdout, err: &p.stderr}) }()
	t.Cleanup(func() { p.stop() })
	p.url = "http://" + p.await(regexp.MustCompile(`"address":"(\S+?)".*"Listening on"|msg="Listening on".* address=(\S+)`))
	return p
}

// await waits for a log line and returns what its submatches hold.
func (p *program) await(line *regexp.Regexp) string {
	p.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		changed := p.stderr.changed()
		if m := line.FindStringSubmatch(p.stderr.String()); m != nil {
			return strings.Join(m[1:], "")
		}
		select {
		case <-changed:
		case code := <-p.exited:
			p.exited <- code
			p.t.Fatalf("exited with %d:\n%s%s", code, p.stdout.String(), p.stderr.String())
		case <-deadline.C:
			p.t.Fatalf("no line %s in\n%s", line, p.stderr.String())
		}
	}
}

// awaitAddresses waits until the program listens on so many addresses.
func (p *program) awaitAddresses(n int) []string {
	p.t.Helper()
	listening := `msg="Listening on".*? address=(\S+)`
	p.await(regexp.MustCompile(`(?s)` + strings.Repeat(listening+`.*`, n)))
	var addresses []string
	for _, m := range regexp.MustCompile(listening).FindAllStringSubmatch(p.stderr.String(), -1) {
		addresses = append(addresses, m[1])
	}
	return addresses
}

// stop ends the program as SIGTERM does and returns its exit code.
func (p *program) stop() int {
	p.cancel()
	select {
	case code := <-p.exited:
		p.exited <- code
		return code
	case <-time.After(patience):
		p.t.Error("the program does not stop")
		return -1
	}
}

// buffer collects output and signals when more comes.
type buffer struct {
	mu    sync.Mutex
	text  bytes.Buffer
	ready chan struct{}
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ready != nil {
		close(b.ready)
		b.ready = nil
	}
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func (b *buffer) changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ready == nil {
		b.ready = make(chan struct{})
	}
	return b.ready
}

// TestExitCodes: 2 for what was not understood, 1 for what could not be done, 0 otherwise.
func TestExitCodes(t *testing.T) {
	for args, want := range map[string]int{
		"--help":                                exitOK,
		"--version":                             exitOK,
		"help poll":                             exitOK,
		"poll --help":                           exitOK,
		"--no-such-flag":                        exitUsage,
		"frobnicate":                            exitUsage,
		"poll":                                  exitUsage,
		"parse --output=xml x":                  exitUsage,
		"serve --log.level=loud":                exitUsage,
		"check nowhere.yml":                     exitFailure,
		"parse nowhere.txt":                     exitFailure,
		"--config.file=nowhere.yml":             exitFailure,
		"demo --switches=0":                     exitUsage,
		"demo --tempo=NaN":                      exitUsage,
		"demo --min-interval=-5s":               exitUsage,
		"demo --troubled=-1":                    exitUsage,
		"demo --switches=3 --troubled=4":        exitUsage,
		"demo --web.telemetry-path=foo":         exitUsage,
		"demo --web.telemetry-path=/":           exitUsage,
		"serve --web.telemetry-path=/-/healthy": exitUsage,
		"serve --web.telemetry-path=/m{x":       exitUsage,
		"parse --timezone=Mars/Base x":          exitUsage,
		"demo --web.listen-address=:-1":         exitFailure,
		"simulate --listen=nowhere:port":        exitFailure,
		"simulate --listen=127.0.0.1:0 --switches=1 --write-config=/no/such/folder/x": exitFailure,
	} {
		var out, err buffer
		got := run(context.Background(), strings.Fields(args), streams{in: strings.NewReader(""), out: &out, err: &err})
		if got != want {
			t.Errorf("%s: exit code %d, want %d\n%s%s", args, got, want, out.String(), err.String())
		}
		if want != exitOK && err.String() == "" {
			t.Errorf("%s: nothing said", args)
		}
	}
}
