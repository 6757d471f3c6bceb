package config_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// TestPageLinks: a name is escaped for its place in an address, and cannot change where the address leads.
func TestPageLinks(t *testing.T) {
	l := config.Links{
		Prometheus: "https://prometheus.example.net/", Grafana: "https://grafana.example.net/d/x/NAME?var-target=NAME&kiosk",
		Runbooks: "https://wiki.example.net/slp/ALERT#ALERT",
	}
	const odd = `a/b?c="d"&e #é`
	for got, want := range map[string]string{
		l.GrafanaOf("muc-acc-01"):            "https://grafana.example.net/d/x/muc-acc-01?var-target=muc-acc-01&kiosk",
		l.GrafanaOf(odd):                     "https://grafana.example.net/d/x/a%2Fb%3Fc=%22d%22&e%20%23%C3%A9?var-target=a%2Fb%3Fc%3D%22d%22%26e+%23%C3%A9&kiosk",
		l.RunbookOf("SLPTrustLost", "other"): "https://wiki.example.net/slp/SLPTrustLost#SLPTrustLost",
		l.PrometheusOf("muc"):                "https://prometheus.example.net/graph?g0.expr=%7B__name__%3D~%22slp_.%2B%22%2Ctarget%3D%22muc%22%7D&g0.tab=1",
		l.PrometheusOf(`"} or up`):           "https://prometheus.example.net/graph?g0.expr=%7B__name__%3D~%22slp_.%2B%22%2Ctarget%3D%22%5C%22%7D+or+up%22%7D&g0.tab=1",
		config.Links{Prometheus: "https://p.example.net/query?expr=NAME"}.PrometheusOf("a b"):                               "https://p.example.net/query?expr=a+b",
		config.Links{}.PrometheusOf("muc") + config.Links{}.GrafanaOf("muc") + config.Links{}.RunbookOf("SLPTrustLost", ""): "",
		l.RunbookOf("", "other") + config.Links{}.RunbookOf("SLPTrustLost", "wise"):                                         "otherwise",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
