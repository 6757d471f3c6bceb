package main

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/simulator"
)

// The secrets of the test, invented. Each form of giving one has its own.
const (
	filePassword   = `k7Qw+z/Lp3&xN<d9=Vt2>Yb8`
	envPassword    = `hM4;rT0%aG6?jU5^cE1~sX9_`
	plainPassword  = `Bf2*oK8,wD3@nR7!vZ6|yC5-`
	wrongPassword  = `eJ9)uP1(gS4]iO0[tH2}qA7{`
	fileEnable     = `Xd5$lW6:mF8#bV3=zK1+pN4/`
	envEnable      = `yR0&cQ7<aT9>uL2;hG5%oJ8?`
	passphrase     = `sE3^vB6~kD1_nZ4*xM9,fU0@`
	pagePassword   = `Gw8!tC2|rY5-iH7)dP3(jS6]`
	strangerBearer = `qA1[oV4}eX0{lK9$bN7:mR2#`
)

// The secrets that only switches know, and quote when they say why something failed. They are too short to look like tokens.
const (
	saidToken    = `Zk4Tw8Rm2Xc`
	saidPassword = `vN6qJ3bH9s`
	saidReason   = "The token '" + saidToken + "' is not valid, password " + saidPassword + " refused."
)

// telling are switches that quote a secret of their own, each in another place.
var telling = map[string]simulator.Faults{
	"tells-event":   {PromptInOutput: `2027-01-02 10:01:00.000 UTC SAEVT_COMM_FAIL error="` + saidReason + `"`},
	"tells-log":     {PromptInOutput: "*Jan  2 10:01:00.042: %SMART_LIC-3-COMM_FAILED: Communications failure with the Cisco Smart License Utility (CSLU) : " + saidReason},
	"tells-outcome": {PromptInOutput: "    Failure Reason: " + saidReason},
	"tells-cut":     {PromptInOutput: saidReason, CloseMidOutputTCP: true},
	"tells-motd":    {MOTD: saidReason + "\n", CloseInSetUp: true},
	"tells-bytes":   {MOTD: saidReason + "\n", OneByteAtATime: true},
	"tells-banner":  {Banner: saidReason + "\n", WrongPassword: true},
}

// secretKey is a key pair of which the private half is encrypted; in the old form, for that of OpenSSH takes
// seconds under the race detector.
func secretKey(t *testing.T) (private string, public ssh.PublicKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	//nolint:staticcheck // operators have such keys
	block, err := x509.EncryptPEMBlock(rand.Reader, "EC PRIVATE KEY", der, []byte(passphrase), x509.PEMCipherAES256)
	if err != nil {
		t.Fatal(err)
	}
	if public, err = ssh.NewPublicKey(key.Public()); err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), public
}

// vault is a fleet in which every kind of secret is in use, rightly and wrongly, with a configuration.
type vault struct {
	t       *testing.T
	dir     string
	file    string
	known   strings.Builder
	targets strings.Builder
	leaks   *leaks
}

// add starts a switch and has it polled by a module.
func (v *vault) add(module string, o simulator.Options, so simulator.SwitchOptions, f simulator.Faults) {
	v.t.Helper()
	sw, err := simulator.NewSwitch(o, so)
	if err != nil {
		v.t.Fatal(err)
	}
	if err := sw.Start(); err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { _ = sw.Close() })
	sw.SetFaults(f)
	address := cmp.Or(sw.NetconfAddr(), sw.Addr())
	v.known.WriteString(knownhosts.Line([]string{address}, sw.HostKey()) + "\n")
	fmt.Fprintf(&v.targets, "  - {name: %s, address: %q, module: %s}\n", module, address, module)
}

func newVault(t *testing.T) *vault {
	t.Helper()
	private, public := secretKey(t)
	v := &vault{t: t, dir: t.TempDir()}
	v.file = filepath.Join(v.dir, "slp-exporter.yml")
	user := simulator.SwitchOptions{Privilege: 1, HiddenInUserMode: []string{"show license"}}
	good := simulator.Faults{}
	v.add("by-file", simulator.Options{Seed: 1, Password: filePassword, EnablePassword: fileEnable}, user, good)
	v.add("by-env", simulator.Options{Seed: 2, Password: envPassword, EnablePassword: envEnable}, user, good)
	v.add("by-text", simulator.Options{Seed: 3, Password: plainPassword}, simulator.SwitchOptions{}, good)
	v.add("by-key", simulator.Options{Seed: 4, AuthorizedKey: public}, simulator.SwitchOptions{}, good)
	v.add("refused", simulator.Options{Seed: 5}, simulator.SwitchOptions{}, good)
	v.add("enable-refused", simulator.Options{Seed: 6, Password: filePassword}, user, good)
	v.add("key-refused", simulator.Options{Seed: 7}, simulator.SwitchOptions{}, good)
	v.add("talkative", simulator.Options{Seed: 8, Password: filePassword}, simulator.SwitchOptions{}, simulator.Faults{
		Banner: "Your password is " + filePassword + "\n", MOTD: "Welcome, " + filePassword + "\n", CloseMidOutputTCP: true,
	})
	v.add("netconf", simulator.Options{Seed: 9, Password: filePassword, Netconf: true}, simulator.SwitchOptions{}, simulator.Faults{
		Banner: "Your password is " + filePassword + "\n",
	})
	v.add("netconf-refused", simulator.Options{Seed: 10, Netconf: true}, simulator.SwitchOptions{}, good)
	v.add("netconf-garbage", simulator.Options{Seed: 11, Password: filePassword, Netconf: true}, simulator.SwitchOptions{}, simulator.Faults{
		Banner: "Your password is " + filePassword + "\n", Netconf: simulator.NetconfFaults{Error: filePassword},
	})
	for i, name := range slices.Sorted(maps.Keys(telling)) {
		v.add(name, simulator.Options{Seed: uint64(20 + i), Password: filePassword}, simulator.SwitchOptions{}, telling[name])
	}
	v.add("tells-netconf", simulator.Options{Seed: 40, Password: filePassword, Netconf: true}, simulator.SwitchOptions{}, simulator.Faults{
		Banner: saidReason + "\n", Netconf: simulator.NetconfFaults{Error: saidReason},
	})
	t.Setenv("SLP_TEST_PASSWORD", envPassword)
	t.Setenv("SLP_TEST_ENABLE", envEnable)
	for name, text := range map[string]string{
		"known_hosts": v.known.String(), "ro.password": filePassword + "\n", "wrong.password": wrongPassword + "\n",
		"enable.password": fileEnable + "\n", "id": private, "id.passphrase": passphrase, "slp-exporter.yml": v.config(),
	} {
		replaceFile(t, filepath.Join(v.dir, name), text)
	}
	hash := hashOf(t, pagePassword)
	replaceFile(t, filepath.Join(v.dir, "web-config.yml"), "basic_auth_users: {prometheus: "+hash+"}\n")
	v.leaks = newLeaks(map[string]string{
		"password_file": filePassword, "password_env": envPassword, "password": plainPassword, "a wrong password": wrongPassword,
		"enable_password_file": fileEnable, "enable_password_env": envEnable, "private_key_passphrase": passphrase,
		"a token that a switch quotes": saidToken, "a password that a switch quotes": saidPassword, "a page's password": pagePassword, "a stranger's password": strangerBearer, "a page's hash": hash[7:],
		"private_key_file": strings.ReplaceAll(private[strings.Index(private, "\n\n")+2:strings.Index(private, "-----END")], "\n", ""),
	})
	return v
}

func (v *vault) config() string {
	var modules strings.Builder
	for _, name := range slices.Sorted(maps.Keys(telling)) {
		fmt.Fprintf(&modules, "  %s: {auth: by-file, collectors: [tech_support, status, usage, eventlog, syslog, history]}\n", name)
	}
	return fmt.Sprintf(`
polling: {min_interval: 0s}
auths:
  by-file: {username: slp-ro, password_file: ro.password, enable_password_file: enable.password}
  by-env: {username: slp-ro, password_env: SLP_TEST_PASSWORD, enable_password_env: SLP_TEST_ENABLE}
  by-text: {username: slp-ro, password: '%s'}
  by-key: {username: slp-ro, private_key_file: id, private_key_passphrase_file: id.passphrase}
  refused: {username: slp-ro, password_file: wrong.password}
modules:
  by-file: {auth: by-file}
  by-env: {auth: by-env}
  by-text: {auth: by-text}
  by-key: {auth: by-key}
  refused: {auth: refused}
  enable-refused: {auth: by-file}
  key-refused: {auth: by-key}
  talkative: {auth: by-file}
  netconf: {auth: by-file, protocol: netconf}
  netconf-refused: {auth: refused, protocol: netconf}
  netconf-garbage: {auth: by-file, protocol: netconf}
  tells-netconf: {auth: by-file, protocol: netconf}
%stargets:
%s`, plainPassword, modules.String(), v.targets.String())
}

// check fails if there is anything of a secret in a text.
func (v *vault) check(where, text string) {
	v.t.Helper()
	for _, leak := range v.leaks.in(text) {
		v.t.Errorf("%s: %s", where, leak)
	}
}

// TestNoSecretIsPrinted is a whole life of the program, in good days and bad, of which nothing that comes out
// holds a piece of a secret.
func TestNoSecretIsPrinted(t *testing.T) {
	v := newVault(t)
	p := start(t, "--config.file="+v.file, "--web.listen-address=127.0.0.1:0", "--web.config.file="+filepath.Join(v.dir, "web-config.yml"),
		"--log.level=debug", "--web.enable-lifecycle", "--web.enable-pprof")
	page := func(method, path, password string, want int) string {
		t.Helper()
		r := p.asking(path, "prometheus", password)
		r.Method = method
		r.Header.Set("X-Prometheus-Scrape-Timeout-Seconds", "10")
		status, body := p.do(r)
		if status != want {
			t.Errorf("%s: status %d, want %d: %.200s", path, status, want, body)
		}
		v.check(path, body)
		return body
	}
	for range 2 {
		text := page(http.MethodGet, "/metrics", pagePassword, http.StatusOK)
		for name, up := range map[string]int{
			"by-file": 1, "by-env": 1, "by-text": 1, "by-key": 1, "refused": 0, "enable-refused": 0, "key-refused": 0, "talkative": 0,
			"netconf": 1, "netconf-refused": 0, "netconf-garbage": 0,
		} {
			if !strings.Contains(text, fmt.Sprintf("slp_up{target=%q} %d\n", name, up)) {
				t.Errorf("%s: slp_up is not %d", name, up)
			}
		}
	}
	for _, name := range append(slices.Sorted(maps.Keys(telling)), "by-file", "by-env", "by-text", "by-key", "refused", "enable-refused",
		"key-refused", "talkative", "netconf", "netconf-refused", "netconf-garbage", "tells-netconf") {
		text := page(http.MethodGet, "/probe?debug=true&target="+name, pagePassword, http.StatusOK)
		if !strings.Contains(text, "\n# ") {
			t.Errorf("nothing to debug about %s", name)
		}
		if shows := []string{"tells-event", "tells-cut", "tells-motd", "tells-netconf"}; slices.Contains(shows, name) && !strings.Contains(text, "<secret>") {
			t.Errorf("%s: nothing of what it tells is there", name)
		}
		page(http.MethodGet, "/api/v1/targets/"+name, pagePassword, http.StatusOK)
		page(http.MethodGet, "/switch/"+name, pagePassword, http.StatusOK)
	}
	for _, path := range []string{"/", "/sd", "/api/v1/targets", "/-/ready", "/debug/pprof/goroutine?debug=2", "/debug/pprof/cmdline"} {
		page(http.MethodGet, path, pagePassword, http.StatusOK)
	}
	page(http.MethodGet, "/metrics", strangerBearer, http.StatusUnauthorized)
	for name, text := range v.badConfigs() {
		replaceFile(t, v.file, text)
		page(http.MethodPost, "/-/reload", pagePassword, http.StatusInternalServerError)
		code, stdout, stderr := ended(t, "check", v.file)
		if code != exitFailure {
			t.Errorf("%s: is valid", name)
		}
		v.check(name, stdout+stderr)
	}
	replaceFile(t, v.file, v.config())
	page(http.MethodPost, "/-/reload", pagePassword, http.StatusOK)
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	v.check("the log", p.stderr.String())
	v.check("the output", p.stdout.String())
	if said := p.stderr.String(); !strings.Contains(said, "level=debug") || !strings.Contains(said, "target=refused") {
		t.Error("the log holds too little for that to tell anything")
	}
}

// TestCommandsPrintNoSecret does the same for the commands that poll once and print.
func TestCommandsPrintNoSecret(t *testing.T) {
	v := newVault(t)
	for _, args := range [][]string{
		{"check", "--show", v.file},
		{"poll", "--config.file=" + v.file, "--verbose", "--log.level=debug", "by-file", "by-env", "by-key", "refused", "enable-refused", "talkative", "tells-*"},
		{"poll", "--config.file=" + v.file, "--output=json", "by-text", "key-refused", "tells-*"},
		{"poll", "--config.file=" + v.file, "--output=metrics", "--log.level=debug", "by-text", "refused", "tells-*"},
		{"diagnose", "--config.file=" + v.file, "--log.level=debug", "by-text", "tells-*"},
		{"diagnose", "--config.file=" + v.file, "--output=json", "tells-*"},
		{"fingerprint", "--config.file=" + v.file, "--log.level=debug", "by-file", "refused"},
		{"--help"}, {"serve", "--help"}, {"--version"},
	} {
		_, stdout, stderr := ended(t, args...)
		if stdout == "" {
			t.Errorf("%v: printed nothing", args)
		}
		v.check(strings.Join(args, " "), stdout+stderr)
	}
}

// badConfigs have secrets in places where they do not belong, and errors beside secrets.
func (v *vault) badConfigs() map[string]string {
	good := v.config()
	secret := "'" + plainPassword + "'"
	bad := map[string]string{
		"misspelt key":    strings.Replace(good, "password: ", "passwrod: ", 1),
		"secret as list":  strings.Replace(good, secret, "["+secret+"]", 1),
		"secret as key":   strings.Replace(good, "password: "+secret, secret+": x", 1),
		"secret as file":  strings.Replace(good, "password: ", "password_file: ", 1),
		"secret as env":   strings.Replace(good, "password: ", "password_env: ", 1),
		"auth is secret":  strings.Replace(good, "by-text: {username: slp-ro, password: "+secret+"}", "by-text: "+secret, 1),
		"secret as auth":  strings.Replace(good, "{auth: by-text}", "{auth: "+secret+"}", 1),
		"bare secret":     strings.Replace(good, "password: "+secret, secret, 1),
		"two passwords":   strings.Replace(good, "password: ", "password_file: ro.password, password: ", 1),
		"open quote":      strings.Replace(good, secret, secret[:len(secret)-1], 1),
		"wrong key":       strings.Replace(good, "private_key_passphrase_file: id.passphrase", "private_key_passphrase: "+secret, 1),
		"several at once": strings.ReplaceAll(strings.Replace(good, "password: ", "passwrod: ", 1), "slp-ro", "7"),
	}
	for _, name := range slices.Sorted(maps.Keys(bad)) {
		if bad[name] == good {
			v.t.Errorf("%s: nothing is bad", name)
		}
	}
	return bad
}

// TestPanicPrintsNoSecret: a fault in the exporter that prints all it has at hand prints no secret.
func TestPanicPrintsNoSecret(t *testing.T) {
	v := newVault(t)
	conf, _, err := config.Load(v.file)
	if err != nil {
		t.Fatal(err)
	}
	level, format := "debug", "logfmt"
	var said buffer
	logging := logFlags{level: &level, format: &format}
	logger := logging.loggers(&said).kit
	switches := fleet.New(conf, fleet.Options{Logger: logger, Open: func(_ context.Context, target *config.Target) (fleet.Session, error) {
		panic(fmt.Sprintf("%v %+v %#v %+v", target, target.Module, *target.Module.Auth, conf.Auths["by-text"]))
	}})
	for _, s := range switches.Collect(t.Context()) {
		if s.Result == nil || s.Result.Err == nil {
			t.Errorf("%s: no failure", s.Target.Name)
			continue
		}
		v.check(s.Target.Name, s.Result.Err.Error())
	}
	if err := logOut(switches); err != nil {
		t.Error(err)
	}
	v.check("the log", said.String())
	if !strings.Contains(said.String(), "please report") || !strings.Contains(said.String(), "<secret>") {
		t.Errorf("the panic is not told: %.300s", said.String())
	}
}
