package config

import (
	"net/url"
	"strconv"
	"strings"
)

// Web is how pages look.
type Web struct {
	Links Links `yaml:"links"`
}

// Links are the addresses of what pages lead to; empty if none is configured.
type Links struct {
	// Prometheus is the address of a Prometheus server, or of a page of it with NAME in it.
	Prometheus string `yaml:"prometheus"`
	// Grafana is the address of a dashboard, with NAME in it.
	Grafana string `yaml:"grafana"`
	// Runbooks is the address of a runbook, with ALERT in it.
	Runbooks string `yaml:"runbooks"`
}

// The placeholders in links, for the name of a switch and of an alert.
const (
	placeOfName  = "NAME"
	placeOfAlert = "ALERT"
)

// PrometheusOf is the page of Prometheus that has the series of a switch; empty without an address.
func (l Links) PrometheusOf(target string) string {
	if l.Prometheus == "" || strings.Contains(l.Prometheus, placeOfName) {
		return filled(l.Prometheus, placeOfName, target)
	}
	query := url.Values{"g0.expr": {`{__name__=~"slp_.+",target=` + strconv.Quote(target) + `}`}, "g0.tab": {"1"}}
	return strings.TrimRight(l.Prometheus, "/") + "/graph?" + query.Encode()
}

// GrafanaOf is the dashboard of a switch; empty without an address.
func (l Links) GrafanaOf(target string) string { return filled(l.Grafana, placeOfName, target) }

// RunbookOf is the runbook of an alert. Without an address, or without an alert, it is the other page.
func (l Links) RunbookOf(alert, otherwise string) string {
	if l.Runbooks == "" || alert == "" {
		return otherwise
	}
	return filled(l.Runbooks, placeOfAlert, alert)
}

// filled puts a value in the place of a word, escaped as the part of the address wants it in which it stands.
func filled(address, word, value string) string {
	path, query, ok := strings.Cut(address, "?")
	path = strings.ReplaceAll(path, word, url.PathEscape(value))
	if !ok {
		return path
	}
	return path + "?" + strings.ReplaceAll(query, word, url.QueryEscape(value))
}

// webText is the section web with its places.
type webText struct{ links value }

func webFields() []field[webText] {
	return []field[webText]{
		{"links", func(w *webText, v value) { w.links = v }},
	}
}

func linkFields() []field[Links] {
	return []field[Links]{
		{"prometheus", func(l *Links, v value) { v.link(&l.Prometheus, "") }},
		{"grafana", func(l *Links, v value) { v.link(&l.Grafana, placeOfName) }},
		{"runbooks", func(l *Links, v value) { v.link(&l.Runbooks, placeOfAlert) }},
	}
}

func (l *loader) readWeb(section value) {
	var w webText
	if fill(section, webFields(), &w); w.links.given() {
		fill(w.links, linkFields(), &l.config.Web.Links)
	}
}

// link takes an address that browsers open. It must hold that word, if there is one. Messages do not show it: people
// write passwords into it.
func (v value) link(into *string, word string) {
	write := "https://host/path"
	if word != "" {
		write += "/" + word
	}
	text, ok := v.optionalText(write)
	if !ok {
		return
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		v.bad("is no address of a web page", write)
	case u.User != nil:
		v.bad("holds a user name, which every reader of the pages would see", write)
	case !strings.Contains(u.RequestURI()+"#"+u.Fragment, word):
		v.bad("has no "+word+" after the host", write)
	default:
		*into = text
	}
}
