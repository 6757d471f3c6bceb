// Package scaffold writes an operator's first configuration: a short one with comments, beside it the password, and what to
// do next. It asks the inventory how it names things, touches only the files that it writes, and overwrites none. What it has written is read by package config,
// as if a person had typed it.
package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// Plan is what a first configuration is to hold.
type Plan struct {
	// File is the path of the configuration. Other files are beside it.
	File string
	// Username is the account on the switches.
	Username string
	// Password is its password; unset if it is not known yet.
	Password config.Secret
	// InventoryURL lists the switches, as an entry of target_urls; empty if nothing does.
	InventoryURL string
	// TokenFile holds the token that the inventory wants; empty if it wants none.
	TokenFile string
	// KnownHosts is the path of the known_hosts file; empty for one beside File.
	KnownHosts string
	// Labels are those of target_urls[].labels; see LabelsOf.
	Labels map[string]string
}

const passwordFile = "readonly.password"

const configurationText = `# slp-exporter: which switches are polled, with which account, and how. The first lines; docs/configuration.md has every key.
# After a change: slp-exporter check {{.Name}}

auths:
  readonly:
    username: {{quote .Username}}    # a read-only account of the switches: docs/switches.md
    password_file: {{.PasswordFile}}    # read by the exporter's user alone: chmod 0600

modules:
  default:
    host_key:
      policy: known_hosts    # accept_new takes the first key of each switch instead: for the first hour
      known_hosts_file: {{quote .KnownHosts}}
{{if .InventoryURL}}
# The inventory is asked every five minutes. What it listed last stays in use while it fails.
{{template "inventory" .}}

# Switches that the inventory does not have:
# targets:
#   - {name: muc-acc-01, address: 192.0.2.10, labels: {site: muc}}
{{else}}
# Each switch, in place of the []:
#   - {name: muc-acc-01, address: 192.0.2.10, labels: {site: muc}}
# or files that an inventory writes (target_files), or a URL that lists switches (target_urls).
targets: []
{{end}}`

const inventoryText = `target_urls:
  - url: {{quote .InventoryURL}}
{{- if .TokenFile}}
    authorization: {type: {{.TokenType}}, credentials_file: {{quote .TokenFile}}}
{{- end}}
{{- if .Labels}}
    labels:    # to the left what a switch gets, to the right what the inventory calls it
{{- range .Labels}}
      {{.}}
{{- end}}
{{- end}}`

// text returns the configuration.
func (p Plan) text() (string, error) { return p.execute("configuration") }

// inventory returns a configuration with which the inventory can be asked before anything is written.
func (p Plan) inventory() (string, error) {
	text, err := p.execute("inventory")
	return "auths: {none: {username: none, ssh_agent: true}}\n" + text + "\n", err
}

func (p Plan) execute(name string) (string, error) {
	known := p.KnownHosts
	if known == "" {
		known = "known_hosts"
	} else {
		known = p.fromFile(known)
	}
	var labels []string
	for _, name := range slices.Sorted(maps.Keys(p.Labels)) {
		labels = append(labels, name+": "+p.Labels[name])
	}
	t := template.Must(template.New("configuration").Funcs(template.FuncMap{"quote": quote}).Parse(configurationText))
	template.Must(t.New("inventory").Parse(inventoryText))
	var b strings.Builder
	err := t.ExecuteTemplate(&b, name, map[string]any{
		"Name": filepath.Base(p.File), "Username": p.Username, "PasswordFile": passwordFile, "KnownHosts": known,
		"InventoryURL": p.InventoryURL, "TokenFile": p.fromFile(p.TokenFile), "TokenType": p.tokenType(), "Labels": labels,
	})
	return b.String(), err
}

// quote returns a text as YAML has it in one line, with quotes where it needs some.
func quote(s string) (string, error) {
	text, err := yaml.Marshal(&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: style(s)})
	return strings.TrimSuffix(string(text), "\n"), err
}

// style is the style of quotes for texts that YAML would write in several lines.
func style(s string) yaml.Style {
	if strings.ContainsAny(s, "\r\n") {
		return yaml.DoubleQuotedStyle
	}
	return 0
}

// fromFile returns a path of the command line as the configuration has to name it.
func (p Plan) fromFile(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	if from, err := filepath.Rel(filepath.Dir(p.File), path); err == nil {
		return from
	}
	return path
}

// tokenType is the word before the token: plugins of NetBox and Nautobot want their own.
func (p Plan) tokenType() string {
	if u, err := url.Parse(p.InventoryURL); err == nil && strings.Contains(u.Path, "/api/plugins/") {
		return "Token"
	}
	return "Bearer"
}

// Check returns an error if the configuration exists, or cannot be looked for.
func (p Plan) Check() error {
	switch _, err := os.Lstat(p.File); {
	case err == nil:
		return fmt.Errorf("%s exists and is left as it is: name another file", p.File)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}

// PasswordFile is the path of the file that the password belongs into.
func (p Plan) PasswordFile() string { return filepath.Join(filepath.Dir(p.File), passwordFile) }

// HasPassword reports whether that file exists.
func (p Plan) HasPassword() bool {
	_, err := os.Lstat(p.PasswordFile())
	return err == nil
}

// Write writes the files and returns their paths, the configuration last. It overwrites nothing: if one of them exists, the
// error matches fs.ErrExist.
func (p Plan) Write() (written []string, err error) {
	text, err := p.text()
	if err != nil {
		return nil, err
	}
	if p.Password.IsSet() {
		if err := writeNew(p.PasswordFile(), p.Password.Reveal()+"\n", 0o600); err != nil {
			return nil, err
		}
		written = append(written, p.PasswordFile())
	}
	if err := writeNew(p.File, text, 0o640); err != nil {
		return written, err
	}
	return append(written, p.File), nil
}

func writeNew(path, text string, mode fs.FileMode) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	_, err = file.WriteString(text)
	return err
}
