package web

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"

	"github.com/slp-exporter/slp-exporter/collector"
)

// textBuffer is how much text is compressed or sent in one go.
const textBuffer = 64 << 10

// textScrape answers a scrape in a text format, as promhttp does, but copies the switches' series as they are kept
// in that format. The exporter's own metrics stand among them, in the order of their names.
type textScrape struct {
	format   expfmt.Format
	own      []*dto.MetricFamily
	switches *collector.FleetText
	// names are the families that are asked for with name[]; nil is all of them.
	names []string
	log   promhttp.Logger
}

// write writes the families in order.
func (t textScrape) write(w *bufio.Writer) error {
	encoder := expfmt.NewEncoder(w, t.format)
	for {
		name := t.switches.Next()
		for len(t.own) > 0 && (name == "" || t.own[0].GetName() < name) {
			if t.wants(t.own[0].GetName()) {
				if err := encoder.Encode(t.own[0]); err != nil {
					return fmt.Errorf("encoding %s: %w", t.own[0].GetName(), err)
				}
			}
			t.own = t.own[1:]
		}
		if name == "" {
			break
		}
		if t.wants(name) {
			t.switches.Write(w)
		}
	}
	if t.format.FormatType() == expfmt.TypeOpenMetrics {
		if _, err := expfmt.FinalizeOpenMetrics(w); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (t textScrape) wants(name string) bool { return t.names == nil || slices.Contains(t.names, name) }

// ServeHTTP sends the answer.
func (t textScrape) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Add("Vary", "Accept")
	w.Header().Set("Content-Type", string(t.format))
	if err := t.write(bufio.NewWriterSize(w, textBuffer)); err != nil {
		t.log.Println("error sending metrics:", err)
	}
}
