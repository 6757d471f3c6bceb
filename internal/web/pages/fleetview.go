package pages

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/overview"
)

// fleetPage is what the templates of the fleet show.
type fleetPage struct {
	// Empty is true if no switch is configured.
	Empty  bool
	All    int
	Tiles  []tile
	Groups []group
	Polls  polls
	Filter filter
	// Matches says how many switches the query selects.
	Matches string
	// CSV and JSON are the addresses of the same view; Kiosk and Plain are those of the wall screen and of the page.
	CSV, JSON, Kiosk, Plain string
	Columns                 []column
	Rows                    []row
	// Worst are the first ten rows that need somebody.
	Worst []row
	Pager pager
}

// tile is a count that leads to the switches it counts.
type tile struct {
	N                int
	Word, Class, URL string
	Means            string
	Chosen           bool
}

// group is counts of the same kind, such as the causes of failures.
type group struct {
	Title string
	Tiles []tile
}

// address is a path with a query.
func address(path string, q overview.Query) string {
	values := q.Values().Encode()
	if values == "" {
		return path
	}
	return path + "?" + values
}

// shapes are what a state looks like, so that it is told apart without its colour.
func shapes() map[overview.State]string {
	return map[overview.State]string{
		overview.Failing: "▲", overview.NoTrust: "◆", overview.Overdue: "◼", overview.Down: "✖", overview.Unknown: "○", overview.OK: "●",
	}
}

func (p *Pages) fleetPage(t table) fleetPage {
	now := p.Now()
	f := fleetPage{
		Empty: t.Counts.All == 0 && p.Fleet.Targets() == 0, All: t.Counts.All,
		Tiles: tiles(t), Groups: groups(t), Polls: pollsOf(t.Counts, p.Polling(), now), Filter: filterOf(t),
		Matches: matches(t), CSV: address("/fleet.csv", unpaged(t.given)), JSON: address("/api/v1/targets", unpaged(t.given)),
		Plain: address("/", t.given), Kiosk: withKiosk(t.given), Columns: columnsOf(t), Pager: pagerOf(t),
	}
	made := shapes()
	for _, r := range t.Rows {
		f.Rows = append(f.Rows, rowOf(r, t.labels, made, now))
	}
	for i, r := range t.Rows {
		if i < 10 && (r.State != overview.OK && r.State != overview.Unknown || r.Severity.AtLeast(advise.Warning)) {
			f.Worst = append(f.Worst, f.Rows[i])
		}
	}
	return f
}

func unpaged(q overview.Query) overview.Query {
	q.Page = 0
	return q
}

func withKiosk(q overview.Query) string {
	values := unpaged(q).Values()
	values.Set(keyKiosk, "1")
	return "/?" + values.Encode()
}

// tiles are the states, the best one first.
func tiles(t table) []tile {
	var all []tile
	add := func(r overview.Rule, n int) {
		chosen := t.given.Only["state"]
		all = append(all, tile{
			N: n, Word: r.Word, Class: "state-" + string(r.State), Means: r.Means,
			URL: address("/", narrowed(t.given, "state", string(r.State))), Chosen: len(chosen) == 1 && chosen[0] == string(r.State),
		})
	}
	rules := overview.Rules()
	add(rules[len(rules)-1], t.Counts.States[len(rules)-1].N)
	for i, r := range rules[:len(rules)-1] {
		add(r, t.Counts.States[i].N)
	}
	return all
}

// narrowed is the query with one state, cause or reason alone.
func narrowed(q overview.Query, key, value string) overview.Query {
	for _, other := range []string{"state", "severity", "cause", "reason"} {
		q = q.With(other)
	}
	return q.With(key, value)
}

// groups are the causes of failures, and the reasons for which switches are down.
func groups(t table) []group {
	var all []group
	for _, g := range []struct {
		title, state, key string
		counts            []overview.Count
	}{
		{"Failing by cause", string(overview.Failing), "cause", t.Counts.Causes},
		{"Down by reason", string(overview.Down), "reason", t.Counts.Reasons},
	} {
		made := group{Title: g.title}
		for _, c := range g.counts {
			if c.Word == "" {
				continue
			}
			q := narrowed(t.given, g.key, c.Word).With("state", g.state)
			chosen := t.given.Only[g.key]
			made.Tiles = append(made.Tiles, tile{
				N: c.N, Word: spaced(c.Word), Class: "state-" + g.state, URL: address("/", q), Chosen: len(chosen) == 1 && chosen[0] == c.Word,
			})
		}
		if len(made.Tiles) > 0 {
			all = append(all, made)
		}
	}
	if n := t.Counts.Remarked; n > 0 {
		q := narrowed(t.given, "state", string(overview.OK)).With("severity", string(advise.Warning), string(advise.Critical))
		all = append(all, group{"Well, but", []tile{{N: n, Word: "with a finding", Class: "state-ok", URL: address("/", q), Chosen: len(t.given.Only["severity"]) == 2}}})
	}
	return all
}

// spaced is a word of the interface as a reader sees it.
func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

// matches says how many switches are selected, and which of them are shown.
func matches(t table) string {
	switch {
	case t.Matches == 0:
		return "No switch matches."
	case t.Pages == 1 && t.Matches == t.Counts.All:
		return plural(t.Matches, "switch", "switches")
	case t.Pages == 1:
		return fmt.Sprintf("%d of %s", t.Matches, plural(t.Counts.All, "switch", "switches"))
	}
	first := (t.Page-1)*overview.PageSize + 1
	return fmt.Sprintf("%d to %d of %d switches", first, first+len(t.Rows)-1, t.Matches)
}

func plural(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}

// polls are sentences about the age of the data.
type polls struct {
	Data, Next string
	// Stale is true if nothing has asked for polls for a while.
	Stale bool
}

// pollsOf says how old the data is, and what is polled next. Polls follow scrapes: without them nothing is polled.
func pollsOf(c overview.Counts, limits config.Polling, now time.Time) polls {
	p := c.Polls
	if c.All == 0 {
		return polls{}
	}
	if p.Newest.IsZero() {
		return polls{Data: "No switch has been polled yet.", Next: "A scrape of the metrics polls them, as Prometheus does.", Stale: true}
	}
	out := polls{Data: "Last poll " + relative(p.Newest, now)}
	if !p.Oldest.IsZero() && p.Newest.Sub(p.Oldest) > time.Second {
		out.Data += ", the oldest " + relative(p.Oldest, now)
	}
	if p.Without > 0 {
		out.Data += fmt.Sprintf("; %s no result, or one that is too old to be shown", plural(p.Without, "switch has", "switches have"))
	}
	out.Data += "."
	due := p.Oldest.Add(limits.MinInterval)
	switch out.Stale = p.Oldest.IsZero() || now.Sub(p.Newest) > max(5*time.Minute, 3*limits.MinInterval); {
	case out.Stale:
		out.Next = "Nothing has scraped the metrics since, so nothing is polled."
	case due.After(now):
		out.Next = "The next scrape polls from " + due.UTC().Format("15:04:05 UTC") + " on (" + relative(due, now) + ")."
	default:
		out.Next = "The next scrape polls."
	}
	if p.Paused > 0 {
		out.Next += fmt.Sprintf(" %s left alone, the first until %s.", plural(p.Paused, "switch is", "switches are"), p.Resumes.UTC().Format("15:04:05 UTC"))
	}
	return out
}

// column is a heading that sorts.
type column struct {
	Title, URL, Means, Class string
	// Sort is the value of aria-sort; empty if the table is sorted by another column.
	Sort string
}

// columnsOf are the headings: the name, the state, the labels, then the rest.
func columnsOf(t table) []column {
	var all []column
	for i, c := range overview.Columns() {
		made := column{Title: c.Title, Means: c.Means, Class: "c-" + c.ID}
		q := unpaged(t.given)
		q.Sort, q.Descending = c.ID, false
		if t.Query.Sort == c.ID {
			made.Sort = map[bool]string{false: "ascending", true: "descending"}[t.Query.Descending]
			q.Descending = !t.Query.Descending
		}
		made.URL = address("/", q)
		all = append(all, made)
		if i == 1 {
			for _, l := range t.labels {
				all = append(all, column{Title: l.Name, Class: "c-label"})
			}
		}
	}
	return all
}

// pager leads to other pages; an address is empty if there is no such page.
type pager struct {
	Page, Pages                 int
	First, Previous, Next, Last string
}

func pagerOf(t table) pager {
	to := func(page int) string {
		q := t.given
		q.Page = page
		return address("/", q)
	}
	p := pager{Page: t.Page, Pages: t.Pages}
	if t.Page > 1 {
		p.First, p.Previous = to(1), to(t.Page-1)
	}
	if t.Page < t.Pages {
		p.Next, p.Last = to(t.Page+1), to(t.Pages)
	}
	return p
}

// filter is the form that asks for another view.
type filter struct {
	Search  string
	Selects []choice
	// Kept are what the form hands on unchanged.
	Kept []pair
	// Active is true if anything is filtered.
	Active bool
}

// choice is one key of the form. Without options its value is typed.
type choice struct {
	Key, Title, Value string
	Options           []option
}

type option struct {
	Value, Text string
	Chosen      bool
}

type pair struct{ Key, Value string }

// maxOptions is how many values of a label are listed; of more, one is typed.
const maxOptions = 200

func filterOf(t table) filter {
	q := t.given
	f := filter{Search: strings.Join(q.Search, " "), Active: len(q.Search) > 0 || len(q.Only) > 0}
	var states []option
	for _, r := range overview.Rules() {
		states = append(states, option{Value: string(r.State), Text: r.Word})
	}
	f.add(q, choice{Key: "state", Title: "State", Options: states})
	for _, l := range t.labels {
		c := choice{Key: l.Name, Title: l.Name}
		for _, v := range l.Values {
			if len(l.Values) <= maxOptions && v != "" {
				c.Options = append(c.Options, option{Value: v, Text: v})
			}
		}
		f.add(q, c)
	}
	for _, key := range []string{"severity", "cause", "reason"} {
		for _, v := range q.Only[key] {
			f.Kept = append(f.Kept, pair{key, v})
		}
	}
	f.Selects = append(f.Selects, sortChoice(t.Query))
	return f
}

// add adds a choice; where several values are chosen, the form hands them on.
func (f *filter) add(q overview.Query, c choice) {
	chosen := q.Only[c.Key]
	if len(chosen) > 1 {
		for _, v := range chosen {
			f.Kept = append(f.Kept, pair{c.Key, v})
		}
		return
	}
	if len(chosen) == 1 {
		c.Value = chosen[0]
	}
	for i := range c.Options {
		c.Options[i].Chosen = c.Options[i].Value == c.Value
	}
	if len(c.Options) > 0 {
		c.Options = append([]option{{Text: "any", Chosen: c.Value == ""}}, c.Options...)
	}
	f.Selects = append(f.Selects, c)
}

// sortChoice is the order, which narrow screens have no headings for.
func sortChoice(q overview.Query) choice {
	c := choice{Key: "sort", Title: "Sort by"}
	for _, each := range overview.Columns() {
		for _, descending := range []bool{false, true} {
			value, text := each.ID, each.Title
			if descending {
				value, text = "-"+value, text+", descending"
			}
			if each.ID == "state" {
				text = map[bool]string{false: "Worst first", true: "Best first"}[descending]
			}
			c.Options = append(c.Options, option{value, text, q.Sort == each.ID && q.Descending == descending})
		}
	}
	return c
}

// switchURL is the address of the page of one switch.
func switchURL(name string) string { return "/switch/" + url.PathEscape(name) }
