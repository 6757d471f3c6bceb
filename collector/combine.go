package collector

import "strings"

// combined combines values with equal labels into one before they are emitted, in the order in which they came:
// several handles may have the same tag.
type combined struct {
	labels  int
	order   []string
	values  map[string]float64
	combine func(a, b float64) float64
}

func newSums(labels int) *combined {
	return &combined{labels: labels, values: map[string]float64{}, combine: func(a, b float64) float64 { return a + b }}
}

func newGreatest(labels int) *combined {
	return &combined{labels: labels, values: map[string]float64{}, combine: func(a, b float64) float64 { return max(a, b) }}
}

func (c *combined) add(value float64, labels ...string) {
	key := strings.Join(labels, "\x00")
	if before, ok := c.values[key]; ok {
		c.values[key] = c.combine(before, value)
		return
	}
	c.order = append(c.order, key)
	c.values[key] = value
}

func (c *combined) emit(emit Emit) {
	for _, key := range c.order {
		emit(c.values[key], strings.SplitN(key, "\x00", c.labels)...)
	}
}
