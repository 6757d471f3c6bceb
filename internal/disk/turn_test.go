package disk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// TestTurnHangs: an operation that hangs keeps nobody for longer than the patience, and the next ones not at all.
// When it is over, all is well again.
func TestTurnHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var turn disk.Turn
		over := make(chan struct{})
		hang := func() (int, error) { <-over; return 1, nil }
		quick := func() (int, error) { return 2, nil }
		for i, op := range []func() (int, error){hang, quick, quick} {
			begun := time.Now()
			if _, err := disk.Do(&turn, disk.Patience, op); !errors.Is(err, disk.ErrHangs) {
				t.Errorf("operation %d: %v", i, err)
			}
			want := time.Duration(0)
			if i == 0 {
				want = disk.Patience
			}
			if took := time.Since(begun); took != want {
				t.Errorf("operation %d took %v, want %v", i, took, want)
			}
		}
		close(over)
		synctest.Wait()
		if n, err := disk.Do(&turn, disk.Patience, quick); n != 2 || err != nil {
			t.Errorf("afterwards: %d, %v", n, err)
		}
	})
}

// TestTurnWaits: operations run one at a time. Each waits for its turn no longer than for a file that hangs, and those
// that wait for one that hangs give up with it.
func TestTurnWaits(t *testing.T) {
	for name, row := range map[string]struct {
		each         time.Duration
		served       int64 // of 20
		took, unwind time.Duration
	}{
		"all in time": {each: disk.Patience / 20, served: 20, took: disk.Patience},
		"too slow":    {each: disk.Patience * 2 / 3, served: 2, took: disk.Patience * 4 / 3},
		"hangs":       {each: time.Hour, served: 0, took: disk.Patience, unwind: time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var turn disk.Turn
				var running, served atomic.Int64
				var all sync.WaitGroup
				begun := time.Now()
				for range 20 {
					all.Go(func() {
						_, err := disk.Do(&turn, disk.Patience, func() (struct{}, error) {
							if running.Add(1) > 1 {
								t.Error("two at a time")
							}
							time.Sleep(row.each)
							running.Add(-1)
							return struct{}{}, nil
						})
						switch {
						case err == nil:
							served.Add(1)
						case !errors.Is(err, disk.ErrHangs):
							t.Error(err)
						}
					})
				}
				all.Wait()
				if took := time.Since(begun); took != row.took || served.Load() != row.served {
					t.Errorf("%d of 20 in %v, want %d in %v", served.Load(), took, row.served, row.took)
				}
				time.Sleep(row.unwind)
			})
		})
	}
}

// TestFilesHang: a hundred files that hang do not take a hundred times as long as one.
func TestFilesHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var files disk.Files
		over := make(chan struct{})
		begun := time.Now()
		for i := range 100 {
			if err := files.Check(fmt.Sprint(i), func() error { <-over; return nil }); !errors.Is(err, disk.ErrHangs) {
				t.Error(err)
			}
		}
		if took := time.Since(begun); took > 2*disk.Patience {
			t.Errorf("took %v", took)
		}
		if _, err := files.Stat("0"); !errors.Is(err, disk.ErrHangs) {
			t.Errorf("a file that still hangs: %v", err)
		}
		close(over)
		synctest.Wait()
		if _, err := files.Stat(t.TempDir() + "/0"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("another file: %v", err)
		}
		if _, err := files.Stat("0"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("afterwards: %v", err)
		}
	})
}
