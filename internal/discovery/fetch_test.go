package discovery_test

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/discovery"
	"github.com/slp-exporter/slp-exporter/internal/testenv/inventory"
	"github.com/slp-exporter/slp-exporter/internal/testenv/race"
)

// load returns a configuration with one entry of target_urls, whose lines are those of the text.
func load(t *testing.T, dir, entry string) *config.Config {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "ro.password"), []byte("hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := "auths: {ro: {username: slp-ro, password_file: ro.password}}\ntarget_urls:\n  - {" + entry + "}\n"
	conf, _, err := config.Parse("a.yml", []byte(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	return conf
}

func fetch(t *testing.T, entry string) ([]config.Group, error) {
	t.Helper()
	return discovery.Fetch(t.Context(), load(t, t.TempDir(), entry).TargetURLs[0])
}

func devices(n int) []inventory.Device {
	list := make([]inventory.Device, n)
	for i := range list {
		list[i] = inventory.Device{
			Name: fmt.Sprintf("muc-acc-%05d", i+1), IP: fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), Site: fmt.Sprint("site-", i%40),
		}
	}
	return list
}

// TestFetch reads ten thousand devices as the plugins of both inventories list them, and fewer under the race detector.
func TestFetch(t *testing.T) {
	const n = 10_000 / race.Slowdown
	listed := devices(n)
	for _, prefix := range []string{inventory.NetBox, inventory.Nautobot} {
		s := inventory.Start()
		defer s.Close()
		s.List(inventory.Groups(prefix, listed))
		conf := load(t, t.TempDir(), `url: "`+s.URL+`/api/plugins/prometheus-sd/devices/?role=access"`+", labels: {__address__: "+prefix+"primary_ip, site: "+prefix+"site}")
		for _, r := range discovery.FetchAll(t.Context(), conf) {
			if r.Err != nil || len(r.Groups) != n {
				t.Fatal(len(r.Groups), r.Err)
			}
			var err error
			if conf, _, err = conf.WithList(r.URL, r.Groups, r.Err); err != nil {
				t.Fatal(err)
			}
		}
		last := conf.Target(listed[n-1].Name)
		if len(conf.Targets) != n || last == nil || last.Address != listed[n-1].IP+":22" || fmt.Sprint(last.Labels) != "map[site:site-39]" {
			t.Errorf("%s: %d targets, the last is %+v", prefix, len(conf.Targets), last)
		}
		asked := s.Asked()[0]
		for header, want := range map[string]string{"Accept": "application/json", "X-Prometheus-Refresh-Interval-Seconds": "300"} {
			if got := asked.Header.Get(header); got != want {
				t.Errorf("%s: %q", header, got)
			}
		}
		if !strings.HasPrefix(asked.UserAgent(), "slp-exporter/") || asked.URL.RawQuery != "role=access" {
			t.Errorf("asked %s as %s", asked.URL, asked.UserAgent())
		}
	}
}

// TestRefused: nothing but a list of switches is taken, and an error shows nothing of the answer.
func TestRefused(t *testing.T) {
	const form = `answers with something other than [{"targets": […], "labels": {…}}]`
	s := inventory.Start()
	defer s.Close()
	for _, test := range []struct{ kind, text, want string }{
		{"application/json", `[]`, "lists no switch"},
		{"application/json", `[{"targets": [], "labels": {}}]`, "lists no switch"},
		{"application/json", `{"detail": "hunter2"}`, form},
		{"application/json", `null`, form},
		{"application/json", `hunter2`, form},
		{"application/json", `[null]`, form + ", in group [0]"},
		{"application/json", `["hunter2"]`, form + ", in group [0]"},
		{"application/json", `[{"targets": ["a"]}, {"targets": ["b"], "hunter2": 1}]`, form + ", in group [1]"},
		{"application/json", `[{"targets": "hunter2"}]`, form + ", in group [0]"},
		{"application/json", `[{"targets": ["a"], "labels": {"site": 2}}]`, form + ", in group [0]"},
		{"application/json", `[{"targets": ["a"]}] hunter2`, form},
		{"application/json", `[{"targets": ["a"]}`, "ends in the middle of its answer"},
		{"application/json", `[{"targets": ["a`, "ends in the middle of its answer, in group [0]"},
		{"application/json", ``, "ends in the middle of its answer"},
		{"application/json; charset=latin1", `[{"targets": ["a"]}]`, "does not answer with application/json in UTF-8"},
		{"text/plain", `[{"targets": ["a"]}]`, "does not answer with application/json in UTF-8"},
		{"", `[{"targets": ["a"]}]`, "does not answer with application/json in UTF-8"},
		{"text/html; charset=utf-8", "<html>hunter2", "answers with a page (text/html) instead of application/json"},
		{"application/json", `[` + strings.Repeat(`{"targets": ["a","b","c","d","e"]},`, 10_000) + `{"targets": ["a"]}]`, "lists more than 50000 switches"},
		{"application/json", `[` + strings.Repeat(`{},`, 50_000) + `{"targets": ["a"]}]`, "lists more than 50000 switches"},
	} {
		s.Say(test.kind, test.text)
		groups, err := fetch(t, "url: "+s.URL)
		if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") || groups != nil {
			t.Errorf("%s %.40s: %v", test.kind, test.text, err)
		}
	}
	s.Say(`application/json;charset="UTF-8"`, `[{"targets": ["a"], "labels": {"site": null, "__meta_rack": "3"}}, {"targets": [null]}]`)
	if groups, err := fetch(t, "url: "+s.URL); err != nil || fmt.Sprint(groups) != "[{[a] map[__meta_rack:3 site:]} {[] map[]}]" {
		t.Errorf("%v, %v", groups, err)
	}
}

// TestTrouble: what goes wrong with the server ends the reading, in bounded time, without a secret in the error.
func TestTrouble(t *testing.T) {
	s := inventory.Start()
	defer s.Close()
	conf := load(t, t.TempDir(), `url: "`+s.URL+`/?token=hunter2"`)
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"forbidden": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "hunter2", http.StatusForbidden) }, "answers with status 403 Forbidden"},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for err := error(nil); err == nil; {
				_, err = w.Write([]byte(strings.Repeat(" ", 1<<16)))
			}
		}, "lists more than 50000 switches or answers with more than 32 MiB"},
		"cut off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`[{"targets": ["a"]},`))
		}, "ends in the middle of its answer"},
		"loop": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/hunter2", http.StatusFound) }, "cannot be asked: redirects more than ten times"},
	} {
		s.Handle(test.answer)
		if _, err := discovery.Fetch(t.Context(), conf.TargetURLs[0]); err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Close()
	if _, err := discovery.Fetch(t.Context(), conf.TargetURLs[0]); err == nil || !strings.HasPrefix(err.Error(), "cannot be asked: dial tcp") {
		t.Errorf("nobody listens: %v", err)
	}
}

// TestSlow: neither a server that says nothing nor one that stops in the middle keeps the exporter.
func TestSlow(t *testing.T) {
	s := inventory.Start()
	defer s.Close()
	u := load(t, t.TempDir(), "url: "+s.URL).TargetURLs[0]
	u.RefreshInterval = 50 * time.Millisecond
	for _, beginning := range []string{"", `[{"targets": ["a"]},`} {
		s.Handle(func(w http.ResponseWriter, r *http.Request) {
			if beginning != "" {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(beginning))
				_ = http.NewResponseController(w).Flush()
			}
			<-r.Context().Done()
		})
		if _, err := discovery.Fetch(t.Context(), u); err == nil || !strings.HasPrefix(err.Error(), "has not answered to the end in time") {
			t.Errorf("after %q: %v", beginning, err)
		}
	}
}

// TestTLS reads over TLS with a bearer token from a file, and only from a server that the given authority vouches for.
func TestTLS(t *testing.T) {
	s := inventory.StartTLS()
	defer s.Close()
	s.List(inventory.Groups(inventory.NetBox, devices(1)))
	dir := t.TempDir()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), authority, 0o600); err != nil {
		t.Fatal(err)
	}
	const token = "authorization: {credentials_file: ro.password}"
	u := load(t, dir, "url: "+s.URL+", "+token+", tls_config: {ca_file: ca.pem}").TargetURLs[0]
	groups, err := discovery.Fetch(t.Context(), u)
	if err != nil || len(groups) != 1 {
		t.Fatal(groups, err)
	}
	if got := s.Asked()[0].Header.Get("Authorization"); got != "Bearer hunter2" {
		t.Errorf("Authorization: %q", got)
	}
	if _, err := fetch(t, "url: "+s.URL+", "+token); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown authority: %v", err)
	}
	if n := len(s.Asked()); n != 1 {
		t.Errorf("an unknown authority was asked: %d requests", n)
	}
	plain := inventory.Start()
	defer plain.Close()
	s.Handle(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, plain.URL, http.StatusFound) })
	if _, err := discovery.Fetch(t.Context(), u); err == nil || !strings.Contains(err.Error(), "from https to http") || len(plain.Asked()) != 0 {
		t.Errorf("a redirect to http: %v", err)
	}
}

// TestRedirects: a redirect is followed unless the configuration says otherwise, and no other host gets the secret.
func TestRedirects(t *testing.T) {
	s, other := inventory.Start(), inventory.Start()
	defer s.Close()
	defer other.Close()
	other.List(inventory.Groups(inventory.NetBox, devices(1)))
	elsewhere := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
	s.Handle(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere, http.StatusFound) })
	const secret = ", basic_auth: {username: a, password_file: ro.password}"
	if _, err := fetch(t, "url: "+s.URL+secret); err != nil {
		t.Fatal(err)
	}
	if got := other.Asked()[0].Header.Get("Authorization"); got != "" || s.Asked()[0].Header.Get("Authorization") == "" {
		t.Errorf("the other host got %q", got)
	}
	if _, err := fetch(t, "url: "+s.URL+secret+", follow_redirects: false"); err == nil || err.Error() != "answers with status 302 Found" {
		t.Error(err)
	}
}
