package choice_test

import (
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/config/choice"
)

func conf() *config.Config {
	target := func(name, address, site, tier string) *config.Target {
		return &config.Target{Name: name, Address: address + ":22", Labels: map[string]string{"site": site, "tier": tier}}
	}
	return &config.Config{Targets: []*config.Target{
		target("muc-acc-02", "192.0.2.2", "muc", "access"), target("muc-acc-01", "192.0.2.1", "muc", "access"),
		target("zrh-core/1", "192.0.2.3", "zrh", "core"), target("lab[1]", "192.0.2.4", "", ""),
	}}
}

// TestOf: the order is that of the configuration, whatever was named first, and nothing is chosen twice.
func TestOf(t *testing.T) {
	for _, tt := range []struct {
		choice.Choice
		want, unknown string
	}{
		{choice.Choice{Names: []string{"muc-acc-01", "192.0.2.2", "muc-acc-01"}}, "muc-acc-02 muc-acc-01", ""},
		{choice.Choice{Names: []string{"muc-*", "nobody", "ber-*"}}, "muc-acc-02 muc-acc-01", "nobody ber-*"},
		{choice.Choice{Names: []string{"zrh-*"}}, "zrh-core/1", ""},
		{choice.Choice{Names: []string{"lab[1]"}}, "lab[1]", ""},
		{choice.Choice{All: true}, "muc-acc-02 muc-acc-01 zrh-core/1 lab[1]", ""},
		{choice.Choice{Labels: []string{"site=muc"}}, "muc-acc-02 muc-acc-01", ""},
		{choice.Choice{Labels: []string{"site=*", "tier=c*"}}, "zrh-core/1", ""},
		{choice.Choice{Labels: []string{"site="}}, "lab[1]", ""},
		{choice.Choice{Names: []string{"*-0?"}, Labels: []string{"site=zrh"}}, "", "site=zrh"},
		{choice.Choice{All: true, Labels: []string{"site=zrh"}}, "zrh-core/1", ""},
		{choice.Choice{Labels: []string{"floor=3"}}, "", "floor=3"},
	} {
		found, unknown := tt.Of(conf())
		var names []string
		for _, f := range found {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != tt.want || strings.Join(unknown, " ") != tt.unknown {
			t.Errorf("%+v: %q, unknown %q", tt.Choice, got, unknown)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, bad := range []choice.Choice{{}, {Names: []string{"muc-[a"}}, {Labels: []string{"site"}}, {Labels: []string{"=muc"}}, {Labels: []string{"site=[a"}}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	for _, good := range []choice.Choice{{All: true}, {Names: []string{"a"}}, {Labels: []string{"site=muc"}}} {
		if err := good.Check(); err != nil {
			t.Error(err)
		}
	}
}
