// Package collector is the Prometheus side: one table of metrics, each row with its name, help, labels, origin
// and the way to read it from what a poll brought. It reads the fleet's results and the parser's state, and
// does no I/O. The families that it builds from the table go to /metrics; documentation and tests walk over
// the same table.
package collector

import "slices"

// Table is every metric of a target, one group after the other. Each group has a file of its own.
func Table() []Metric {
	return slices.Concat(
		pollMetrics(), deviceMetrics(), trustMetrics(), commMetrics(), eventlogMetrics(), historyMetrics(), syslogMetrics(),
		rumMetrics(), usageMetrics(), policyMetrics(), licenseMetrics(), evaluationMetrics(), registrationMetrics(),
	)
}
