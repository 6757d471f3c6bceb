package collector

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// TestReloadMetrics: a failed attempt shows until one succeeds, and does not move the time of the
// configuration in use.
func TestReloadMetrics(t *testing.T) {
	e := NewExporter(time.Unix(1_000, 0))
	e.Watch(fleet.New(&config.Config{Polling: config.Polling{MaxConcurrent: 1}}, fleet.Options{}))
	for _, step := range []struct {
		after string
		do    func()
		want  string
	}{
		{"the start", func() {}, "1 1000"},
		{"a failure", e.LoadFailed, "0 1000"},
		{"another", e.LoadFailed, "0 1000"},
		{"a success", func() { e.Loaded(time.Unix(2_000, 500e6)) }, "1 2000.5"},
	} {
		step.do()
		successful, at, _ := strings.Cut(step.want, " ")
		want := `
# HELP slp_exporter_config_last_reload_success_timestamp_seconds When the configuration in use was loaded.
# TYPE slp_exporter_config_last_reload_success_timestamp_seconds gauge
slp_exporter_config_last_reload_success_timestamp_seconds ` + at + `
# HELP slp_exporter_config_last_reload_successful 1 if the last attempt to load the configuration succeeded.
# TYPE slp_exporter_config_last_reload_successful gauge
slp_exporter_config_last_reload_successful ` + successful + `
`
		err := testutil.CollectAndCompare(e, strings.NewReader(want),
			"slp_exporter_config_last_reload_successful", "slp_exporter_config_last_reload_success_timestamp_seconds")
		if err != nil {
			t.Errorf("after %s: %v", step.after, err)
		}
	}
}
