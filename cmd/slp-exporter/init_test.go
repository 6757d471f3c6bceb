package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/inventory"
)

// TestInitAsks: the inventory says how it names addresses and sites, and what is written lists its switches.
func TestInitAsks(t *testing.T) {
	list := []inventory.Device{{Name: "muc-acc-01", IP: "192.0.2.7", Site: "muc"}, {Name: "muc-acc-02", IP: "192.0.2.8", Site: "muc"}}
	s := inventory.Start()
	defer s.Close()
	for name, test := range map[string]struct {
		answer func()
		want   []string // parts of the configuration
		not    string
		check  string // a part of what check prints
	}{
		"NetBox": {
			func() { s.List(inventory.Groups(inventory.NetBox, list)) },
			[]string{"      __address__: __meta_netbox_primary_ip\n      site: __meta_netbox_site\n"}, "nautobot", "lists 2 targets",
		},
		"Nautobot": {
			func() { s.List(inventory.Groups(inventory.Nautobot, list)) },
			[]string{"      __address__: __meta_nautobot_primary_ip\n      site: __meta_nautobot_site\n"}, "netbox_", "lists 2 targets",
		},
		"another": {
			func() { s.Say("application/json", `[{"targets": ["192.0.2.7"], "labels": {"site": "muc"}}]`) },
			nil, "__address__", "lists 1 target\n",
		},
		"hostile": {
			func() {
				s.Say("application/json", `[{"targets": ["192.0.2.7"], "labels": {"__meta_x: y}\n_primary_ip": "a", "__meta_site": "muc"}}]`)
			},
			[]string{"    labels:    # to the left what a switch gets, to the right what the inventory calls it\n      site: __meta_site\n"}, "__address__", "lists 1 target\n",
		},
		"down": {
			func() {
				s.Handle(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
			},
			[]string{"__meta_netbox_primary_ip"}, "nautobot", "0 targets",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			replaceFile(t, "inventory.token", "hunter2\n")
			test.answer()
			var out, errs bytes.Buffer
			args := []string{"init", "--password-stdin", "--inventory-url=" + s.URL + "/api/plugins/prometheus-sd/devices/?role=a", "--inventory-token-file=inventory.token", "conf/first.yml"}
			if err := os.Mkdir("conf", 0o700); err != nil {
				t.Fatal(err)
			}
			if code := run(t.Context(), args, streams{in: strings.NewReader("hunter3\n"), out: &out, err: &errs}); code != exitOK {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			asked := s.Asked()
			if got := asked[len(asked)-1].Header.Get("Authorization"); got != "Token hunter2" {
				t.Errorf("Authorization: %q", got)
			}
			text := contents(t, filepath.Join("conf", "first.yml"))
			for _, part := range append(test.want, "authorization: {type: Token, credentials_file: ../inventory.token}") {
				if !strings.Contains(text, part) {
					t.Errorf("no %q in\n%s", part, text)
				}
			}
			if strings.Contains(text, test.not) || strings.Contains(text+out.String(), "hunter") {
				t.Errorf("wrote\n%s\nand said\n%s", text, out.String())
			}
			out.Reset()
			if code := run(t.Context(), []string{"check", "conf/first.yml"}, streams{out: &out, err: &errs}); code != exitOK || !strings.Contains(out.String(), test.check) {
				t.Errorf("check exits %d: %s%s", code, out.String(), errs.String())
			}
		})
	}
}

// TestInitModes: the configuration is for the owner and its group, the password for the owner.
func TestInitModes(t *testing.T) {
	t.Chdir(t.TempDir())
	if code := run(t.Context(), []string{"init", "--password-stdin"}, streams{in: strings.NewReader("hunter2"), out: new(bytes.Buffer), err: new(bytes.Buffer)}); code != exitOK {
		t.Fatal(code)
	}
	for name, most := range map[string]os.FileMode{"slp-exporter.yml": 0o640, "readonly.password": 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm()&^most != 0 || info.Mode().Perm()&0o600 != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}
