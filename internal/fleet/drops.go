package fleet

import (
	"github.com/go-kit/log"
	"github.com/go-kit/log/level"
)

// drops is how many items of a target's last outputs were left out or counted as "other".
type drops int

// note takes the result of a poll, and reports whether the number has changed and is worth a line. A poll that failed says
// nothing about what it did not read.
func (d *drops) note(r *Result) bool {
	dropped := droppedOf(r)
	if r.Err != nil && dropped == 0 || dropped == int(*d) {
		return false
	}
	*d = drops(dropped)
	return true
}

func droppedOf(r *Result) (dropped int) {
	for _, c := range r.Collectors {
		dropped += c.Dropped
	}
	return dropped
}

// logDrops writes the line about a result.
func logDrops(logger log.Logger, r *Result) {
	if dropped := droppedOf(r); dropped > 0 {
		_ = level.Warn(logger).Log("msg", "the switch lists more than is shown of it, see slp_collector_dropped_items",
			"target", r.Target.Name, "dropped", dropped)
		return
	}
	_ = level.Info(logger).Log("msg", "all that the switch lists is shown again", "target", r.Target.Name)
}
