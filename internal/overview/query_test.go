package overview_test

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// sample are rows as they may be, in the order of a configuration.
func sample() []overview.Row {
	row := func(name string, labels map[string]string, state overview.State, severity advise.Severity) overview.Row {
		return overview.Row{Target: &config.Target{Name: name, Address: name + ".example.net:22", Labels: labels}, Reading: &overview.Reading{State: state, Severity: severity}}
	}
	muc, ham := map[string]string{"site": "muc", "tier": "access"}, map[string]string{"site": "ham"}
	well, failing, dead := row("b-well", muc, overview.OK, ""), row("a-failing", muc, overview.Failing, advise.Warning), row("c-dead", ham, overview.Down, advise.Warning)
	well.Streak, well.Cause, well.Trust, well.Age, well.LastSuccess, well.Backlog = new(0), cause.None, overview.TrustInstalled, time.Minute, morning, new(2)
	failing.Streak, failing.Cause, failing.NextReport = new(24), cause.Timeout, morning
	dead.Reason, dead.Error, dead.Summary = failure.Refused, "c-dead: connect: refused", "connect: refused"
	late := row("d-late", ham, overview.Overdue, advise.Critical)
	late.AckDeadline, late.Backlog = morning, new(1)
	unknown := row("e-new", ham, overview.Unknown, "")
	odd := row("f-odd", nil, overview.OK, advise.Warning)
	return []overview.Row{well, failing, dead, late, unknown, odd}
}

// shown are the names that a query shows, in their order.
func shown(t *testing.T, query string) []string {
	t.Helper()
	rows := sample()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := overview.Parse(values, overview.LabelsOf(rows))
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	again, err := overview.Parse(q.Values(), overview.LabelsOf(rows))
	if err != nil || !slices.Equal(names(overview.Show(rows, again, morning)), names(overview.Show(rows, q, morning))) {
		t.Errorf("%s is %s as a link, which shows others (%v)", query, q.Values().Encode(), err)
	}
	return names(overview.Show(rows, q, morning))
}

func names(v overview.View) []string {
	var list []string
	for _, r := range v.Rows {
		list = append(list, r.Target.Name)
	}
	return list
}

// TestQuery: what each query shows, in which order.
func TestQuery(t *testing.T) {
	all := "b-well a-failing c-dead d-late e-new f-odd"
	for query, want := range map[string]string{
		"":                                   all,
		"q=&state=&site=&sort=":              all, // as a form sends it
		"sort=state":                         "d-late a-failing c-dead f-odd e-new b-well",
		"sort=-state":                        "b-well e-new f-odd c-dead a-failing d-late",
		"sort=name":                          "a-failing b-well c-dead d-late e-new f-odd",
		"sort=-backlog":                      "b-well d-late a-failing c-dead e-new f-odd", // the unknown last
		"sort=backlog":                       "d-late b-well a-failing c-dead e-new f-odd",
		"sort=cause":                         "b-well c-dead a-failing d-late e-new f-odd",
		"state=down":                         "c-dead",
		"state=down&state=ok":                "b-well c-dead f-odd",
		"state=ok&severity=warning":          "f-odd",
		"cause=timeout":                      "a-failing",
		"reason=refused":                     "c-dead",
		"site=muc":                           "b-well a-failing",
		"site=muc&tier=access&state=failing": "a-failing",
		"q=HAM":                              "c-dead d-late e-new",
		"q=example+muc":                      "b-well a-failing",
		"q=a-failing.example":                "a-failing",
		"q=nothing":                          "",
	} {
		if got := strings.Join(shown(t, query), " "); got != want {
			t.Errorf("%s shows %s, want %s", query, got, want)
		}
	}
}

// TestWrongQuery: what is not known is refused, with what is allowed.
func TestWrongQuery(t *testing.T) {
	for query, want := range map[string]string{
		"stat=down":   "q, state, severity, cause, reason, sort, page, site or tier",
		"state=dead":  "failing, no_trust, overdue, down, unknown or ok",
		"site=zrh":    "ham or muc",
		"sort=colour": "name, state, trust, streak, cause, last_report, next_report, ack_deadline, backlog, licences or age",
		"page=0":      "a number from 1 on",
		"page=two":    "a number from 1 on",
		"cause=none2": "name_resolution",
		"reason=x":    "host_key",
	} {
		values, _ := url.ParseQuery(query)
		_, err := overview.Parse(values, overview.LabelsOf(sample()))
		var wrong *overview.QueryError
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", query, err, want)
		}
	}
	long := url.Values{strings.Repeat("k", 5000): {"v"}}
	if _, err := overview.Parse(long, nil); err == nil || len(err.Error()) > 300 {
		t.Error("a long key is repeated")
	}
	if _, err := overview.Parse(url.Values{"kiosk": {""}}, nil, "kiosk"); err != nil {
		t.Error(err)
	}
}

// TestCounts: each switch counts under its state, and the counts do not change with the state that is asked for.
func TestCounts(t *testing.T) {
	rows := sample()
	for _, query := range []url.Values{{}, {"state": {"down"}}, {"cause": {"timeout"}}} {
		q, err := overview.Parse(query, nil)
		if err != nil {
			t.Fatal(err)
		}
		c := overview.Show(rows, q, morning).Counts
		byState := map[string]int{}
		for _, s := range c.States {
			byState[s.Word] = s.N
		}
		want := map[string]int{"failing": 1, "no_trust": 0, "overdue": 1, "down": 1, "unknown": 1, "ok": 2}
		if c.All != 6 || !maps.Equal(byState, want) || c.Remarked != 1 {
			t.Errorf("%v: %+v", query, c)
		}
		if !slices.Equal(c.Causes, []overview.Count{{Word: "timeout", N: 1}}) || !slices.Equal(c.Reasons, []overview.Count{{Word: "refused", N: 1}}) {
			t.Errorf("%v: %+v", query, c)
		}
	}
}

// TestPages: a hundred rows a page, the last page holds the rest, and a later one is the last.
func TestPages(t *testing.T) {
	rows := slices.Repeat(sample()[:1], 2*overview.PageSize+1)
	for page, want := range map[int]int{0: 201, 1: 100, 2: 100, 3: 1, 4: 1, 1 << 60: 1} {
		v := overview.Show(rows, overview.Query{Page: page}, morning)
		if len(v.Rows) != want || v.Matches != 201 || v.Pages != 3 || v.Page > 3 {
			t.Errorf("page %d: %d rows, page %d of %d", page, len(v.Rows), v.Page, v.Pages)
		}
	}
	if v := overview.Show(nil, overview.Query{Page: 1}, morning); len(v.Rows) != 0 || v.Page != 1 || v.Pages != 1 {
		t.Errorf("%+v", v)
	}
}
