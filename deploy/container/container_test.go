// Package container holds the Dockerfile and the composition of demo, Prometheus, Alertmanager and Grafana. The image
// itself is tested with the other files of a release, in deploy/packages.
package container

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// composition is what compose.yml uses of the Compose specification.
type composition struct {
	Name     string
	Services map[string]struct {
		Build       struct{ Context, Dockerfile string }
		Image       string
		Command     []string
		ReadOnly    bool `yaml:"read_only"`
		Tmpfs       []string
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
		NetworkMode string   `yaml:"network_mode"`
		Ports       []string
		Environment map[string]string
		Volumes     []string
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func strict(t *testing.T, file string, into any) {
	t.Helper()
	d := yaml.NewDecoder(bytes.NewReader([]byte(read(t, file))))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// TestCompose: what the services mount and build from exists, each has a pinned version, all dashboards are among
// them, and every port is for this machine only.
func TestCompose(t *testing.T) {
	var c composition
	strict(t, "compose.yml", &c)
	if len(c.Services) != 4 {
		t.Errorf("%d services", len(c.Services))
	}
	mounted := map[string]bool{}
	for name, s := range c.Services {
		if s.Image == "" && s.Build.Dockerfile == "" || s.Image != "" && !regexp.MustCompile(`:v?\d+\.\d+\.\d+$`).MatchString(s.Image) {
			t.Errorf("%s has no pinned image: %q", name, s.Image)
		}
		if s.Build.Dockerfile != "" {
			read(t, filepath.Join(s.Build.Context, s.Build.Dockerfile))
		}
		for _, v := range s.Volumes {
			source, rest, _ := strings.Cut(v, ":")
			read(t, source)
			mounted[filepath.Clean(source)] = true
			if !strings.HasSuffix(rest, ":ro") {
				t.Errorf("%s: %s can be written to", name, v)
			}
		}
		for _, p := range s.Ports {
			if !strings.HasPrefix(p, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to others", name, p)
			}
		}
	}
	dashboards, err := filepath.Glob("../../dashboards/*.json")
	if err != nil || len(dashboards) == 0 {
		t.Fatal(dashboards, err)
	}
	for _, d := range dashboards {
		if !mounted[d] {
			t.Errorf("%s is not mounted", d)
		}
	}
}

// TestProvisioning: Grafana's files have the keys that it knows, and lead to what compose.yml mounts.
func TestProvisioning(t *testing.T) {
	var sources struct {
		APIVersion  int `yaml:"apiVersion"`
		Datasources []struct {
			Name, Type, Access, URL string
			IsDefault               bool `yaml:"isDefault"`
		}
	}
	strict(t, "grafana/datasources.yml", &sources)
	if len(sources.Datasources) != 1 || sources.Datasources[0].Type != "prometheus" || !sources.Datasources[0].IsDefault {
		t.Errorf("%+v", sources)
	}
	var dashboards struct {
		APIVersion int `yaml:"apiVersion"`
		Providers  []struct {
			Name, Type, Folder string
			Options            struct{ Path string }
		}
	}
	strict(t, "grafana/dashboards.yml", &dashboards)
	if len(dashboards.Providers) != 1 || !strings.Contains(read(t, "compose.yml"), ":"+dashboards.Providers[0].Options.Path+"/fleet.json:") {
		t.Errorf("%+v", dashboards)
	}
}

// TestDockerfile: an image from the Dockerfile is started as one from the release, and by the Go that go.mod wants.
func TestDockerfile(t *testing.T) {
	docker, release := read(t, "Dockerfile"), read(t, "../../.ci/tools/release/image/main.go")
	for _, same := range []string{"65532:65532", `"/usr/bin/slp-exporter"`, `"--config.file=/etc/slp-exporter/slp-exporter.yml"`, "9952"} {
		if !strings.Contains(docker, same) || !strings.Contains(release, same) {
			t.Errorf("%s is not in both", same)
		}
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../../go.mod"))
	if version == nil || !strings.Contains(docker, "golang:"+version[1]+" ") {
		t.Errorf("the Dockerfile does not build with Go %v", version)
	}
}
