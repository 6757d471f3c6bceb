package collector

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser"
)

// Builder makes metric families from what polls brought. It is safe for concurrent use.
type Builder struct {
	table  []Metric
	pairs  sharedPairs
	usual  usualGauges
	drafts sync.Pool // of *draft
}

// NewBuilder makes a Builder over the whole table, sorted by name as the exposition wants it.
func NewBuilder() *Builder {
	table := Table()
	slices.SortFunc(table, func(a, b Metric) int { return cmp.Compare(a.Name, b.Name) })
	return &Builder{table: table, usual: newUsualGauges()}
}

// Families are the metrics of one target, sorted by name, without a doubled series whatever the
// switch printed. They are complete: slp_up and the collectors are there even if nothing else is.
func (b *Builder) Families(status fleet.Status) []*dto.MetricFamily {
	return b.families(b.ofStatus(status))
}

func (b *Builder) ofStatus(status fleet.Status) finished {
	var sample *Sample
	if status.Result != nil && status.Result.State != nil {
		sample = NewSample(status.Result.State, status.Result.Clock)
	}
	return b.build(status.Target.Name, status.Target.Labels, func(m Metric, emit Emit) {
		switch {
		case m.Poll != nil:
			m.Poll(status, emit)
		case sample != nil:
			m.State(sample, emit)
		}
	})
}

// Capture is what was read of one switch from files.
type Capture struct {
	// Target is the name for the target label.
	Target string
	// Outputs are those that were read.
	Outputs []CapturedOutput
	// State is nil if nothing could be read. Of a truncated output it holds the part that is there.
	State *parser.State
	Clock parser.Clock
}

// CapturedOutput is one output of a capture.
type CapturedOutput struct {
	// Collector whose command printed it.
	Collector string
	// Err is why it could not be read, wholly or in part; nil if it was.
	Err error
	// Unread is how many of its lines could not be read.
	Unread int
}

// CaptureFamilies are the metrics of a capture. A truncated output shows what it has, with
// slp_collector_success at 0, and slp_up unless another output was whole, so that it cannot be
// taken for the whole.
func (b *Builder) CaptureFamilies(c Capture) []*dto.MetricFamily {
	up := false
	for _, o := range c.Outputs {
		up = up || o.Err == nil
	}
	var sample *Sample
	if c.State != nil {
		sample = NewSample(c.State, c.Clock)
	}
	return b.families(b.build(c.Target, nil, func(m Metric, emit Emit) {
		switch {
		case m.Name == "slp_up":
			emit(oneIf(up))
		case m.Name == "slp_collector_success":
			for _, o := range c.Outputs {
				emit(oneIf(o.Err == nil), o.Collector)
			}
		case m.Name == "slp_collector_unread_lines":
			for _, o := range c.Outputs {
				emit(float64(o.Unread), o.Collector)
			}
		case m.State != nil && sample != nil:
			m.State(sample, emit)
		}
	}))
}

func (b *Builder) build(target string, labels map[string]string, read func(Metric, Emit)) finished {
	d, ok := b.drafts.Get().(*draft)
	if !ok {
		d = newDraft()
	}
	defer b.drafts.Put(d)
	defer d.reset()
	for i := range b.table {
		m := &b.table[i]
		d.begin(i)
		read(*m, func(value float64, labels ...string) {
			for i, l := range labels {
				labels[i] = clean(l)
			}
			if d.has(labels) {
				return // the first one is believed
			}
			d.pairs = b.pairs.of(d.pairs, m, labels)
			d.add(value)
		})
		d.end()
	}
	return d.finish(b.table, b.pairs.ofTarget(target, labels), &b.usual)
}

// families of some targets' series, merged and sorted by name. The metrics are shared with what the
// targets hold, the families are new.
func (b *Builder) families(targets ...finished) []*dto.MetricFamily {
	counts := make([]int, len(b.table))
	for _, t := range targets {
		t.each(func(metric int, series []dto.Metric) { counts[metric] += len(series) })
	}
	byMetric := make([]*dto.MetricFamily, len(b.table))
	var out []*dto.MetricFamily
	for i, n := range counts {
		if n == 0 {
			continue
		}
		m := &b.table[i]
		// At once in full: a million series that grow leave much behind.
		byMetric[i] = &dto.MetricFamily{Name: &m.Name, Help: &m.Help, Type: &m.Type, Metric: make([]*dto.Metric, 0, n)}
		out = append(out, byMetric[i])
	}
	for _, t := range targets {
		t.each(func(metric int, series []dto.Metric) {
			f := byMetric[metric]
			for i := range series {
				f.Metric = append(f.Metric, &series[i])
			}
		})
	}
	return out
}

// maxLabel is the longest label value, in characters.
const maxLabel = 200

// clean makes a switch's text fit for a label: valid UTF-8, no control characters, cut on a rune
// boundary.
func clean(s string) string {
	plain := len(s) <= maxLabel
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] >= ' ' && s[i] < 0x7f
	}
	if plain {
		return s
	}
	var out strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, string(utf8.RuneError)) {
		if unicode.IsControl(r) {
			continue
		}
		if n++; n > maxLabel {
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}
