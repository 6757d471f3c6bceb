package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/collector"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// saidOverNetconf is a NETCONF session in which a reply is ready.
type saidOverNetconf struct{ reply string }

func (s saidOverNetconf) Get(context.Context, string) (string, error) { return s.reply, nil }
func (s saidOverNetconf) Redacted(e *failure.Error) *failure.Error    { return e }
func (s saidOverNetconf) Offers(string) bool                          { return true }
func (s saidOverNetconf) Close(context.Context) error                 { return nil }

// netconfLab has a switch that is read over NETCONF alone, and one whose CLI refuses the password.
func netconfLab(t *testing.T) *lab {
	t.Helper()
	reply, err := os.ReadFile("../../parser/testdata/netconf-2021-standalone.xml")
	if err != nil {
		t.Fatal(err)
	}
	c := &config.Config{
		Polling: config.Polling{MaxConcurrent: 9, MaxConcurrentNetconf: 9, MinInterval: time.Hour, Timeout: time.Minute, ScrapeMargin: time.Second},
		Targets: []*config.Target{
			{Name: "xml", Address: "192.0.2.1:830", Module: &config.Module{
				Name: "xml", Protocol: config.ProtocolNETCONF, Collectors: []string{"netconf"},
			}},
			{Name: "twofold", Address: "192.0.2.2:22", NetconfPort: "8300", Module: &config.Module{
				Name: "twofold", Protocol: config.ProtocolBoth, Collectors: []string{"netconf", "status"},
			}},
		},
	}
	exporter := collector.NewExporter(time.Now())
	l := &lab{}
	l.fleet = fleet.New(c, fleet.Options{
		Observe: exporter.Observe,
		Open: func(_ context.Context, target *config.Target) (fleet.Session, error) {
			return nil, &failure.Error{Reason: failure.Auth, Target: target.Name, Err: errors.New("refused")}
		},
		OpenNetconf: func(context.Context, *config.Target) (fleet.NetconfSession, error) {
			return saidOverNetconf{string(reply)}, nil
		},
	})
	exporter.Watch(l.fleet)
	t.Cleanup(func() {
		if err := l.fleet.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	o := Options{Fleet: l.fleet, Exporter: exporter, Logger: slog.New(slog.DiscardHandler), Polling: func() config.Polling { return c.Polling }}
	if l.Handler, err = NewHandler(o); err != nil {
		t.Fatal(err)
	}
	return l
}

// TestNetconfTargets: what is served of switches that are asked over NETCONF, alone and beside the CLI.
func TestNetconfTargets(t *testing.T) {
	l := netconfLab(t)
	for path, want := range map[string][]string{
		"/metrics": {
			`slp_target_info{address="192.0.2.1:830",module="xml",platform="ios_xe",protocol="netconf",target="xml"} 1`,
			`slp_target_info{address="192.0.2.2:22",module="twofold",platform="ios_xe",protocol="both",target="twofold"} 1`,
			`slp_collector_success{collector="netconf",target="xml"} 1`,
			`slp_collector_success{collector="netconf",target="twofold"} 1`,
			`slp_collector_success{collector="status",target="twofold"} 0`,
			`slp_up{target="xml"} 1`, `slp_up{target="twofold"} 1`,
			`slp_poll_failures_total{reason="auth",target="twofold"} 1`,
		},
		"/probe?target=192.0.2.1":                        {`slp_up{target="xml"} 1`},
		"/probe?target=192.0.2.2:8300&collect[]=status":  {`slp_up{target="twofold"} 0`},
		"/probe?target=192.0.2.2:8300&collect[]=netconf": {`slp_up{target="twofold"} 1`, `slp_device_info{`},
		"/probe?target=twofold&debug=true":               {`collector netconf took`, `collector status took 0.000 s, failed: "twofold: refused"`, "wait for a turn over NETCONF"},
		"/sd":                                            {`"__meta_slp_netconf_address": "192.0.2.1:830"`, `"__meta_slp_netconf_address": "192.0.2.2:8300"`, `"__meta_slp_protocol": "both"`},
		"/api/v1/targets/xml":                            {`"netconf_address": "192.0.2.1:830"`, `"protocol": "netconf"`},
		"/api/v1/targets/twofold":                        {`"netconf_address": "192.0.2.2:8300"`, `"address": "192.0.2.2:22"`, `"next_try": null`},
	} {
		if path != "/metrics" {
			l.get("/metrics") // one poll serves them all
		}
		w := l.get(path)
		for _, text := range want {
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), text) {
				t.Errorf("%s: %d, without %s in\n%s", path, w.Code, text, w.Body)
			}
		}
	}
}
