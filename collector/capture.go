package collector

import (
	"slices"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Capture is what was read of one switch from files.
type Capture struct {
	// Target is the name for the target label.
	Target string
	// Outputs are the outputs that were read.
	Outputs []CapturedOutput
	// State is nil if nothing could be read. Of a truncated output it holds the part that is there.
	State *parser.State
	Clock localtime.Clock
}

// CapturedOutput is one output of a capture.
type CapturedOutput struct {
	// Collector whose command printed it.
	Collector string
	// Err is why it could not be read, wholly or in part; nil if it was.
	Err error
	// Unread is how many of its lines could not be read.
	Unread int
	// Dropped is how many licences, members, messages and the like were left out or counted as "other".
	Dropped int
}

// CaptureFamilies returns the metrics of a capture. A truncated output shows what it has. So that it is not
// taken for the whole, slp_collector_success is 0 then, and so is slp_up unless another output was whole.
func (b *Builder) CaptureFamilies(c Capture) []*dto.MetricFamily {
	var sample *Sample
	if c.State != nil {
		sample = NewSample(c.State, c.Clock)
	}
	return b.families(b.build(&seriesRoom{}, nil, c.Target, nil, func(m *Metric, emit Emit) {
		switch {
		case m.Poll != nil:
			c.emit(m.Name, emit)
		case sample != nil:
			m.State(sample, emit)
		}
	}))
}

// emit emits a metric of the poll that a capture has, too.
func (c Capture) emit(metric string, emit Emit) {
	switch metric {
	case "slp_up":
		emit(oneIf(slices.ContainsFunc(c.Outputs, func(o CapturedOutput) bool { return o.Err == nil })))
	case "slp_collector_success":
		for _, o := range c.Outputs {
			emit(oneIf(o.Err == nil), o.Collector)
		}
	case "slp_collector_unread_lines":
		for _, o := range c.Outputs {
			emit(float64(o.Unread), o.Collector)
		}
	case "slp_collector_dropped_items":
		for _, o := range c.Outputs {
			if o.Dropped > 0 {
				emit(float64(o.Dropped), o.Collector)
			}
		}
	}
}
