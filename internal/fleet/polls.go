package fleet

import (
	"encoding/binary"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/device/trace"
	"github.com/slp-exporter/slp-exporter/internal/failure"
)

// Polls are the last polls of a target, the newest first.
type Polls struct {
	// Recent are the last three, whatever came of them.
	Recent []Poll
	// Failures are the last three that failed, or of which a collector did, also if they are among
	// Recent.
	Failures []Poll
}

// Poll is one poll as it is remembered.
type Poll struct {
	// Started is when it began, from which the steps are counted. Unlike in a [Result], the time that it waited
	// between its steps is part of it.
	Started, Ended time.Time
	// Up is [Result.Up].
	Up bool
	// Reason and Err are the first failure's; empty if there was none.
	Reason failure.Reason
	Err    string
	// NextTry is until when the switch was left alone; zero if the next scrape could poll it.
	NextTry time.Time
	// Steps are what was done, in order: those of [trace.Step], "wait for a turn to log in", "wait for a
	// turn over NETCONF" and "wait for the last session to end"; and "CLI left alone" or "NETCONF left alone"
	// for a side that was not asked, with the error of its last poll.
	Steps []trace.Step
	// Tail is the last that the switch had said when the first failure occurred, or by the end of the poll if
	// nothing failed. Secrets and tokens are masked. It is shorter (256 bytes) if the switch answered everything.
	Tail string
	// Collectors are those of the module, in its order.
	Collectors []PollCollector
}

// PollCollector is how one collector fared in a Poll.
type PollCollector struct {
	Name string
	// Duration is zero if it was never asked.
	Duration time.Duration
	// Reason and Err are empty if it succeeded.
	Reason failure.Reason
	Err    string
}

// packed is a Poll in less than half of the space that the structs take. Times within the poll are cut to
// microseconds.
type packed string

func pack(p Poll) packed {
	w := &packing{}
	w.poll(&p)
	return packed(w.data)
}

func (p packed) unpack() (out Poll) {
	r := &packing{reading: true, data: []byte(p)}
	r.poll(&out)
	return out
}

// packing writes the fields of a Poll to data or, if reading, reads them from there in the same order.
type packing struct {
	reading bool
	data    []byte
}

func (k *packing) poll(p *Poll) {
	k.time(&p.Started)
	k.time(&p.Ended)
	k.time(&p.NextTry)
	k.bool(&p.Up)
	k.failure(&p.Reason, &p.Err)
	k.text(&p.Tail)
	packList(k, &p.Steps, func(s *trace.Step) {
		k.text(&s.Name)
		k.duration(&s.Offset)
		k.duration(&s.Duration)
		k.int(&s.Bytes)
		k.text(&s.Err)
	})
	packList(k, &p.Collectors, func(c *PollCollector) {
		k.text(&c.Name)
		k.duration(&c.Duration)
		k.failure(&c.Reason, &c.Err)
	})
}

func packList[T any](k *packing, list *[]T, item func(*T)) {
	n := len(*list)
	k.int(&n)
	if k.reading {
		*list = make([]T, n)
	}
	for i := range *list {
		item(&(*list)[i])
	}
}

func (k *packing) failure(reason *failure.Reason, text *string) {
	k.text((*string)(reason))
	k.text(text)
}

func (k *packing) text(s *string) {
	n := len(*s)
	k.int(&n)
	if k.reading {
		*s, k.data = string(k.data[:n]), k.data[n:]
	} else {
		k.data = append(k.data, *s...)
	}
}

// time keeps the time of the wall clock, and the zero time.
func (k *packing) time(t *time.Time) {
	var nanos int64
	if !t.IsZero() {
		nanos = t.UnixNano()
	}
	if k.int64(&nanos); k.reading && nanos != 0 {
		*t = time.Unix(0, nanos)
	}
}

func (k *packing) duration(d *time.Duration) {
	micros := d.Microseconds()
	k.int64(&micros)
	*d = time.Duration(micros) * time.Microsecond
}

func (k *packing) bool(b *bool) {
	n := 0
	if *b {
		n = 1
	}
	k.int(&n)
	*b = n == 1
}

func (k *packing) int(n *int) {
	wide := int64(*n)
	k.int64(&wide)
	*n = int(wide)
}

func (k *packing) int64(n *int64) {
	if !k.reading {
		k.data = binary.AppendVarint(k.data, *n)
		return
	}
	var size int
	*n, size = binary.Varint(k.data)
	k.data = k.data[size:]
}
