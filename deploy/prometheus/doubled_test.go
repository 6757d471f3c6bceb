package prometheus

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// ofSwitch finds a series of a switch, and its values, in a rule test.
var ofSwitch = regexp.MustCompile(`(?m)^ +- series: '\w+\{job="slp",instance="localhost:9952",target=[^\n]*'\n +values: [^\n]*\n`)

// TestAlertsOfSwitchesScrapedTwice runs the rule tests with each series of a switch doubled, as it is in a fleet that is
// scraped in both ways during a migration, or by two exporters: the alerts must be those of the rule tests.
func TestAlertsOfSwitchesScrapedTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("long: the tests of TestAlerts with all series doubled; make test-all runs it")
	}
	testAlerts(t, func(t *testing.T, file string) string {
		path := shortened(t, file)
		text, err := os.ReadFile(path) //nolint:gosec // ours
		if err != nil {
			t.Fatal(err)
		}
		doubled := ofSwitch.ReplaceAllFunc(text, func(series []byte) []byte {
			second := strings.Replace(string(series), `job="slp",instance="localhost:9952"`, `job="slp-probe",instance="muc-acc-01"`, 1)
			return slices.Concat(series, []byte(second))
		})
		switches := strings.Count(string(text), `,target="`)
		if n := strings.Count(string(doubled), `,target="`); n != 2*switches {
			t.Errorf("%d series of switches became %d", switches, n)
		}
		writeFile(t, path, doubled)
		return path
	})
}
