//go:build unix

package web

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestPrometheus: a Prometheus with the scrape configurations of the documentation, as they stand
// there but for the exporter's address and the intervals, finds the switches and scrapes them.
func TestPrometheus(t *testing.T) {
	program, err := exec.LookPath("prometheus")
	if err != nil {
		t.Skip("there is no prometheus in PATH")
	}
	names := []string{"muc-acc-01", "ber/acc 02", `q"<ü>%`, "192.0.2.4:22", "fra-acc-05", "a", "b", "c", "d", "dead"} // the last one is dead
	l := labOf(t, names, config.DefaultCollectors(config.ProtocolSSH), Options{})
	exporter := httptest.NewServer(l)
	defer exporter.Close()
	p := startPrometheus(t, program, documented(t, exporter.Listener.Addr().String()))
	n := strconv.Itoa(len(names))
	const ofSwitch = `{__name__=~"slp_.*",__name__!~"slp_exporter_.*",`
	for _, c := range []struct{ query, want string }{
		{`count(slp_up{job="slp"})`, n},
		{`count(slp_up{job="slp-probe"})`, n},
		{`sum(slp_up{job="slp"})`, "9"},
		{`sum(slp_up{job="slp-probe"})`, "9"},
		{`sum(up{job="slp-probe"})`, n},
		{`sum(up{job=~"slp|slp-exporter"})`, "2"},
		{`count(slp_up{job="slp-probe",instance="ber/acc 02",target="ber/acc 02",site="mu\"c\\1"})`, "1"},
		{`count(up{job="slp-probe"} * on(instance) group_left(site, tier) slp_target_info{job="slp-probe",site!="",tier="access"})`, n},
		// The same in both ways, and the exporter's own nowhere but in their place.
		{`count(` + ofSwitch + `job="slp"}) - count(` + ofSwitch + `job="slp-probe"})`, "0"},
		{`count(` + ofSwitch + `job="slp"} unless ignoring(job, instance) ` + ofSwitch + `job="slp-probe"})`, ""},
		{`count(slp_exporter_targets{job="slp-exporter"})`, "1"},
		{`count(` + ofSwitch + `job="slp-exporter"})`, ""},
		{`count({__name__=~"slp_exporter_.*",job="slp-probe"})`, ""},
	} {
		p.await(c.query, c.want)
	}
	for _, label := range p.labels() {
		// exported_job is what slp_scheduled_job_timestamp_seconds calls job.
		if strings.HasPrefix(label, "exported_") && label != "exported_job" {
			t.Errorf("label %s: a label that the series have is a target's, too", label)
		}
	}
}

// documented are the scrape configurations of the documentation, with another address, and quicker.
func documented(t *testing.T, address string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var jobs []any
	for _, block := range regexp.MustCompile("(?s)```yaml\n(scrape_configs:.*?)```").FindAllSubmatch(text, -1) {
		var c struct {
			ScrapeConfigs []any `yaml:"scrape_configs"`
		}
		if err := yaml.Unmarshal(block[1], &c); err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, c.ScrapeConfigs...)
	}
	if len(jobs) != 3 {
		t.Fatalf("%d jobs are documented", len(jobs))
	}
	out, err := yaml.Marshal(map[string]any{"global": map[string]string{"scrape_interval": "1s"}, "scrape_configs": jobs})
	if err != nil {
		t.Fatal(err)
	}
	quick := regexp.MustCompile(`(scrape_interval|scrape_timeout): \S+`)
	return strings.ReplaceAll(quick.ReplaceAllString(string(out), "$1: 1s"), "localhost:9952", address)
}

// prometheusServer is a running one.
type prometheusServer struct {
	*testing.T
	url string
}

func startPrometheus(t *testing.T, program, conf string) prometheusServer {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "prometheus.yml")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--config.file="+file, "--storage.tsdb.path="+filepath.Join(dir, "data"),
		"--web.listen-address=127.0.0.1:0", "--log.level=debug")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	addresses, read := make(chan string, 1), make(chan struct{})
	go func() { // until it ends
		defer close(read)
		listening := regexp.MustCompile(`Listening on".* address=(127\.0\.0\.1:[1-9][0-9]*)`)
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				select {
				case addresses <- m[1]:
				default:
				}
			}
		}
		_, _ = io.Copy(io.Discard, stderr)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		<-read
		_ = cmd.Wait()
	})
	select {
	case address := <-addresses:
		return prometheusServer{t, "http://" + address}
	case <-read:
		t.Fatalf("prometheus does not start with\n%s", conf)
	}
	return prometheusServer{}
}

// await asks until the answer is what it should be: one number, or none. Without it the test would end
// before the first scrapes; that they never bring it shows after a minute.
func (p prometheusServer) await(query, want string) {
	p.Helper()
	var got string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		var answer struct {
			Result []struct{ Value [2]any }
		}
		p.get("/api/v1/query?query="+url.QueryEscape(query), &answer)
		got = ""
		if len(answer.Result) == 1 {
			got, _ = answer.Result[0].Value[1].(string)
		}
		if got == want {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	p.Errorf("%s is %q, want %q", query, got, want)
}

func (p prometheusServer) labels() (names []string) {
	p.get("/api/v1/labels", &names)
	if len(names) < 10 {
		p.Errorf("labels %v", names)
	}
	return names
}

func (p prometheusServer) get(path string, data any) {
	p.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(p.url + path)
	if err != nil {
		p.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode == http.StatusServiceUnavailable {
		return // it has just been started
	}
	answer := struct {
		Status, Error string
		Data          any
	}{Data: data}
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil || answer.Error != "" {
		p.Fatal(path, r.Status, answer.Error, err)
	}
}
