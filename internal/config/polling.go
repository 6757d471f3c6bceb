package config

import (
	"time"

	"github.com/prometheus/common/model"
)

// defaultPolling holds the defaults of keys that are not given.
func defaultPolling() Polling {
	return Polling{
		MaxConcurrent:        256,
		MaxConcurrentNetconf: 16,
		MinInterval:          time.Minute,
		Timeout:              30 * time.Second,
		ScrapeMargin:         500 * time.Millisecond,
	}
}

// pollingText is the polling section with the places of the values that are compared afterwards.
type pollingText struct {
	Polling
	timeout, margin value
}

func pollingFields() []field[pollingText] {
	return []field[pollingText]{
		{"max_concurrent", func(p *pollingText, v value) { v.integer(&p.MaxConcurrent, 1, 10000) }},
		{"max_concurrent_netconf", func(p *pollingText, v value) { v.integer(&p.MaxConcurrentNetconf, 1, 10000) }},
		{"min_interval", func(p *pollingText, v value) { v.duration(&p.MinInterval, true) }},
		{"timeout", func(p *pollingText, v value) { p.timeout = v; v.duration(&p.Timeout, false) }},
		{"scrape_margin", func(p *pollingText, v value) { p.margin = v; v.duration(&p.ScrapeMargin, true) }},
	}
}

func (l *loader) readPolling(section value) {
	p := pollingText{Polling: l.config.Polling}
	fill(section, pollingFields(), &p)
	l.config.Polling = p.Polling
	if p.ScrapeMargin < p.Timeout {
		return
	}
	if p.margin.given() {
		p.margin.bad("must be shorter than polling.timeout", "less than "+shownDuration(p.Timeout))
	} else {
		p.timeout.bad("must be longer than polling.scrape_margin", "more than "+shownDuration(p.ScrapeMargin))
	}
}

func shownDuration(d time.Duration) string { return model.Duration(d).String() }
