package scaffold_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/scaffold"
)

// TestWritten: what is written is read as it was meant, whatever is in it.
func TestWritten(t *testing.T) {
	for _, odd := range []string{"slp-ro", "it's", "a: b", "yes", "007", "#1", "- x", "{{.Name}}", "größe", strings.Repeat("x", 200)} {
		dir := t.TempDir()
		plan := scaffold.Plan{
			File: filepath.Join(dir, "first.yml"), Username: odd, Password: config.NewSecret("hunter2"),
			InventoryURL: "https://netbox.example.net/d/?name=it's&q=a%20b", TokenFile: filepath.Join(dir, "readonly.password"),
			KnownHosts: filepath.Join(dir, "it's: known"), Labels: scaffold.PluginLabels(),
		}
		written, err := plan.Write()
		if err != nil || len(written) != 2 || written[1] != plan.File {
			t.Fatal(written, err)
		}
		conf, _, err := config.Load(plan.File)
		if err != nil {
			t.Errorf("%q: %v", odd, err)
			continue
		}
		auth, url, module := conf.Auths["readonly"], conf.TargetURLs[0], conf.Modules["default"]
		if auth.Username != odd || auth.Password.Reveal() != "hunter2" || url.Address.Reveal() != plan.InventoryURL || module.HostKey.KnownHostsFile != plan.KnownHosts {
			t.Errorf("%q: read as %+v, %s, %+v", odd, auth, url.Name, module.HostKey)
		}
		if url.Client.Authorization.CredentialsFile != plan.TokenFile || url.Client.Authorization.Type != "Bearer" || len(url.Labels) != 2 {
			t.Errorf("%q: the URL is read as %+v", odd, url)
		}
	}
}

// TestOverwritesNothing: neither the configuration nor the password of before is touched.
func TestOverwritesNothing(t *testing.T) {
	for _, name := range []string{"first.yml", "readonly.password"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := scaffold.Plan{File: filepath.Join(dir, "first.yml"), Password: config.NewSecret("hunter2")}.Write()
		text, readErr := os.ReadFile(filepath.Join(dir, name))
		if !errors.Is(err, fs.ErrExist) || string(text) != "mine" {
			t.Errorf("%s: %v; it holds %q (%v)", name, err, text, readErr)
		}
	}
}

// TestLabelsOf: the names of the plugins are found among all labels.
func TestLabelsOf(t *testing.T) {
	group := func(names ...string) config.Group {
		labels := map[string]string{}
		for _, name := range names {
			labels[name] = "x"
		}
		return config.Group{Targets: []string{"a"}, Labels: labels}
	}
	for _, test := range []struct {
		group         config.Group
		address, site string
	}{
		{group("__meta_netbox_primary_ip", "__meta_netbox_primary_ip4", "__meta_netbox_site", "__meta_netbox_site_slug"), "__meta_netbox_primary_ip", "__meta_netbox_site"},
		{group("__meta_nautobot_custom_field_old_site", "__meta_nautobot_location"), "", "__meta_nautobot_custom_field_old_site"},
		{group("__meta_nautobot_location"), "", "__meta_nautobot_location"},
		{group("site", "__address__", "__meta_a b_primary_ip"), "", ""},
	} {
		labels := scaffold.LabelsOf([]config.Group{test.group})
		if labels["__address__"] != test.address || labels["site"] != test.site || (labels == nil) != (test.address+test.site == "") {
			t.Errorf("%v: %v", test.group.Labels, labels)
		}
	}
}
