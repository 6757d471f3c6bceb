package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// ended runs the program to its end, which must come by itself.
func ended(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err buffer
	code = run(t.Context(), args, streams{in: bytes.NewReader(nil), out: &out, err: &err})
	return code, out.String(), err.String()
}

// problemLine is what a person can act on: the place, the key, what is wrong.
var problemLine = regexp.MustCompile(`^[^ ]+\.(yml|yaml|json)(:\d+)?: \S.*$`)

// TestInvalidConfiguration starts the program with each of the files that break a rule. It must exit with
// 1, and print exactly the lines that the checker has for it: no log line around them, no stack trace.
func TestInvalidConfiguration(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../internal/config/testdata")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "invalid-*.yml"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		_, _, problem := config.Load(file)
		if problem == nil {
			t.Errorf("%s: is valid", file)
			continue
		}
		code, stdout, stderr := ended(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0")
		if code != exitFailure || stdout != "" {
			t.Errorf("%s: exit code %d, printed %q", file, code, stdout)
		}
		said := slices.DeleteFunc(strings.Split(strings.TrimSpace(stderr), "\n"), func(line string) bool {
			return strings.Contains(line, "level=warn") && strings.Contains(line, "msg=configuration")
		})
		if strings.Join(said, "\n") != problem.Error() {
			t.Errorf("%s: said\n%s\nwant\n%s", file, stderr, problem)
		}
		for _, line := range said {
			if !problemLine.MatchString(line) {
				t.Errorf("%s: %q does not tell where", file, line)
			}
		}
	}
}

// TestFailedStart: what hinders the program is said in one line, before a switch is asked.
func TestFailedStart(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	_, good := fleetOf(t, 1, "polling: {min_interval: 60s}")
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		replaceFile(t, file, text)
		return file
	}
	secret := write("unreadable.yml", "")
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	badUsers := write("users.yml", "basic_auth_users: {prometheus: hunter2-hunter2}\n")
	noUsers := write("text.yml", "basic_auth_users: hunter2-hunter2\n")
	for _, row := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--config.file=" + good, "--web.listen-address=" + taken.Addr().String()}, exitFailure, `^slp-exporter: --web.listen-address: .*address already in use$`},
		{[]string{"--config.file=" + good, "--web.listen-address=127.0.0.1:0", "--web.listen-address=" + taken.Addr().String()}, exitFailure, `address already in use$`},
		{[]string{"--config.file=" + good, "--web.listen-address=9952"}, exitFailure, `^slp-exporter: --web.listen-address: .*missing port`},
		{[]string{"--config.file="}, exitUsage, `^slp-exporter: --config.file names no file, write one such as`},
		{[]string{"demo", "--switches=many"}, exitUsage, `^slp-exporter: --switches: "many" is not a number that it takes, try --help$`},
		{[]string{"--config.file=" + dir}, exitFailure, `: is not a regular file$`},
		{[]string{"--config.file=" + secret}, exitFailure, `: cannot be read by this user \(permission denied\)$`},
		{[]string{"--config.file=" + filepath.Join(dir, "nowhere.yml")}, exitFailure, `(?s)nowhere.yml: does not exist\n.*demo`},
		{[]string{"--config.file=" + good, "--web.config.file=" + filepath.Join(dir, "nowhere.yml")}, exitFailure, `^slp-exporter: --web.config.file: .*nowhere.yml: no such file or directory$`},
		{[]string{"--config.file=" + good, "--web.config.file=" + dir}, exitFailure, ` is not a regular file$`},
		{[]string{"--config.file=" + good, "--web.config.file=" + write("key.yml", "tls: {}\n")}, exitFailure, `key.yml: line 1: field tls not found$`},
		{[]string{"--config.file=" + good, "--web.config.file=" + write("syntax.yml", "a: b: c\n")}, exitFailure, `syntax.yml: .*mapping values`},
		{[]string{"--config.file=" + good, "--web.config.file=" + write("cert.yml", "tls_server_config: {cert_file: nowhere.pem, key_file: nowhere.key}\n")}, exitFailure, `cert_file.*nowhere.pem.*no such file`},
		{[]string{"--config.file=" + good, "--web.config.file=" + write("auth.yml", "tls_server_config: {client_auth_type: Maybe}\n")}, exitFailure, `missing one of cert or cert_file`},
		{[]string{"--config.file=" + good, "--web.config.file=" + badUsers}, exitFailure, `users.yml: a password in basic_auth_users is not a bcrypt hash, write .*htpasswd`},
		{[]string{"--config.file=" + good, "--web.config.file=" + noUsers}, exitFailure, `text.yml: line 1: cannot unmarshal`},
		{[]string{"demo", "--web.config.file=" + badUsers}, exitFailure, `users.yml: a password`},
		{[]string{"--config.file=" + good, "--web.listen-addres=:1"}, exitUsage, `unknown long flag '--web.listen-addres'; did you mean "--web.listen-address"\?$`},
		{[]string{"--config.file=" + good, "--web.telemetry-path=metrics"}, exitUsage, `write one such as /metrics$`},
		{[]string{"--config.file=" + good, "--log.format=xml"}, exitUsage, `log.format.*try --help|try --help`},
		{[]string{"--config.file=" + good, "extra"}, exitUsage, `extra`},
	} {
		if row.args[0] == "--config.file="+secret && os.Getuid() == 0 {
			continue // root may read everything
		}
		code, stdout, stderr := ended(t, row.args...)
		if code != row.code || stdout != "" {
			t.Errorf("%v: exit code %d, want %d; printed %q", row.args, code, row.code, stdout)
		}
		said := strings.TrimSuffix(stderr, "\n")
		if !regexp.MustCompile(row.want).MatchString(said) || strings.Count(said, "\n") != strings.Count(row.want, `\n`) {
			t.Errorf("%v: said\n%s\nwant %s", row.args, stderr, row.want)
		}
		if strings.Contains(stderr, "hunter") || strings.Contains(stderr, "goroutine ") {
			t.Errorf("%v: said %s", row.args, stderr)
		}
	}
}

// TestStoppedAtStart: a program that is stopped before it serves stops all the same.
func TestStoppedAtStart(t *testing.T) {
	_, file := fleetOf(t, 1, "polling: {min_interval: 60s}")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, err buffer
	code := run(ctx, []string{"--config.file=" + file, "--web.listen-address=127.0.0.1:0"}, streams{in: bytes.NewReader(nil), out: &out, err: &err})
	if code != exitOK {
		t.Errorf("exit code %d: %s", code, err.String())
	}
}
