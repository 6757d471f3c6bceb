package pages

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/dossier"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/parser"
)

// switchPage is what the template of one switch shows.
type switchPage struct {
	row
	// Chips are the labels, each with the address of the switches that share it.
	Chips []chip
	// About is what the switch is: product, serial number, releases.
	About []string
	// Headline says in a line how the switch is.
	Headline string
	// Concern is the heading of the findings: whether one of them needs somebody.
	Concern string
	// Polled says when the data was read.
	Polled  template.HTML
	NextTry template.HTML
	// Failure is why the last poll, or a collector of it, failed; nil if nothing did.
	Failure  *pollFailure
	Links    []link
	Findings []findingView
	Steps    []stepView
	Timeline timeline
	Sections []sectionView
	Unknown  []unknownView
	Polls    []pollView
	Earlier  []pollView
}

type chip struct{ Name, Value, URL string }

type link struct{ Title, URL string }

// pollFailure is why nothing, or not all, was read.
type pollFailure struct {
	Title   string
	Error   []piece
	Runbook string
	// LastSuccess is when the switch was last read; empty if it never was.
	LastSuccess template.HTML
}

// ServeSwitch answers with the page of the switch whose name or address is in the path. It shows what is known, and
// polls nothing.
func (p *Pages) ServeSwitch(w http.ResponseWriter, r *http.Request) {
	named, err := p.Fleet.Select(r.PathValue("name"))
	if err != nil {
		p.send(w, http.StatusNotFound, p.render("refused", p.page("Not found", err.Error())))
		return
	}
	status := named.Peek()[0]
	l := p.page(status.Target.Name, nil)
	l.Class = "switch"
	if p.work(r.Context(), func() { l.Content = p.switchPage(status) }) {
		p.send(w, http.StatusOK, p.render("switch", l))
	}
}

// switchPage puts the page together.
func (p *Pages) switchPage(s fleet.Status) switchPage {
	now, links := p.Now(), p.Links()
	summary := p.Board.Row(s, now)
	page := switchPage{row: rowOf(&summary, nil, shapes(), now), Links: linksOf(s.Target.Name, links)}
	for _, l := range overview.LabelsOf([]overview.Row{summary}) {
		page.Chips = append(page.Chips, chip{l.Name, l.Values[0], "/?" + url.Values{l.Name: l.Values}.Encode()})
	}
	page.Sections, page.Unknown = sectionsOf(s, now)
	page.Timeline = timelineOf(dossier.HistoryOf(s), now)
	page.Polls, page.Earlier = pollViews(s.History(), now)
	r := s.Result
	if r == nil {
		page.Headline = "Nothing is known of this switch yet: nothing has asked for its metrics, or its result is too old to be shown."
		return page
	}
	page.Polled, page.NextTry = when(r.Ended, now), when(r.NextTry, now)
	page.Failure = failureOf(r, s.LastSuccess, links, now)
	if r.State == nil {
		page.Headline = "The last poll failed: " + spaced(string(r.Reason())) + "."
		return page
	}
	page.About = aboutOf(r.State)
	report := p.adviser.Diagnose(advise.Input{Target: s.Target.Name, State: r.State, Clock: r.Clock})
	page.Headline = strings.TrimSuffix(report.Headline, ".") + "."
	if page.Concern = "What to know"; len(report.Findings) > 0 && report.Findings[0].Severity.AtLeast(advise.Warning) {
		page.Concern = "What is wrong"
	}
	page.Findings, page.Steps = findingViews(report, links), stepViews(report.Steps)
	return page
}

// aboutOf is what a switch is, as far as it says so.
func aboutOf(s *parser.State) []string {
	var all []string
	if s.UDI != nil {
		all = append(all, strings.TrimSpace(s.UDI.PID+" "+s.UDI.SerialNumber))
	}
	if s.OSVersion != "" {
		all = append(all, "release "+s.OSVersion)
	}
	if s.AgentVersion != "" {
		all = append(all, "agent "+s.AgentVersion)
	}
	return all
}

// failureOf says why a poll or a collector failed; nil if neither did.
func failureOf(r *fleet.Result, lastSuccess time.Time, links config.Links, now time.Time) *pollFailure {
	if r.Err == nil {
		return nil
	}
	alert := alertOf(r)
	f := &pollFailure{
		Title: "Why nothing is known", Error: pieces(strings.TrimPrefix(r.Err.Error(), r.Target.Name+": ")),
		Runbook: links.RunbookOf(alert, docs+"runbooks/"+alert+".md"), LastSuccess: when(lastSuccess, now),
	}
	if r.Up() {
		f.Title = "What was not read"
	}
	return f
}

// docs is where the pages about alerts are.
const docs = "https://github.com/slp-exporter/slp-exporter/blob/main/docs/"

// alertOf is the alert about a poll that failed, or that failed in part.
func alertOf(r *fleet.Result) string {
	switch {
	case r.Up():
		return "SLPCollectorFailing"
	case r.Reason() == failure.HostKey:
		return "SLPSwitchHostKeyRefused"
	case r.Reason() == failure.Auth, r.Reason() == failure.Privilege:
		return "SLPSwitchLoginRefused"
	}
	return "SLPSwitchNotPolled"
}

// linksOf are addresses of more about a switch.
func linksOf(name string, links config.Links) []link {
	all := []link{
		{"As JSON", "/api/v1/targets/" + url.PathEscape(name)},
		{"Poll it now, and show the metrics", "/probe?" + url.Values{"target": {name}, "debug": {"true"}}.Encode()},
	}
	for _, l := range []link{{"Prometheus", links.PrometheusOf(name)}, {"Grafana", links.GrafanaOf(name)}} {
		if l.URL != "" {
			all = append(all, l)
		}
	}
	return all
}
