package main

import (
	"context"
	"errors"
	"time"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/summary"
)

// report is what is printed about one switch.
type report struct {
	summary.Report
	families []*dto.MetricFamily
}

func reportOf(s fleet.Status, families []*dto.MetricFamily) report {
	r := report{summary.Report{Target: s.Target.Name, Err: context.Canceled}, families}
	if s.Result == nil {
		return r
	}
	r.Err = s.Result.Err
	r.Title = "polled " + s.Result.Ended.UTC().Format(time.RFC3339) + " in " +
		s.Result.Duration().Round(time.Millisecond).String()
	for _, c := range s.Result.Collectors {
		if c.Name == config.NetconfCollector && c.Err != nil && !errors.Is(c.Err, r.Err) {
			r.Others = append(r.Others, c.Err)
		}
		for _, u := range c.Unread {
			r.Unread = append(r.Unread, summary.UnreadLine{UnreadLine: u, From: c.Name})
		}
	}
	if s.Result.State != nil {
		r.Sample = collector.NewSample(s.Result.State, s.Result.Clock)
	}
	return r
}
