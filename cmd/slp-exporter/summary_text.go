package main

import (
	"fmt"
	"strings"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// summaryText is a summary while it is written: lines of which some have a title.
type summaryText struct {
	*collector.Sample
	text strings.Builder
}

// line writes a line, unless its text is empty.
func (t *summaryText) line(title, text string) {
	if text = strings.TrimSpace(text); text != "" {
		fmt.Fprintf(&t.text, "  %-15s %s\n", title, text)
	}
}

// section returns what writes the lines of a section. The first one has the title.
func (t *summaryText) section(title string) (line func(text string)) {
	return func(text string) {
		t.line(title, text)
		title = ""
	}
}

// when is a time in UTC if its zone is known, else as the switch wrote it; empty for nil.
func (t *summaryText) when(at *localtime.Time) string {
	if at == nil {
		return ""
	}
	if moment, ok := t.Clock.Resolve(at); ok {
		return moment.UTC().Format("2006-01-02 15:04:05 UTC")
	}
	layout := "2006-01-02 15:04:05 "
	if at.NoYear {
		layout = "Jan _2 15:04:05 "
	}
	return strings.TrimSpace(at.Wall.Format(layout) + at.Zone)
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}
