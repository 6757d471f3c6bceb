package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/simulator"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// TestOwnWordsAreNoSecret: a password that the switch says by itself, as its name, its policy or a licence, is shown nowhere.
func TestOwnWordsAreNoSecret(t *testing.T) {
	options := simulator.Options{Seed: 3}
	sw, err := simulator.NewSwitch(options, simulator.SwitchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	said, err := parser.ParseTechSupport(capture.Output(sw.Render("show license tech support")))
	if err != nil {
		t.Fatal(err)
	}
	for what, secret := range map[string]string{
		"name": sw.Name(), "policy": said.Policy.Name, "licence": said.Licenses[0].Name, "tag": said.Licenses[0].EntitlementTag,
		"serial number": said.UDI.SerialNumber, "address of the server": said.Transport.URL,
	} {
		t.Run(what, func(t *testing.T) {
			options.Password = secret
			checkOwnWords(t, options, secret)
		})
	}
}

// checkOwnWords polls a switch with such a password in every way, and looks for it in what is shown.
func checkOwnWords(t *testing.T, options simulator.Options, secret string) {
	t.Helper()
	sw, err := simulator.NewSwitch(options, simulator.SwitchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := sw.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sw.Close() })
	file := filepath.Join(t.TempDir(), "slp-exporter.yml")
	replaceFile(t, file, fmt.Sprintf(`
auths: {a: {username: slp-ro, password: '%s'}}
modules: {m: {auth: a, host_key: {policy: insecure}, collectors: [tech_support, status, usage, summary, eventlog, version]}}
targets: [{name: sw, address: %q, module: m}]
`, secret, sw.Addr()))
	check := func(where, text, needed string) {
		t.Helper()
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%s shows %q", where, text[max(0, at-40):min(len(text), at+len(secret)+40)])
		}
		if !strings.Contains(text, needed) {
			t.Errorf("%s lacks %q: %.300s", where, needed, text)
		}
	}
	p := start(t, "--config.file="+file, "--web.listen-address=127.0.0.1:0", "--log.level=debug")
	for _, page := range []struct{ path, needed string }{
		{"/metrics", `slp_up{target="sw"} 1`}, {"/probe?target=sw", `="<secret>`}, {"/probe?target=sw&debug=true", "received at the end"},
		{"/api/v1/targets", `"up": true`}, {"/api/v1/targets/sw", `"tail"`}, {"/switch/sw", "The end of what the switch said"},
	} {
		status, body := p.do(p.asking(page.path, "", ""))
		if status != http.StatusOK {
			t.Errorf("%s: status %d", page.path, status)
		}
		check(page.path, body, page.needed)
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	check("the log", p.stderr.String(), "level=debug")
	for _, output := range []string{"text", "json", "metrics"} {
		_, stdout, stderr := ended(t, "poll", "--config.file="+file, "--verbose", "--log.level=debug", "--output="+output, "sw")
		check("poll, "+output, stdout+stderr, "secret")
	}
}
