package parser_test

import (
	"errors"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// TestNothingButAPrompt: a switch that answers a command with its prompt alone has said nothing. Of
// the log buffer that is the answer where the filter finds nothing.
func TestNothingButAPrompt(t *testing.T) {
	for _, c := range parser.Commands() {
		for _, output := range []string{"acc-1.example#\n", "\r\nacc-1>", " \n\n"} {
			state, err := pasted(c.Parse)(output)
			if c.Collector == "syslog" {
				if err != nil || state.Syslog == nil || len(state.Syslog.Messages) > 0 {
					t.Errorf("%s %q: %v", c.Collector, output, err)
				}
				continue
			}
			if !errors.Is(err, reply.ErrEmpty) || state != nil {
				t.Errorf("%s %q: %v", c.Collector, output, err)
			}
		}
	}
}
