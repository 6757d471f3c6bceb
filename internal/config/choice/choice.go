// Package choice picks switches of a configuration as commands name them: by name, address or pattern, all of them, or by
// their labels.
package choice

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/suggest"
)

// Choice says which switches are meant.
type Choice struct {
	// Names are names, addresses, or patterns of names such as muc-*.
	Names []string
	// All is true for all switches.
	All bool
	// Labels are conditions LABEL=VALUE, all of which must hold; VALUE may be a pattern. Without names they choose
	// among all switches.
	Labels []string
}

// ErrNothing is the error of a choice that names no switch.
var ErrNothing = errors.New("name a TARGET, or choose with --select LABEL=VALUE or --all")

// Check finds what cannot be meant.
func (c Choice) Check() error {
	if !c.All && len(c.Names)+len(c.Labels) == 0 {
		return ErrNothing
	}
	for _, name := range c.Names {
		if _, err := path.Match(name, ""); isPattern(name) && err != nil {
			return fmt.Errorf("%q is no pattern, write one such as 'muc-*'", name)
		}
	}
	for _, condition := range c.Labels {
		label, value, ok := strings.Cut(condition, "=")
		if _, err := path.Match(value, ""); !ok || label == "" || err != nil {
			return fmt.Errorf("--select=%s is no condition, write one such as site=muc or tier='acc*'", condition)
		}
	}
	return nil
}

// Of returns the chosen switches, each once, in the order of the configuration. unknown are the names that none has, and the
// conditions if no switch meets them all.
func (c Choice) Of(conf *config.Config) (targets []*config.Target, unknown []string) {
	named := make(map[*config.Target]bool)
	for _, name := range c.Names {
		found := c.find(conf, name)
		if len(found) == 0 {
			unknown = append(unknown, name)
		}
		for _, t := range found {
			named[t] = true
		}
	}
	for _, t := range conf.Targets {
		if (c.All || named[t] || len(c.Names) == 0) && c.meets(t) {
			targets = append(targets, t)
		}
	}
	if len(targets) == 0 && len(unknown) == 0 && len(c.Labels) > 0 {
		unknown = []string{strings.Join(c.Labels, ", ")}
	}
	return targets, unknown
}

// IsIn reports whether the choice is of switches that conf has, each by its name or address. More switches in conf would make
// no difference then.
func (c Choice) IsIn(conf *config.Config) bool {
	missing := func(name string) bool { return conf.Target(name) == nil }
	return !c.All && len(c.Names) > 0 && !slices.ContainsFunc(c.Names, missing)
}

// Similar returns the names of the switches that were probably meant by a name that none has; none if no name is similar.
// A name may have been given with its domain.
func Similar(conf *config.Config, name string) []string {
	if isPattern(name) {
		return nil
	}
	names := make([]string, len(conf.Targets))
	for i, t := range conf.Targets {
		names[i] = t.Name
	}
	if near := suggest.Nearest(name, names); near != nil {
		return near
	}
	host, _, _ := strings.Cut(name, ".")
	return suggest.Nearest(host, names)
}

// find returns the switches that a name stands for. A name that exists is no pattern, whatever is in it.
func (c Choice) find(conf *config.Config, name string) []*config.Target {
	if t := conf.Target(name); t != nil {
		return []*config.Target{t}
	}
	if !isPattern(name) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(conf.Targets), func(t *config.Target) bool { return !matches(name, t.Name) })
}

// meets reports whether a switch meets all conditions. A label that it does not have is empty.
func (c Choice) meets(t *config.Target) bool {
	for _, condition := range c.Labels {
		label, value, _ := strings.Cut(condition, "=")
		if own := t.Labels[label]; own != value && !matches(value, own) {
			return false
		}
	}
	return true
}

func isPattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// matches reports whether a pattern fits. Names are no paths: a slash is a letter as any other.
func matches(pattern, text string) bool {
	const letter = "\x00"
	ok, err := path.Match(strings.ReplaceAll(pattern, "/", letter), strings.ReplaceAll(text, "/", letter))
	return err == nil && ok
}
