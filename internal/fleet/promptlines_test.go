package fleet_test

import (
	"reflect"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slp-exporter/slp-exporter/parser"
)

// TestPromptInsideTheOutput: where a session says that an output goes on, it goes on, whatever
// stands at the beginning of one of its lines. No value is lost by it, and no success pretended.
func TestPromptInsideTheOutput(t *testing.T) {
	_, outputs := simulated(t)
	for _, line := range []string{"host-of-sw-00#", "host-of-sw-00#show version", "host-of-sw-00>sh lic all", "host-of-sw-00# show license usage"} {
		for _, c := range parser.Commands() {
			t.Run(c.Collector+" "+line, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					whole := outputs[typed(c)]
					middle := strings.IndexByte(whole[len(whole)/2:], '\n') + len(whole)/2 + 1
					want := allLab(t, outputs, "", "").result()
					got := allLab(t, outputs, typed(c), whole[:middle]+line+"\n"+whole[middle:]).result()
					if got.Err != nil || !reflect.DeepEqual(got.State, want.State) {
						t.Errorf("%v: another state", got.Err)
					}
				})
			})
		}
	}
}
