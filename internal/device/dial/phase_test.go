package dial

import (
	"context"
	"slices"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/device/trace"
)

func TestRealDial(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if c, err := netDial(ctx, "tcp", "127.0.0.1:1"); err == nil {
		_ = c.Close()
		t.Error("dialled under a context that has ended")
	}
}

// Keys that are exchanged again while a command runs are no step back.
func TestNoStepBack(t *testing.T) {
	record := trace.New()
	a := &Attempt{}
	a.trace.Store(record)
	a.Enter(PhaseConnect)
	a.Enter(PhaseCommand)
	record.Begin("show x")
	a.Enter(PhaseKeyExchange)
	a.Enter(PhaseLogin)
	if got := stepNames(record.Steps()); !slices.Equal(got, []string{"connect", "show x"}) || a.phase() != PhaseCommand {
		t.Errorf("%q, and %s", got, a.phase())
	}
}

func stepNames(steps []trace.Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Name)
	}
	return all
}
