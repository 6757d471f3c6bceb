package config

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"
)

// These types have the form of what Show writes, in the order of the documentation.
type (
	shownConfig struct {
		Polling     shownPolling            `yaml:"polling"`
		Auths       map[string]shownAuth    `yaml:"auths"`
		Modules     map[string]*shownModule `yaml:"modules"`
		Targets     []shownTarget           `yaml:"targets"`
		TargetFiles []string                `yaml:"target_files"`
	}
	shownPolling struct {
		MaxConcurrent        int    `yaml:"max_concurrent"`
		MaxConcurrentNetconf int    `yaml:"max_concurrent_netconf"`
		MinInterval          string `yaml:"min_interval"`
		Timeout              string `yaml:"timeout"`
		ScrapeMargin         string `yaml:"scrape_margin"`
	}
	shownAuth   struct{ auth *Auth }
	shownModule struct {
		Protocol         string       `yaml:"protocol"`
		Platform         string       `yaml:"platform"`
		Auth             string       `yaml:"auth"`
		Collectors       []string     `yaml:"collectors,flow"`
		EventlogDays     int          `yaml:"eventlog_days"`
		Session          string       `yaml:"session"`
		IdleTimeout      string       `yaml:"idle_timeout"`
		HostKey          shownHostKey `yaml:"host_key"`
		LegacyAlgorithms bool         `yaml:"legacy_algorithms"`
		Proxy            string       `yaml:"proxy"`
		Timezone         string       `yaml:"timezone"`
	}
	shownHostKey struct {
		Policy         string `yaml:"policy"`
		KnownHostsFile string `yaml:"known_hosts_file"`
		AcceptedFile   string `yaml:"accepted_file"`
	}
	shownTarget struct {
		Name        string            `yaml:"name"`
		Address     string            `yaml:"address"`
		NetconfPort int               `yaml:"netconf_port,omitempty"` // an error where the protocol is not both
		Module      string            `yaml:"module"`
		Labels      map[string]string `yaml:"labels,flow"`
	}
)

// Show writes the whole configuration as YAML, with every default filled in, paths joined with
// the configuration's directory, the targets of target files among the others, and <secret> for
// each secret with the key that it came from.
func (c *Config) Show() ([]byte, error) {
	shown := shownConfig{
		Polling:     c.Polling.shown(),
		Auths:       map[string]shownAuth{},
		Modules:     map[string]*shownModule{},
		Targets:     make([]shownTarget, 0, len(c.Targets)),
		TargetFiles: slices.Concat([]string{}, c.TargetFiles),
	}
	for name, a := range c.Auths {
		shown.Auths[name] = shownAuth{a}
	}
	for name, m := range c.Modules {
		shown.Modules[name] = m.shown()
	}
	for _, t := range c.Targets {
		shown.Targets = append(shown.Targets, t.shown())
	}
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(shown); err != nil {
		return nil, fmt.Errorf("showing the configuration: %w", err)
	}
	return b.Bytes(), nil
}

func (p Polling) shown() shownPolling {
	return shownPolling{
		MaxConcurrent:        p.MaxConcurrent,
		MaxConcurrentNetconf: p.MaxConcurrentNetconf,
		MinInterval:          shownDuration(p.MinInterval),
		Timeout:              shownDuration(p.Timeout),
		ScrapeMargin:         shownDuration(p.ScrapeMargin),
	}
}

func (m *Module) shown() *shownModule {
	s := &shownModule{
		Protocol:         m.Protocol,
		Platform:         m.Platform,
		Collectors:       m.Collectors,
		EventlogDays:     m.EventlogDays,
		Session:          string(m.Session),
		IdleTimeout:      shownDuration(m.IdleTimeout),
		HostKey:          shownHostKey{string(m.HostKey.Policy), m.HostKey.KnownHostsFile, m.HostKey.AcceptedFile},
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

func (t *Target) shown() shownTarget {
	s := shownTarget{Name: t.Name, Address: t.Address, Labels: maps.Clone(t.Labels)}
	s.NetconfPort, _ = strconv.Atoi(t.NetconfPort) // 0 if there is none
	if t.Module != nil {
		s.Module = t.Module.Name
	}
	return s
}

// MarshalYAML writes the secrets that are set, hidden, with their origin as a comment.
func (s shownAuth) MarshalYAML() (any, error) {
	node := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key, text, comment string) {
		value := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, LineComment: comment}
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	add("username", s.auth.Username, "")
	for _, secret := range []struct {
		key   string
		value Secret
	}{
		{"password", s.auth.Password},
		{"private_key", s.auth.PrivateKey},
		{"private_key_passphrase", s.auth.PrivateKeyPassphrase},
		{"enable_password", s.auth.EnablePassword},
	} {
		if !secret.value.IsSet() {
			continue
		}
		comment := ""
		if origin := s.auth.origins[secret.key]; origin != "" {
			comment = "from " + origin
		}
		add(secret.key, secret.value.String(), comment)
	}
	node.Content = append(node.Content,
		&yaml.Node{Kind: yaml.ScalarNode, Value: "ssh_agent"},
		&yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(s.auth.SSHAgent)})
	return node, nil
}

func shownDuration(d time.Duration) string { return model.Duration(d).String() }
