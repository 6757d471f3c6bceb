package fleet

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet/account"
)

// AuthState is what is known of an auth of the configuration.
type AuthState struct {
	// Name is its name.
	Name string
	// Held is true while no login is tried with it, because too many switches in a row have refused it.
	Held bool
}

// accounts has the account of each secret. Auths of several names that send the same share one, and a secret keeps
// its account over a change of the configuration.
type accounts struct {
	now func() time.Time

	mu   sync.Mutex
	list []secretAccount
}

// secretAccount is one secret, and the auths of the configuration that it belongs to.
type secretAccount struct {
	auth  *config.Auth
	names []string
	*account.Account
}

// update takes the secrets of another configuration, and forgets those that it does not have.
func (a *accounts) update(c *config.Config) {
	a.mu.Lock()
	defer a.mu.Unlock()
	before := a.list
	a.list = nil
	for name, auth := range c.Auths {
		s := a.of(auth, before)
		s.names = append(s.names, name)
	}
	users := make(map[*account.Account][]string)
	for _, t := range c.Targets {
		s := a.of(authOf(t), before)
		users[s.Account] = append(users[s.Account], t.Name)
	}
	for _, s := range a.list {
		s.SetUsers(users[s.Account])
	}
}

// of returns the account of what an auth sends, which may be among those of before. mu is held.
func (a *accounts) of(auth *config.Auth, before []secretAccount) *secretAccount {
	same := func(s secretAccount) bool { return s.auth == auth || sameAuth(s.auth, auth) }
	if i := slices.IndexFunc(a.list, same); i >= 0 {
		return &a.list[i]
	}
	s := secretAccount{auth: auth}
	if i := slices.IndexFunc(before, same); i >= 0 {
		s.Account = before[i].Account
	} else {
		s.Account = account.New(a.now)
	}
	a.list = append(a.list, s)
	return &a.list[len(a.list)-1]
}

// find returns the account of a target of the configuration.
func (a *accounts) find(t *config.Target) *account.Account {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.of(authOf(t), nil).Account
}

// states returns the auths of the configuration by name.
func (a *accounts) states() []AuthState {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []AuthState
	for _, s := range a.list {
		isHeld := s.Held() != nil
		for _, name := range s.names {
			out = append(out, AuthState{Name: name, Held: isHeld})
		}
	}
	slices.SortFunc(out, func(a, b AuthState) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// authOf returns the auth of a target; nil if it has none, as in tests without a wire.
func authOf(t *config.Target) *config.Auth {
	if t.Module == nil {
		return nil
	}
	return t.Module.Auth
}

// nameOf returns the name of a target's auth.
func nameOf(t *config.Target) string {
	if auth := authOf(t); auth != nil {
		return auth.Name
	}
	return ""
}
