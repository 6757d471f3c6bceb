package collector

import (
	"maps"
	"sync"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// perResult keeps what is made of a target's status until the next poll has ended, or the target's configuration
// has changed.
type perResult[T any] struct {
	build  func(fleet.Status) T
	mu     sync.Mutex
	byName map[string]kept[T]
}

type kept[T any] struct {
	of   fleet.Status // without its tallies of failures, which change with Polls
	made T
	used uint64 // the number of the last gather that used it
}

func newPerResult[T any](build func(fleet.Status) T) perResult[T] {
	return perResult[T]{build: build, byName: make(map[string]kept[T])}
}

// all returns what was made of each status, for the gather of that number.
func (p *perResult[T]) all(statuses []fleet.Status, gather uint64) []T {
	all := make([]T, len(statuses))
	for i, s := range statuses {
		all[i] = p.get(s, gather)
	}
	return all
}

// get returns what was made of a status, or makes it.
func (p *perResult[T]) get(s fleet.Status, gather uint64) T {
	if made, ok := p.lookUp(s, gather); ok {
		return made
	}
	made := p.build(s)
	s.Failures = nil
	p.mu.Lock()
	defer p.mu.Unlock()
	p.byName[s.Target.Name] = kept[T]{of: s, made: made, used: gather}
	return made
}

func (p *perResult[T]) lookUp(s fleet.Status, gather uint64) (made T, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	have, ok := p.byName[s.Target.Name]
	if !ok || have.of.Target != s.Target || have.of.Result != s.Result || have.of.Polls != s.Polls {
		return made, false
	}
	if have.used < gather {
		have.used = gather
		p.byName[s.Target.Name] = have
	}
	return have.made, true
}

// forget drops what no gather has used since the one of that number.
func (p *perResult[T]) forget(since uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.byName, func(_ string, have kept[T]) bool { return have.used < since })
}
