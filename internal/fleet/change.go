package fleet

import (
	"maps"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// change is what a new configuration changes in a target of the same name. Each includes those before it.
type change int

const (
	unchanged change = iota
	// relabelled: only the labels and names that are shown differ.
	relabelled
	// reread: what is read of the switch differs, or whether its session is kept.
	reread
	// reconnected: the way to the switch or the login differs, so an old session, or an old failure to open
	// one, says nothing about the new one.
	reconnected
	// moved: it is, or may be, another switch.
	moved
)

func compare(a, b *config.Target) change {
	switch {
	case a.Address != b.Address || a.Module.Proxy != b.Module.Proxy:
		return moved
	case a.NetconfPort != b.NetconfPort || !sameLogin(a.Module, b.Module):
		return reconnected
	case !sameQuestions(a.Module, b.Module):
		return reread
	case a.Module.Name != b.Module.Name || !maps.Equal(a.Labels, b.Labels):
		return relabelled
	}
	return unchanged
}

func sameLogin(a, b *config.Module) bool {
	return a.Protocol == b.Protocol && a.Platform == b.Platform && a.HostKey == b.HostKey &&
		a.LegacyAlgorithms == b.LegacyAlgorithms && sameAuth(a.Auth, b.Auth)
}

// sameAuth compares what is sent, not the names.
func sameAuth(a, b *config.Auth) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Username == b.Username && a.Password.Equal(b.Password) && a.PrivateKey.Equal(b.PrivateKey) &&
		a.PrivateKeyPassphrase.Equal(b.PrivateKeyPassphrase) && a.SSHAgent == b.SSHAgent && a.EnablePassword.Equal(b.EnablePassword)
}

func sameQuestions(a, b *config.Module) bool {
	return slices.Equal(a.Collectors, b.Collectors) && a.CollectorsListed == b.CollectorsListed && a.EventlogDays == b.EventlogDays &&
		a.Session == b.Session && a.IdleTimeout == b.IdleTimeout && sameZone(a.Timezone, b.Timezone)
}

func sameZone(a, b *time.Location) bool {
	if a == nil || b == nil { // nil is "inferred", though it calls itself UTC
		return a == b
	}
	return a.String() == b.String()
}
