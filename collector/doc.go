// Package collector is the Prometheus side: one table of metrics, each row with its name, help,
// labels, origin and the way to read it from what a poll brought. Everything else, the families
// behind /metrics, the documentation and the tests, walks over that table.
package collector
