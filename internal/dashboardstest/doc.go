// Package dashboardstest proves that the dashboards in dashboards/ are in step with their generator, that
// Grafana's published types take them, that they are laid out and described throughout, and that each of
// their queries yields something in a real Prometheus that scrapes the demo.
package dashboardstest
