// Package helm tests the chart: what it renders is decoded strictly into the types of Kubernetes and of the Prometheus
// operator, and the configuration in it is read by the exporter itself. It is a module of its own because of these types.
package helm

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	monitoringv1alpha1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the difference before believing it")

// helm runs the helm of `make tools`, or the one on PATH.
func helm(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	program, err := filepath.Abs("../../.ci/bin/helm")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(program); err != nil {
		if program, err = exec.LookPath("helm"); err != nil {
			t.Skip("helm was not found: make tools builds it")
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	run := exec.CommandContext(ctx, program, args...)
	run.Env = append(os.Environ(), "HOME="+t.TempDir())
	var out, said bytes.Buffer
	run.Stdout, run.Stderr = &out, &said
	if err := run.Run(); err != nil {
		return out.String(), fmt.Errorf("%w\n%s%s", err, out.String(), said.String())
	}
	return out.String(), nil
}

// template renders the chart with values from testdata, and more given as --set takes them.
func template(t *testing.T, values string, set ...string) (string, error) {
	t.Helper()
	args := []string{"template", "fleet", "slp-exporter", "--namespace=monitoring", "--kube-version=1.33.0", "--values=" + filepath.Join("testdata", values+".yaml")}
	for _, s := range set {
		args = append(args, "--set="+s)
	}
	return helm(t, args...)
}

func valueFiles(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".yaml"))
	}
	return names
}

func TestLint(t *testing.T) {
	for _, values := range valueFiles(t) {
		out, err := helm(t, "lint", "slp-exporter", "--strict", "--values="+filepath.Join("testdata", values+".yaml"))
		if err != nil {
			t.Errorf("%s: %v\n%s", values, err, out)
		}
	}
}

// kinds are the types that the chart may render.
func kinds() map[string]func() any {
	return map[string]func() any{
		"v1/ConfigMap":                                func() any { return &corev1.ConfigMap{} },
		"v1/Service":                                  func() any { return &corev1.Service{} },
		"apps/v1/StatefulSet":                         func() any { return &appsv1.StatefulSet{} },
		"networking.k8s.io/v1/NetworkPolicy":          func() any { return &networkingv1.NetworkPolicy{} },
		"policy/v1/PodDisruptionBudget":               func() any { return &policyv1.PodDisruptionBudget{} },
		"monitoring.coreos.com/v1/ServiceMonitor":     func() any { return &monitoringv1.ServiceMonitor{} },
		"monitoring.coreos.com/v1/PrometheusRule":     func() any { return &monitoringv1.PrometheusRule{} },
		"monitoring.coreos.com/v1alpha1/ScrapeConfig": func() any { return &monitoringv1alpha1.ScrapeConfig{} },
	}
}

// decoded returns the objects of a rendered chart by kind and name, each decoded strictly.
func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	objects := map[string]any{}
	for _, document := range regexp.MustCompile(`(?m)^---$`).Split(text, -1) {
		var head struct{ APIVersion, Kind string }
		if err := yaml.Unmarshal([]byte(document), &head); err != nil {
			t.Fatalf("%v\n%s", err, document)
		}
		if head.Kind == "" {
			continue
		}
		object, ok := kinds()[head.APIVersion+"/"+head.Kind]
		if !ok {
			t.Fatalf("unexpected %s/%s", head.APIVersion, head.Kind)
		}
		into := object()
		if err := yaml.UnmarshalStrict([]byte(document), into); err != nil {
			t.Errorf("%s: %v\n%s", head.Kind, err, document)
		}
		var named struct {
			Metadata struct{ Name, Namespace string }
		}
		_ = yaml.Unmarshal([]byte(document), &named)
		key := head.Kind + "/" + named.Metadata.Name
		if objects[key] != nil || named.Metadata.Namespace != "monitoring" || len(named.Metadata.Name) > 63 {
			t.Errorf("%s is rendered twice, has no namespace, or a name too long", key)
		}
		objects[key] = into
	}
	return objects
}

// TestRendered: everything decodes, and it is what the golden files hold.
func TestRendered(t *testing.T) {
	for _, values := range valueFiles(t) {
		t.Run(values, func(t *testing.T) {
			text, err := template(t, values)
			if err != nil {
				t.Fatal(err)
			}
			if len(decoded(t, text)) < 4 {
				t.Errorf("rendered too little:\n%s", text)
			}
			text = withoutFiles(text)
			golden := filepath.Join("testdata", values+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if text != string(want) {
				t.Errorf("differs from %s; look at it with -update and git diff", golden)
			}
		})
	}
}

// withoutFiles leaves out what the chart copies from files that are tested where they are: rules and dashboards.
func withoutFiles(text string) string {
	text = regexp.MustCompile(`(?s)(spec:\n)  # .*?(\n---|\z)`).ReplaceAllString(text, "$1  (the rules)$2")
	return regexp.MustCompile(`(?s)(slp-\w+\.json: \|\n).*?(\n---|\z)`).ReplaceAllString(text, "$1    (the dashboard)$2")
}

// TestEachOption turns each switch of the chart on, by itself, and off among all others.
func TestEachOption(t *testing.T) {
	for option, kind := range map[string]string{
		"serviceMonitor": "ServiceMonitor", "prometheusRule": "PrometheusRule", "dashboards": "ConfigMap/fleet-slp-exporter-fleet",
		"networkPolicy": "NetworkPolicy", "podDisruptionBudget": "PodDisruptionBudget",
	} {
		on, err := template(t, "default", option+".enabled=true")
		if err != nil {
			t.Fatal(err)
		}
		off, err := template(t, "everything", option+".enabled=false")
		if err != nil {
			t.Fatal(err)
		}
		if !has(decoded(t, on), kind) || has(decoded(t, off), strings.ReplaceAll(kind, "fleet-slp-exporter", "slp")) {
			t.Errorf("%s.enabled does not decide on %s", option, kind)
		}
	}
}

func has(objects map[string]any, prefix string) bool {
	for key := range objects {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// TestSchema: values that cannot be right are refused, and say where.
func TestSchema(t *testing.T) {
	for set, want := range map[string]string{
		"shards=0": "shards", "shard=2": "shard", "service.port=http": "port", "probes.scheme=gopher": "scheme",
		"image.pullPolicy=Often": "pullPolicy", "serviceMonitor.interval=60": "interval", "extraArgs[0]=-x": "extraArgs",
		"secretMounts[0]=../etc": "secretMounts", "targetFiles.x=1": "targetFiles", "networkPolicy.ports[0]=0": "ports",
	} {
		if _, err := template(t, "default", set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", set, err)
		}
	}
}

// TestEveryValueHasASchema walks the default values: each key is known to the schema, and the schema knows no other.
func TestEveryValueHasASchema(t *testing.T) {
	var values map[string]any
	var schema map[string]any
	load(t, "slp-exporter/values.yaml", &values)
	load(t, "slp-exporter/values.schema.json", &schema)
	compare(t, "", values, schema["properties"].(map[string]any))
}

func load(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = yaml.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, path string, values, properties map[string]any) {
	t.Helper()
	for key, value := range values {
		property, ok := properties[key].(map[string]any)
		if !ok {
			t.Errorf("%s%s is not in the schema", path, key)
			continue
		}
		inner, isMap := value.(map[string]any)
		if deeper, ok := property["properties"].(map[string]any); ok && isMap {
			compare(t, path+key+".", inner, deeper)
		}
	}
	for key := range properties {
		if _, ok := values[key]; !ok && path+key != "global" { // helm's own
			t.Errorf("%s%s has no default in values.yaml", path, key)
		}
	}
}

// TestConfiguration: the exporter reads what the chart makes of the values.
func TestConfiguration(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"password": "secret\n", "known_hosts": "", "ham.yml": "[]", "all.yml": "[]", "targets.yml": "[]"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mounted := regexp.MustCompile(`/(?:etc|var/lib)/slp-exporter[\w/-]*/`)
	for _, values := range valueFiles(t) {
		text, err := template(t, values)
		if err != nil {
			t.Fatal(err)
		}
		for key, object := range decoded(t, text) {
			config, ok := object.(*corev1.ConfigMap)
			if !ok || config.Data["slp-exporter.yml"] == "" {
				continue
			}
			file := filepath.Join(t.TempDir(), "slp-exporter.yml") // not among the target files
			if err := os.WriteFile(file, []byte(mounted.ReplaceAllString(config.Data["slp-exporter.yml"], dir+"/")), 0o600); err != nil {
				t.Fatal(err)
			}
			check := exec.CommandContext(t.Context(), "go", "run", "./cmd/slp-exporter", "check", file)
			check.Dir = "../.."
			if out, err := check.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", values, key, err, out)
			}
		}
	}
}

// TestShards: each shard has a number, an address, and its part of the hash.
func TestShards(t *testing.T) {
	text, err := template(t, "everything")
	if err != nil {
		t.Fatal(err)
	}
	objects := decoded(t, text)
	set := objects["StatefulSet/slp"].(*appsv1.StatefulSet)
	scrape := objects["ScrapeConfig/slp-probe"].(*monitoringv1alpha1.ScrapeConfig)
	if *set.Spec.Replicas != 3 || objects["Service/"+set.Spec.ServiceName] == nil || len(scrape.Spec.HTTPSDConfigs) != 3 {
		t.Errorf("%d exporters, service %s, %d lists", *set.Spec.Replicas, set.Spec.ServiceName, len(scrape.Spec.HTTPSDConfigs))
	}
	var shards []string
	for _, r := range scrape.Spec.RelabelConfigs {
		if r.Action == "hashmod" && r.Modulus != 3 {
			t.Errorf("modulus %d", r.Modulus)
		}
		if r.TargetLabel == "__address__" {
			shards = append(shards, r.Regex+"="+*r.Replacement)
		}
	}
	want := []string{
		"0=slp-0.slp-shards.monitoring.svc:9952", "1=slp-1.slp-shards.monitoring.svc:9952", "2=slp-2.slp-shards.monitoring.svc:9952",
	}
	if !slices.Equal(shards, want) {
		t.Errorf("got %v, want %v", shards, want)
	}
}

// TestRestartsOnlyForTheConfiguration: a change of the configuration restarts the exporter, one of target files does not.
func TestRestartsOnlyForTheConfiguration(t *testing.T) {
	sum := func(set ...string) string {
		text, err := template(t, "one", set...)
		if err != nil {
			t.Fatal(err)
		}
		return decoded(t, text)["StatefulSet/fleet-slp-exporter"].(*appsv1.StatefulSet).Spec.Template.Annotations["checksum/config"]
	}
	was := sum()
	if now := sum("config.polling.timeout=45s"); now == was {
		t.Error("a changed configuration does not restart the exporter")
	}
	if now := sum("targetFiles.more\\.yml[0].targets[0]=192.0.2.30"); now != was {
		t.Error("a changed target file restarts the exporter")
	}
}

// TestDashboards: what Grafana's sidecar loads are the dashboards themselves.
func TestDashboards(t *testing.T) {
	text, err := template(t, "default", "dashboards.enabled=true")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, object := range decoded(t, text) {
		config, ok := object.(*corev1.ConfigMap)
		if !ok || config.Labels["grafana_dashboard"] != "1" {
			continue
		}
		for name, content := range config.Data {
			var dashboard struct{ Title string }
			if err := json.NewDecoder(io.LimitReader(strings.NewReader(content), 1<<20)).Decode(&dashboard); err != nil || dashboard.Title == "" {
				t.Errorf("%s: %v, title %q", name, err, dashboard.Title)
			}
			found++
		}
	}
	if files, _ := filepath.Glob("../../dashboards/*.json"); found != len(files) {
		t.Errorf("%d dashboards, %d files", found, len(files))
	}
}
