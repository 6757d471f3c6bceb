package collector

import (
	"time"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// Metric is one row of the table.
type Metric struct {
	Name string
	// Help says in one line what the value is, and what a rise means where that is not obvious.
	Help string
	Type Type
	// Labels besides `target` and the target's own, in the order in which State or Poll emits their values.
	Labels []string
	// From names the command and line that the value is read from, for docs/metrics.md.
	From string
	// State reads the metric from what the switch said; nil for the metrics of the poll itself.
	State func(*Sample, Emit)
	// Poll reads it from the poll; nil for the metrics of the switch.
	Poll func(fleet.Status, Emit)
}

// Emit takes one value with the values of the metric's labels.
type Emit func(value float64, labels ...string)

// Type is the type of a metric in the exposition format.
type Type = dto.MetricType

// The types in use. License counts are untyped because their name ends in _count, which linters
// take for a histogram's.
const (
	gauge   = dto.MetricType_GAUGE
	counter = dto.MetricType_COUNTER
	untyped = dto.MetricType_UNTYPED
)

// Sample is a switch's state with what is needed to read it.
type Sample struct {
	*parser.State
	Clock localtime.Clock
	// Trust is State.TrustMembers, computed once.
	Trust []parser.TrustCode
}

// NewSample joins a state with the clock of its switch.
func NewSample(state *parser.State, clock localtime.Clock) *Sample {
	return &Sample{State: state, Clock: clock, Trust: state.TrustMembers()}
}

// at emits a time as Unix seconds, if it was reported and its zone is known.
func (s *Sample) at(t *localtime.Time, emit Emit, labels ...string) {
	if moment, ok := s.Clock.Resolve(t); ok {
		emit(float64(moment.Round(time.Second).Unix()), labels...)
	}
}

// number emits a number, if it was reported.
func number(value *float64, emit Emit, labels ...string) {
	if value != nil {
		emit(*value, labels...)
	}
}

// boolean emits 1 or 0, if the value was reported.
func boolean(value *bool, emit Emit, labels ...string) {
	if value != nil {
		emit(oneIf(*value), labels...)
	}
}

// span emits a duration in seconds, if it was reported.
func span(value *time.Duration, emit Emit, labels ...string) {
	if value != nil {
		emit(value.Seconds(), labels...)
	}
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func unix(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
