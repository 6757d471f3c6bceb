package dashboards_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/barchart"
	"github.com/grafana/grafana-foundation-sdk/go/bargauge"
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/variants"
	sdk "github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
	"github.com/grafana/grafana-foundation-sdk/go/stat"
	"github.com/grafana/grafana-foundation-sdk/go/statetimeline"
	"github.com/grafana/grafana-foundation-sdk/go/table"
	"github.com/grafana/grafana-foundation-sdk/go/timeseries"
)

// leftOut are the options that the SDK requires and Grafana does not: it has a default for each.
var leftOut = []string{
	"options.barWidth", "options.fullHighlight", "options.groupWidth", "options.stacking",
	"options.xTickLabelMaxLength", "options.xTickLabelRotation",
	"options.legend", "options.maxVizHeight", "options.minVizWidth", "options.namePlacement", "options.sizing",
	"options.percentChangeColorMode", "options.showPercentChange", "options.wideLayout",
	"options.frameIndex",
}

// decode reads a dashboard as strictly as the SDK can: no unknown field, no wrong type, no missing field
// except those left out.
func decode(text []byte) (sdk.Dashboard, error) {
	var d sdk.Dashboard
	var errs cog.BuildErrors
	if err := d.UnmarshalJSONStrict(text); !errors.As(err, &errs) {
		return d, err
	}
	errs = slices.DeleteFunc(errs, func(e *cog.BuildError) bool {
		missing := e.Message == "required field is missing from input"
		return missing && slices.ContainsFunc(leftOut, func(path string) bool { return strings.HasSuffix(e.Path, "."+path) })
	})
	if len(errs) > 0 {
		return d, errs
	}
	return d, nil
}

func register() {
	runtime := cog.NewRuntime()
	for _, kind := range []variants.PanelcfgConfig{
		barchart.VariantConfig(), bargauge.VariantConfig(), stat.VariantConfig(),
		statetimeline.VariantConfig(), table.VariantConfig(), timeseries.VariantConfig(),
	} {
		runtime.RegisterPanelcfgVariant(kind)
	}
	runtime.RegisterDataqueryVariant(prometheus.VariantConfig())
}

func TestTheSDKAcceptsTheDashboards(t *testing.T) {
	register()
	for name := range names {
		text, err := os.ReadFile(name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		d, err := decode(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := d.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSDKRefusesWhatGrafanaDoesNotKnow(t *testing.T) {
	register()
	for _, change := range [][2]string{
		{`"gridPos": {`, `"gridPos": {"z": 0,`},
		{`"graphMode": "none"`, `"graphMode": 0`},
		{`"graphMode": "none"`, `"graphMood": "none"`},
		{`"legendFormat": `, `"legend": `},
		{`"refresh": "5m"`, `"refresh": 5`},
		{`"schemaVersion": 36,`, ``},
	} {
		if _, err := decode(changed(t, change)); err == nil {
			t.Errorf("%s is accepted", change[1])
		}
	}
}

// changed returns the fleet's dashboard with one occurrence of the first text replaced by the second.
func changed(t *testing.T, change [2]string) []byte {
	t.Helper()
	text, err := os.ReadFile("fleet.json")
	if err != nil {
		t.Fatal(err)
	}
	after := strings.Replace(string(text), change[0], change[1], 1)
	if after == string(text) {
		t.Fatalf("fleet.json has no %s", change[0])
	}
	return []byte(after)
}
