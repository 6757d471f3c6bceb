package simulator

import "time"

// drawRUM is "show license rum id all".
func drawRUM(sc *screen) {
	sc.heading("Smart Licensing Usage Report:", 36)
	sc.line("Report Id,          State,    Flag, Feature Name")
	for i := range sc.telemetryReports() {
		sc.line("%-20d%-10s%-6s%s", int64(sc.a.booted)/1000-200+3*int64(i), "DELETED", "N", "TELEMETRY")
	}
	for _, r := range sc.a.rum.stored {
		sc.line("%-20d%-10s%-6s%s", r.id, r.state, "N", sc.p.licences[r.licence].name)
	}
	sc.line("")
}

// telemetryReports is how many reports there are of another kind, which agents with the
// older telemetry list as deleted and count nowhere: one a day, and not for ever.
func (sc *screen) telemetryReports() int {
	if !sc.a.hasTrust() || sc.v.telemetry != telemetryOld && sc.v.telemetry != telemetryDevice {
		return 0
	}
	days := (sc.a.now - sc.a.booted) / instant(day/time.Millisecond)
	return int(min(days, 40))
}

// reportSummary is the Usage Report Summary of tech support.
func (sc *screen) reportSummary() {
	if !sc.v.rumSummary {
		return
	}
	r := &sc.a.rum
	open, waiting, free := r.count(reportOpen), r.count(reportUnack), r.unacknowledged()
	tail, gap := "", ""
	if sc.ragged() {
		tail, gap = "  ", " "
	}
	sc.heading("Usage Report Summary:", 21)
	sc.line("Total: %d,  Purged: %d(%d)", r.created, r.purged, r.purged)
	sc.line("Total Acknowledged Received: %d,  Waiting for Ack: %d(%d)", r.acked, waiting, free)
	sc.line("Available to Report: %d  Collecting Data: %d%s", free-waiting, open, tail)
	sc.line("Maximum Display: %d  In Storage: %d,  MIA: %d(%d)", min(r.created, storage), len(r.stored), r.missing, r.missing)
	sc.line("Report Module Status: Ready")
	sc.lines(gap)
}

// ragged reports whether the release leaves blanks at the ends of some lines.
func (sc *screen) ragged() bool { return sc.v.number == "5.7.6" || sc.v.number == "5.11.4" }

// telemetrySummary is the section behind it, which has had three names.
func (sc *screen) telemetrySummary() {
	available := "NOT AVAILABLE"
	if sc.a.lastAck != 0 {
		available = "AVAILABLE"
	}
	switch sc.v.telemetry {
	case telemetryOld:
		sc.heading("Telemetry Report Summary:", 25)
		sc.line("Device Telemetry: NOT AVAILABLE")
		sc.lines("Total current telemetry reports: 0", "")
	case telemetryDevice:
		sc.heading("Device Telemetry Report Summary:", 32)
		sc.line("Data Channel: %s", available)
		sc.lines("Reports on disk: 0", "")
	case telemetryProductAnalytics:
		sc.heading("Product Analytics Report Summary:", 32)
		sc.lines("Product Analytics: NOT AVAILABLE",
			"Not Available Reason: Smart license channel not established",
			"Total current Product Analytics reports: 0", "")
	}
}
