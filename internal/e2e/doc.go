// Package e2e tests the whole chain with the real programs: simulated switches, the exporter, Prometheus with
// the shipped configuration and rules, and Alertmanager with the shipped routes.
package e2e
