// Package shown writes a configuration as YAML, as it is understood, with every secret hidden. It only reads a
// [config.Config]. The command check prints what it writes.
package shown

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	promconfig "github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// These types have the form of what YAML writes, in the order of the documentation.
type (
	document struct {
		Polling     polling            `yaml:"polling"`
		Auths       map[string]auth    `yaml:"auths"`
		Modules     map[string]*module `yaml:"modules"`
		Targets     []target           `yaml:"targets"`
		TargetFiles []string           `yaml:"target_files"`
		TargetURLs  []targetURL        `yaml:"target_urls,omitempty"`
		Web         config.Web         `yaml:"web"`
	}
	targetURL struct {
		URL             string                       `yaml:"url"`
		RefreshInterval string                       `yaml:"refresh_interval"`
		Labels          map[string]string            `yaml:"labels,flow,omitempty"`
		Client          *promconfig.HTTPClientConfig `yaml:",inline"`
	}
	polling struct {
		MaxConcurrent        int    `yaml:"max_concurrent"`
		MaxConcurrentNetconf int    `yaml:"max_concurrent_netconf"`
		MinInterval          string `yaml:"min_interval"`
		Timeout              string `yaml:"timeout"`
		ScrapeMargin         string `yaml:"scrape_margin"`
	}
	auth   struct{ *config.Auth }
	module struct {
		Protocol         string   `yaml:"protocol"`
		Platform         string   `yaml:"platform"`
		Auth             string   `yaml:"auth"`
		Collectors       []string `yaml:"collectors,flow"`
		EventlogDays     int      `yaml:"eventlog_days"`
		Session          string   `yaml:"session"`
		IdleTimeout      string   `yaml:"idle_timeout"`
		HostKey          hostKey  `yaml:"host_key"`
		LegacyAlgorithms bool     `yaml:"legacy_algorithms"`
		Proxy            string   `yaml:"proxy"`
		Timezone         string   `yaml:"timezone"`
	}
	hostKey struct {
		Policy         string `yaml:"policy"`
		KnownHostsFile string `yaml:"known_hosts_file"`
		AcceptedFile   string `yaml:"accepted_file"`
	}
	target struct {
		Name        string            `yaml:"name"`
		Address     string            `yaml:"address"`
		NetconfPort int               `yaml:"netconf_port,omitempty"` // an error where the protocol is not both
		Module      string            `yaml:"module"`
		Labels      map[string]string `yaml:"labels,flow"`
	}
)

// YAML writes the whole configuration as YAML, with every default filled in, paths joined with
// the configuration's directory, the targets of target files and URLs among the others, and
// <secret> for each secret with the key that it came from.
func YAML(c *config.Config) ([]byte, error) {
	shown := document{
		Polling:     pollingOf(c.Polling),
		Auths:       map[string]auth{},
		Modules:     map[string]*module{},
		Targets:     make([]target, 0, len(c.Targets)),
		TargetFiles: slices.Concat([]string{}, c.TargetFiles),
		Web:         c.Web,
	}
	for name, a := range c.Auths {
		shown.Auths[name] = auth{a}
	}
	for name, m := range c.Modules {
		shown.Modules[name] = moduleOf(m)
	}
	for _, t := range c.Targets {
		shown.Targets = append(shown.Targets, targetOf(t))
	}
	for _, u := range c.TargetURLs {
		shown.TargetURLs = append(shown.TargetURLs, targetURL{u.Name, duration(u.RefreshInterval), u.Labels, u.Client})
	}
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(shown); err != nil {
		return nil, fmt.Errorf("showing the configuration: %w", err)
	}
	return b.Bytes(), nil
}

func pollingOf(p config.Polling) polling {
	return polling{
		MaxConcurrent:        p.MaxConcurrent,
		MaxConcurrentNetconf: p.MaxConcurrentNetconf,
		MinInterval:          duration(p.MinInterval),
		Timeout:              duration(p.Timeout),
		ScrapeMargin:         duration(p.ScrapeMargin),
	}
}

func moduleOf(m *config.Module) *module {
	s := &module{
		Protocol:         m.Protocol,
		Platform:         m.Platform,
		Collectors:       m.Collectors,
		EventlogDays:     m.EventlogDays,
		Session:          string(m.Session),
		IdleTimeout:      duration(m.IdleTimeout),
		HostKey:          hostKey{string(m.HostKey.Policy), m.HostKey.KnownHostsFile, m.HostKey.AcceptedFile},
		LegacyAlgorithms: m.LegacyAlgorithms,
		Proxy:            m.Proxy,
	}
	if m.Auth != nil {
		s.Auth = m.Auth.Name
	}
	if m.Timezone != nil {
		s.Timezone = m.Timezone.String()
	}
	return s
}

func targetOf(t *config.Target) target {
	s := target{Name: t.Name, Address: t.Address, Labels: maps.Clone(t.Labels)}
	s.NetconfPort, _ = strconv.Atoi(t.NetconfPort) // 0 if there is none
	if t.Module != nil {
		s.Module = t.Module.Name
	}
	return s
}

// MarshalYAML writes the secrets that are set, hidden, with their origin as a comment.
func (a auth) MarshalYAML() (any, error) {
	node := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key, text, comment string) {
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, LineComment: comment}
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	add("username", a.Username, "")
	for _, secret := range []struct {
		key   string
		value config.Secret
	}{
		{"password", a.Password},
		{"private_key", a.PrivateKey},
		{"private_key_passphrase", a.PrivateKeyPassphrase},
		{"enable_password", a.EnablePassword},
	} {
		if !secret.value.IsSet() {
			continue
		}
		comment := ""
		if origin := a.Origin(secret.key); origin != "" {
			comment = "from " + origin
		}
		add(secret.key, secret.value.String(), comment)
	}
	node.Content = append(node.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Value: "ssh_agent"},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(a.SSHAgent)})
	return node, nil
}

func duration(d time.Duration) string { return model.Duration(d).String() }
