package collector

import (
	"bytes"
	"io"
	"sync"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// texts keeps what the series of targets look like in one text format. Encoding them is most of what a scrape costs,
// so it is done once per result: a scrape of ten thousand targets copies the text.
type texts struct {
	builder *Builder
	encode  encoder
	headers []string // by place in the table: the lines before a family's series
	made    perResult[targetText]
	drafts  sync.Pool // of *draft
}

// draft is the room in which the text of a target is put together. It is used for one target after the other.
type draft struct {
	text, family bytes.Buffer
	series       seriesRoom
	metrics      []*dto.Metric
	written      dto.MetricFamily
}

// encoder writes one family in a text format. The names of our metrics and labels look the same in every escaping
// that a scraper may ask for.
type encoder func(io.Writer, *dto.MetricFamily) (int, error)

// targetText is what a target's series look like.
type targetText struct {
	families []textFamily
	text     string
}

// textFamily is one family of a target.
type textFamily struct {
	metric int32 // its place in the table
	end    int32 // where its text ends; it begins where that of the family before ends
}

func newTexts(b *Builder, encode encoder) *texts {
	t := &texts{builder: b, encode: encode}
	t.made = newPerResult(t.of)
	for i := range b.table {
		t.headers = append(t.headers, t.header(&b.table[i]))
	}
	return t
}

func toOpenMetrics(w io.Writer, f *dto.MetricFamily) (int, error) {
	return expfmt.MetricFamilyToOpenMetrics(w, f)
}

// header returns the lines of a family before those of its series.
func (t *texts) header(m *Metric) string {
	var out bytes.Buffer
	var zero dto.Metric
	shared := newSharedGauges()
	(&seriesRoom{}).set(&zero, m.Type, 0, &shared)
	_, _ = t.encode(&out, &dto.MetricFamily{Name: &m.Name, Help: &m.Help, Type: &m.Type, Metric: []*dto.Metric{&zero}}) // a buffer takes all
	return out.String()[:headerLen(out.Bytes())]
}

// headerLen is the length of the lines at the beginning that are no series.
func headerLen(text []byte) (n int) {
	for line := range bytes.Lines(text) {
		if line[0] != '#' {
			break
		}
		n += len(line)
	}
	return n
}

// of writes the series of one target.
func (t *texts) of(s fleet.Status) targetText { return t.only(s, nil) }

// only writes the series of one target of the metrics that are wanted; see [Builder.inRoom].
func (t *texts) only(s fleet.Status, wanted []bool) targetText {
	d, ok := t.drafts.Get().(*draft)
	if !ok {
		d = &draft{}
	}
	defer t.drafts.Put(d)
	defer d.series.forget() // a pool must not hold what a switch said
	d.text.Reset()
	series := t.builder.inRoom(&d.series, s, wanted)
	made := targetText{families: make([]textFamily, 0, len(series.families))}
	series.each(func(metric int, list []dto.Metric) {
		d.add(&t.builder.table[metric], list, t.encode)
		made.families = append(made.families, textFamily{int32(metric), int32(d.text.Len())}) //nolint:gosec // lists from switches are bounded
	})
	made.text = d.text.String()
	return made
}

// add adds the series of one family.
func (d *draft) add(m *Metric, list []dto.Metric, encode encoder) {
	d.metrics = d.metrics[:0]
	for i := range list {
		d.metrics = append(d.metrics, &list[i])
	}
	d.written.Name, d.written.Type, d.written.Metric = &m.Name, &m.Type, d.metrics
	d.family.Reset()
	_, _ = encode(&d.family, &d.written) // a buffer takes all
	d.text.Write(d.family.Bytes()[headerLen(d.family.Bytes()):])
	clear(d.metrics)
}

// gather returns the text of all targets, for the gather of that number. If names are given, it need not have others.
func (t *texts) gather(statuses []fleet.Status, names []string, number uint64) *FleetText {
	f := &FleetText{texts: t, current: -1, given: make([]bool, len(t.headers))}
	if names == nil {
		f.targets = t.made.all(statuses, number)
	} else {
		f.targets = t.some(statuses, t.builder.places(names), number)
	}
	f.next = make([]int32, len(f.targets))
	for _, target := range f.targets {
		for _, family := range target.families {
			f.given[family.metric] = true
		}
	}
	return f
}

// some returns the text of all targets with at least what is wanted. What it has to make for that it does not keep.
func (t *texts) some(statuses []fleet.Status, wanted []bool, number uint64) []targetText {
	targets := make([]targetText, len(statuses))
	for i, s := range statuses {
		made, ok := t.made.lookUp(s, number)
		if !ok {
			made = t.only(s, wanted)
		}
		targets[i] = made
	}
	return targets
}

// FleetText hands over the text of many targets, family by family, sorted by name.
type FleetText struct {
	texts   *texts
	targets []targetText
	given   []bool  // by place in the table: some target has such a series
	current int     // the place in the table of the family that is handed over
	next    []int32 // by target: its first family that has not been written
}

// Next goes on to the next family that some target has, and returns its name; empty without one.
func (f *FleetText) Next() (name string) {
	for f.current++; f.current < len(f.given); f.current++ {
		if f.given[f.current] {
			return f.texts.builder.table[f.current].Name
		}
	}
	return ""
}

// Write writes the family that Next has gone on to. Errors are left to w.
func (f *FleetText) Write(w io.StringWriter) {
	_, _ = w.WriteString(f.texts.headers[f.current])
	for i := range f.targets {
		target := &f.targets[i]
		for n := int(f.next[i]); n < len(target.families) && int(target.families[n].metric) <= f.current; n++ {
			if int(target.families[n].metric) == f.current { // or else it was not asked for
				_, _ = w.WriteString(target.lines(n))
			}
			f.next[i]++
		}
	}
}

// lines is the text of a family, by its place in the target's.
func (t *targetText) lines(n int) string {
	from := int32(0)
	if n > 0 {
		from = t.families[n-1].end
	}
	return t.text[from:t.families[n].end]
}
