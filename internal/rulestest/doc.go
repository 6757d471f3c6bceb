// Package rulestest tests what is shipped for Prometheus: the alert and recording rules, by themselves and on a
// simulated month of a fleet, and that rules and dashboards ask for nothing but what the exporter serves.
package rulestest
