package diagnose_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/diagnose"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// diagnosed is a switch of a site that reaches its server by a proxy, and fails since that minute of the day; a cause of none is a
// switch that is well.
func diagnosed(site, proxy string, c cause.Cause, minute int) diagnose.Diagnosis {
	day := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)
	verdict := advise.Problem
	if c == cause.None {
		verdict = advise.OK
	}
	return diagnose.Diagnosis{
		Target: &config.Target{Name: site + "-sw", Labels: map[string]string{"site": site, "tier": "access"}},
		Report: advise.Report{Verdict: verdict, Cause: &c},
		State: &parser.State{
			Clock:     &localtime.Time{Wall: day.Add(12 * time.Hour), Zone: "CET"},
			Transport: &parser.Transport{Type: "smart", ProxyAddress: proxy, ProxyPort: "3128"},
			Eventlog:  &eventlog.Log{FailSince: &localtime.Time{Wall: day.Add(time.Duration(minute) * time.Minute), Zone: "CET"}},
		},
	}
}

// TestCommon: switches that fail in the same way and by the same way are counted among those of their site.
func TestCommon(t *testing.T) {
	var all []diagnose.Diagnosis
	for i := range 14 {
		all = append(all, diagnosed("zrh", "192.0.2.8", cause.Timeout, 9*60+14+i))
	}
	all = append(all, diagnosed("zrh", "192.0.2.8", cause.NameResolution, 60), diagnosed("muc", "192.0.2.9", cause.None, 0), diagnosed("muc", "192.0.2.9", cause.TLS, 0))
	got := diagnose.Common(all)
	want := "14 of 15 failing switches of site zrh share proxy 192.0.2.8:3128, cause timeout since 09:14 CET"
	if len(got) != 1 || got[0] != want {
		t.Errorf("%q", got)
	}
	if got := diagnose.Common(all[:1]); len(got) != 0 {
		t.Errorf("a single switch: %q", got)
	}
	all[0].State.Eventlog.Open = true // its run may be longer
	if got := diagnose.Common(all); len(got) != 1 || strings.Contains(got[0], "since") {
		t.Errorf("%q", got)
	}
}

func TestOverview(t *testing.T) {
	var b strings.Builder
	all := []diagnose.Diagnosis{diagnosed("zrh", "192.0.2.8", cause.Timeout, 0), diagnosed("zrh", "192.0.2.8", cause.Timeout, 0), diagnosed("muc", "", cause.None, 0)}
	if err := diagnose.Overview(&b, all); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"2 of 2 failing switches of site zrh share ", "\nSWITCH ", "\nmuc-sw ", "\n3 switches: 1 well, 2 with a problem\n"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("%s\nlacks %q", b.String(), part)
		}
	}
}
