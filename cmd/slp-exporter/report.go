package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// report is what is printed about one switch.
type report struct {
	target   string
	title    string // "polled at … in …"
	err      error
	others   []error // of the other side, where both are asked
	sample   *collector.Sample
	families []*dto.MetricFamily
	unread   []unreadLine
}

// unreadLine is a line that a reader knew but could not read, with the file or collector that it comes from.
type unreadLine struct {
	reply.UnreadLine
	from string
}

// String is where the line is, and its text.
func (u unreadLine) String() string { return fmt.Sprintf("%s line %d: %s", u.from, u.Line, u.Text) }

func reportOf(s fleet.Status, families []*dto.MetricFamily) report {
	r := report{target: s.Target.Name, families: families, err: context.Canceled}
	if s.Result == nil {
		return r
	}
	r.err = s.Result.Err
	r.title = "polled " + s.Result.Ended.UTC().Format(time.RFC3339) + " in " +
		s.Result.Duration().Round(time.Millisecond).String()
	for _, c := range s.Result.Collectors {
		if c.Name == config.NetconfCollector && c.Err != nil && !errors.Is(c.Err, r.err) {
			r.others = append(r.others, c.Err)
		}
		for _, u := range c.Unread {
			r.unread = append(r.unread, unreadLine{u, c.Name})
		}
	}
	if s.Result.State != nil {
		r.sample = collector.NewSample(s.Result.State, s.Result.Clock)
	}
	return r
}
