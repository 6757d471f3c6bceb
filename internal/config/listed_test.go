package config_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/shown"
)

const netbox = "https://netbox.example.net/devices/?role=access"

// listed is a depot whose configuration has a URL, too.
func newListed(t *testing.T, labels string, files ...string) *depot {
	t.Helper()
	d := newDepot(t, files...)
	d.reload(t, depotText+"target_urls: [{url: \""+netbox+"\", labels: "+labels+"}, {url: \"https://nautobot.example.net\"}]\n")
	return d
}

func (d *depot) reload(t *testing.T, text string) {
	t.Helper()
	writeFile(t, filepath.Join(d.dir, "a.yml"), text)
	var conf *config.Config
	if conf, d.warnings, d.err = d.config.Reload(); d.err == nil {
		d.config = conf
	}
}

// list lets a URL list these groups, or fail.
func (d *depot) list(n int, failed error, groups ...config.Group) {
	d.t.Helper()
	d.config, d.warnings, d.err = d.config.WithList(d.config.TargetURLs[n], groups, failed)
}

func one(target string, labels ...string) config.Group {
	g := config.Group{Targets: []string{target}, Labels: map[string]string{"__meta_odd": "first\nsecond"}}
	for i := 0; i < len(labels); i += 2 {
		g.Labels[labels[i]] = labels[i+1]
	}
	return g
}

// TestListed: what discovered labels become, and what is left out.
func TestListed(t *testing.T) {
	const mapped = "{__address__: __meta_ip, __slp_module: __meta_module, site: __meta_site}"
	for _, test := range []struct {
		labels string
		group  config.Group
		want   string
	}{
		{mapped, one("sw-1", "__meta_ip", "192.0.2.7", "__meta_site", "muc", "rack", "3"), "sw-1 192.0.2.7:22 default map[site:muc]"},
		{mapped, one("sw-1", "__meta_ip", "2001:db8::7", "__meta_module", "old", "__meta_site", ""), "sw-1 [2001:db8::7]:22 old map[]"},
		{mapped, one("sw-1:2222", "__slp_module", "old"), "sw-1:2222 sw-1:2222 old map[]"},
		{mapped, one("", "__meta_ip", "192.0.2.7"), "192.0.2.7 192.0.2.7:22 default map[]"},
		{mapped, one("sw-1", "__meta_ip", "192.0.2.7", "__slp_name", "core"), "core 192.0.2.7:22 default map[]"},
		{"{__slp_name: __meta_name}", one("192.0.2.8", "__meta_name", "Core 1"), "Core 1 192.0.2.8:22 default map[]"},
		{"", one("192.0.2.8", "site", "muc", "__slp_name", "core", "__slp_module", "old", "tier", ""), "core 192.0.2.8:22 old map[site:muc]"},
		{"{}", one("192.0.2.8", "site", "muc"), "192.0.2.8 192.0.2.8:22 default map[]"},
	} {
		d := newListed(t, test.labels)
		d.list(0, nil, test.group)
		if d.err != nil || len(d.config.Targets) != 2 {
			t.Errorf("%v: %v", test.group, d.err)
			continue
		}
		got := d.config.Targets[1]
		if text := fmt.Sprint(got.Name, " ", got.Address, " ", got.Module.Name, " ", got.Labels); text != test.want {
			t.Errorf("%s, want %s", text, test.want)
		}
	}
}

// TestListedWrong: a list that is wrong counts as it was, and says which of its entries is wrong.
func TestListedWrong(t *testing.T) {
	d := newListed(t, "", "m.yml", group("m1"))
	d.is("own m1")
	d.list(0, errors.New("answers with status 502 Bad Gateway"))
	d.is("own m1", netbox+": answers with status 502 Bad Gateway")
	d.list(0, nil, one("a1"), one("a2"))
	d.is("own m1 a1 a2")
	for _, test := range []struct {
		groups []config.Group
		want   string
	}{
		{[]config.Group{one("a1"), one("Switch 1")}, ": [1].targets[0]: holds a character that no address has, write " + addressForms},
		{[]config.Group{one("a1"), one("")}, ": [1].targets[0]: is empty, write " + addressForms},
		{[]config.Group{one("a3", "__slp_module", "nexuss")}, `: [0].labels.__slp_module: no module is named "nexuss", write one of default, old`},
		{[]config.Group{one("a3", "job", "x")}, `: [0].labels: holds "job", which the exporter or Prometheus sets itself, write another name, such as site_job`},
		{[]config.Group{one("a3", "site", strings.Repeat("x", 201))}, ": [0].labels.site: is longer than 200 characters, write less"},
		{[]config.Group{one("a3"), one("a3")}, `: [1].targets[0]: "a3" is already the name of the target at ` + netbox + ": [0].targets[0], write another name"},
		{[]config.Group{one("m1.example", "__slp_name", "m1")}, `: [0].labels.__slp_name: "m1" is already the name of the target at DIR/depot/m.yml:1, write another name`},
		{[]config.Group{one("own")}, `: [0].targets[0]: "own" is already the name of the target at DIR/a.yml:3, write another name`},
	} {
		d.list(0, nil, test.groups...)
		d.is("own m1 a1 a2", netbox+test.want)
	}
	d.list(1, nil, one("b1"), one("a2"))
	d.is("own m1 a1 a2", `https://nautobot.example.net: [1].targets[0]: "a2" is already the name of the target at `+netbox+": [1].targets[0], write another name")
	d.list(0, nil, one("a1"))
	d.list(1, nil, one("b1"), one("a2"))
	d.is("own m1 a1 b1 a2")
}

const addressForms = `host, host:port, or for IPv6 "[2001:db8::1]:22"`

// TestListedKeeps: a list keeps the targets that are as before, so that their sessions stay, and a reload keeps the list.
func TestListedKeeps(t *testing.T) {
	d := newListed(t, "{site: __meta_site}")
	d.list(0, nil, one("a1", "__meta_site", "muc"), one("a2"))
	before := d.config
	d.list(0, nil, one("a0"), one("a1", "__meta_site", "muc", "__meta_odd", "changed"), one("a2", "__meta_site", "ham"))
	d.is("own a0 a1 a2")
	if d.config.Target("a1") != before.Target("a1") || d.config.Target("a2") == before.Target("a2") {
		t.Error("targets are made again that have not changed, or not those that have")
	}
	if len(before.Targets) != 3 {
		t.Error("the configuration of before has changed")
	}
	old := d.config.TargetURLs[0]
	const urls = "target_urls: [{url: \"" + netbox + "\", labels: {place: __meta_site}}]\n"
	d.reload(t, depotText+urls)
	d.is("own a0 a1 a2")
	if got := d.config.Target("a1").Labels; fmt.Sprint(got) != "map[place:muc]" {
		t.Errorf("labels after a reload that maps them otherwise: %v", got)
	}
	if next, _, err := d.config.WithList(old, nil, errors.New("late")); next != d.config || err != nil {
		t.Error("an answer for the configuration of before is taken")
	}
	d.reload(t, strings.Replace(depotText, "name: own", "name: a2", 1)+urls)
	d.is("own a0 a1 a2", netbox+`: [2].targets[0]: "a2" is already the name of the target at DIR/a.yml:3, write another name`)
	d.reload(t, depotText)
	d.is("own")
}

// TestListedFreesName: a file that conflicted with a list fits once the list has changed.
func TestListedFreesName(t *testing.T) {
	d := newListed(t, "")
	d.list(0, nil, one("x"))
	d.put("a.yml", group("x"))
	d.want("own x", `DIR/depot/a.yml:1: [0].labels.__slp_name: "x" is already the name of the target at `+netbox+": [0].targets[0], write another name")
	d.list(0, nil, one("y"))
	d.want("own x y")
}

// TestSources: what each file and URL listed, and whether it still does.
func TestSources(t *testing.T) {
	d := newListed(t, "", "m.yml", group("m1", "m2"))
	say := func() (lines []string) {
		for _, s := range d.config.Sources() {
			lines = append(lines, fmt.Sprint(strings.TrimPrefix(s.Name, d.dir), " ", s.Targets, s.Asked, s.Failed != nil, s.URL != nil))
		}
		return lines
	}
	holds := func(want ...string) {
		t.Helper()
		if got := say(); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	const file, second = "/depot/m.yml 2 true false false", "https://nautobot.example.net -1 false false true"
	holds(file, netbox+" -1 false false true", second)
	d.list(0, errors.New("down"))
	holds(file, netbox+" -1 true true true", second)
	d.list(0, nil, one("a1"), one("a2"))
	holds(file, netbox+" 2 true false true", second)
	d.list(0, errors.New("down"))
	holds(file, netbox+" 2 true true true", second)
	d.reload(t, strings.Replace(readFile(t, d.dir, "a.yml"), "https://nautobot", "https://other", 1))
	holds(file, netbox+" 2 true true true", "https://other.example.net -1 false false true")
	d.reload(t, strings.Replace(readFile(t, d.dir, "a.yml"), "https://other", "https://nautobot", 1))
	d.put("m.yml", "?")
	d.put("new.yml", "?")
	d.look()
	holds("/depot/m.yml 2 true true false", "/depot/new.yml -1 true true false", netbox+" 2 true true true", second)
}

// TestTargetURL: what is said of a URL, and what is not shown.
func TestTargetURL(t *testing.T) {
	dir := fixtureDir(t)
	writeFile(t, filepath.Join(dir, "ca.pem"), "")
	text := oneAuth + `target_urls:
  - url: https://netbox.example.net/d/?role=access&token=hunter2&x=0123456789abcdef0123456789abcdef01234567&q
    refresh_interval: 1m
    authorization: {type: Token, credentials_file: ro.password}
    tls_config: {ca_file: ca.pem, min_version: TLS12}
    proxy_url: http://proxy:hunter2@192.0.2.1:3128
    proxy_connect_header: {X-Token: [hunter2]}
    http_headers: {X-Site: {values: [muc], secrets: [hunter2], files: [ro.password]}}
    follow_redirects: false
  - url: http://192.0.2.3/
    oauth2: {client_id: a, client_secret: hunter2, token_url: "http://192.0.2.4", scopes: [a], claims: {a: 1}, tls_config: {insecure_skip_verify: true}}
`
	cfg, warnings := parse(t, text, dir)
	first, second := cfg.TargetURLs[0], cfg.TargetURLs[1]
	if first.Name != "https://netbox.example.net/d/?role=access&token=<secret>&x=<secret>&q" || !strings.Contains(first.Address.Reveal(), "hunter2") {
		t.Errorf("name %s", first.Name)
	}
	c := first.Client
	if c.Authorization.Type != "Token" || c.Authorization.CredentialsFile != filepath.Join(dir, "ro.password") || c.FollowRedirects || !c.EnableHTTP2 ||
		c.TLSConfig.CAFile != filepath.Join(dir, "ca.pem") || c.HTTPHeaders.Headers["X-Site"].Files[0] != filepath.Join(dir, "ro.password") ||
		c.ProxyURL.Port() != "3128" || c.TLSConfig.MinVersion.String() != "TLS12" || c.ProxyConnectHeader["X-Token"][0] != "hunter2" {
		t.Errorf("client:\n%+v", c)
	}
	if o := second.Client.OAuth2; string(o.ClientSecret) != "hunter2" || !o.TLSConfig.InsecureSkipVerify || o.Claims["a"] != 1 || !second.Client.FollowRedirects {
		t.Errorf("oauth2: %+v", o)
	}
	written, err := shown.YAML(cfg)
	said := fmt.Sprintf("%s %v %+v %v", written, warnings, *first, *second)
	if err != nil || strings.Contains(said, "hunter2") || strings.Contains(said, "01234567") {
		t.Errorf("shows a secret: %v\n%s", err, said)
	}
	if len(warnings) != 3 {
		t.Errorf("warnings: %v", warnings)
	}
}

// TestSeveralTargetsOneAddress: one address cannot be that of several targets.
func TestSeveralTargetsOneAddress(t *testing.T) {
	d := newListed(t, "{__address__: __meta_ip}")
	d.list(0, nil, config.Group{Targets: []string{"a", "b"}, Labels: map[string]string{"__meta_ip": "192.0.2.1"}})
	d.is("own", netbox+": [0].labels.__address__: is one address for several targets, write a group for each of them")
}
