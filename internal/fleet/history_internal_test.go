package fleet

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/device/trace"
)

// TestHistoryIsSmall: with ten thousand healthy switches, each of which is logged in to for each poll, the
// last polls take no more than 3 KB each.
func TestHistoryIsSmall(t *testing.T) {
	const targets, most = 2000, 3 << 10
	steps := []string{
		"connect", "ssh banner", "key exchange", "login", "shell", "prompt", "terminal length 0", "terminal width 0",
		"show license tech support", "show license status", "show license eventlog 1", "logout",
	}
	collectors := []string{"tech_support", "status", "eventlog"}
	histories := make([]*history, targets)
	before := heapInUse()
	for i := range histories {
		histories[i] = &history{}
		for range keptPolls + 2 {
			r := &Result{Target: &config.Target{}, opened: true, up: true}
			for _, name := range collectors {
				r.Collectors = append(r.Collectors, CollectorResult{Name: name, Duration: time.Second})
			}
			trace := trace.New()
			for _, name := range steps {
				trace.Begin(name)
			}
			made := remember(r, trace, time.Now())
			made.Tail = strings.Repeat("x", shortTail)
			histories[i].add(made)
		}
	}
	each := (heapInUse() - before) / targets
	t.Logf("%d bytes a target", each)
	if each > most {
		t.Errorf("%d bytes a target, want at most %d", each, most)
	}
	runtime.KeepAlive(histories)
}

// TestJournalClone: of an entry that was replaced a poll may still end.
func TestJournalClone(t *testing.T) {
	now := time.Now()
	j := journal{lines: []time.Time{now.Add(-2 * reminder), now}}
	other := j.clone()
	if other.crowded(now) || j.lines[0].Equal(now) || len(other.lines) != 1 {
		t.Errorf("%v and %v", j.lines, other.lines)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
