package main

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// TestInOrder: what is done first waits for what comes before it, and no more are done at once than may be.
func TestInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		var got []int
		inOrder([]int{5, 4, 3, 2, 1}, 3, func(n int) int {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Duration(n) * time.Second)
			now.Add(-1)
			return n
		}, func(n int) { got = append(got, n) })
		if !slices.Equal(got, []int{5, 4, 3, 2, 1}) || most.Load() != 3 {
			t.Errorf("%v, %d at once", got, most.Load())
		}
	})
}

// TestClosing: several switches are counted, with the failures by reason; a single one needs no count.
func TestClosing(t *testing.T) {
	slow, refused := failure.New(failure.Timeout, "slow"), failure.New(failure.Auth, "refused")
	for _, tt := range []struct {
		errs []error
		want string
	}{
		{[]error{nil}, ""},
		{[]error{slow}, ""},
		{[]error{nil, nil}, "2 switches: 2 polled\n"},
		{[]error{refused, nil, slow, slow}, "4 switches: 1 polled, 3 failed (2 timeout, 1 auth)\n"},
	} {
		var out strings.Builder
		err := closing(&out, "polled", tt.errs)
		if failed := slices.ContainsFunc(tt.errs, func(e error) bool { return e != nil }); out.String() != tt.want || errors.Is(err, errReported) != failed {
			t.Errorf("%v: %q, %v", tt.errs, out.String(), err)
		}
	}
}
