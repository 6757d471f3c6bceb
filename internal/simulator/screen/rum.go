package screen

import (
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/agent"
)

// ShowRUM is "show license rum id all".
func ShowRUM(pg *Page) {
	pg.heading("Smart Licensing Usage Report:", 36)
	pg.line("Report Id,          State,    Flag, Feature Name")
	for i := range pg.telemetryReports() {
		pg.line("%-20d%-10s%-6s%s", int64(pg.a.Booted)/1000-200+3*int64(i), "DELETED", "N", "TELEMETRY")
	}
	for _, r := range pg.a.RUM.Stored {
		pg.line("%-20d%-10s%-6s%s", r.ID, r.State, "N", pg.p.Licences[r.Licence].Name)
	}
	pg.line("")
}

// telemetryReports returns how many telemetry reports there are. Agents with the older telemetry
// list them as deleted, and count them nowhere. There is one a day, up to a limit.
func (pg *Page) telemetryReports() int {
	if !pg.a.HasTrust() || pg.v.Telemetry != agent.TelemetryOld && pg.v.Telemetry != agent.TelemetryDevice {
		return 0
	}
	days := (pg.a.Now - pg.a.Booted) / agent.Instant(agent.Day/time.Millisecond)
	return int(min(days, 40))
}

// reportSummary prints the Usage Report Summary of tech support.
func (pg *Page) reportSummary() {
	if !pg.v.RUMSummary {
		return
	}
	r := &pg.a.RUM
	open, waiting, free := r.Count(agent.ReportOpen), r.Count(agent.ReportUnack), r.Unacknowledged()
	tail, gap := "", ""
	if pg.ragged() {
		tail, gap = "  ", " "
	}
	pg.heading("Usage Report Summary:", 21)
	pg.line("Total: %d,  Purged: %d(%d)", r.Created, r.Purged, r.Purged)
	pg.line("Total Acknowledged Received: %d,  Waiting for Ack: %d(%d)", r.Acked, waiting, free)
	pg.line("Available to Report: %d  Collecting Data: %d%s", free-waiting, open, tail)
	pg.line("Maximum Display: %d  In Storage: %d,  MIA: %d(%d)", min(r.Created, agent.Storage), len(r.Stored), r.Missing, r.Missing)
	pg.line("Report Module Status: Ready")
	pg.lines(gap)
}

// ragged reports whether the release leaves blanks at the end of some lines.
func (pg *Page) ragged() bool { return pg.v.Number == "5.7.6" || pg.v.Number == "5.11.4" }

// telemetrySummary prints the section after the report summary. Three names for it exist.
func (pg *Page) telemetrySummary() {
	available := "NOT AVAILABLE"
	if pg.a.LastAck != 0 {
		available = "AVAILABLE"
	}
	switch pg.v.Telemetry {
	case agent.TelemetryOld:
		pg.heading("Telemetry Report Summary:", 25)
		pg.line("Device Telemetry: NOT AVAILABLE")
		pg.lines("Total current telemetry reports: 0", "")
	case agent.TelemetryDevice:
		pg.heading("Device Telemetry Report Summary:", 32)
		pg.line("Data Channel: %s", available)
		pg.lines("Reports on disk: 0", "")
	case agent.TelemetryProductAnalytics:
		pg.heading("Product Analytics Report Summary:", 32)
		pg.lines("Product Analytics: NOT AVAILABLE",
			"Not Available Reason: Smart license channel not established",
			"Total current Product Analytics reports: 0", "")
	}
}
