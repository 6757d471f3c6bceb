package collector

import (
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// draft collects the series of one target, family by family, before memory for all of them is taken
// in one piece.
type draft struct {
	families []int // in the table, one per family
	counts   []int // series per family
	rows     []row
	pairs    []*dto.LabelPair // of all rows, one after the other
	seen     map[string]bool  // labels of a family with many series
}

// row is one series; its labels, without those of the target, end at that index of pairs.
type row struct {
	value  float64
	labels int
}

// newDraft has room for what most switches say.
func newDraft() *draft {
	return &draft{rows: make([]row, 0, 256), pairs: make([]*dto.LabelPair, 0, 512), seen: make(map[string]bool)}
}

// reset makes the draft ready for another target. It holds on to nothing of the last one.
func (d *draft) reset() {
	clear(d.pairs)
	clear(d.seen)
	d.families, d.counts, d.rows, d.pairs = d.families[:0], d.counts[:0], d.rows[:0], d.pairs[:0]
}

// begin opens the family of a metric, by its place in the table.
func (d *draft) begin(metric int) {
	d.families, d.counts = append(d.families, metric), append(d.counts, 0)
	clear(d.seen)
}

// end drops the family if it is empty.
func (d *draft) end() {
	if n := len(d.families) - 1; d.counts[n] == 0 {
		d.families, d.counts = d.families[:n], d.counts[:n]
	}
}

// few is how many series are compared one by one; beyond, a map is quicker.
const few = 8

// has tells whether the family has a series with these labels, and remembers them.
func (d *draft) has(labels []string) bool {
	n := d.counts[len(d.counts)-1]
	if n > few {
		key := strings.Join(labels, "\x00")
		known := d.seen[key]
		d.seen[key] = true
		return known
	}
	known := false
	for i := len(d.rows) - n; i < len(d.rows); i++ {
		pairs := d.pairs[d.rows[i].labels-len(labels) : d.rows[i].labels]
		known = known || slices.EqualFunc(pairs, labels, func(p *dto.LabelPair, l string) bool { return p.GetValue() == l })
		if n == few { // from now on the map
			d.seen[joined(pairs)] = true
		}
	}
	if n == few {
		d.seen[strings.Join(labels, "\x00")] = true
	}
	return known
}

func joined(pairs []*dto.LabelPair) string {
	values := make([]string, len(pairs))
	for i, p := range pairs {
		values[i] = p.GetValue()
	}
	return strings.Join(values, "\x00")
}

// add takes a series of the family; its labels have been appended to pairs.
func (d *draft) add(value float64) {
	d.counts[len(d.counts)-1]++
	d.rows = append(d.rows, row{value, len(d.pairs)})
}
