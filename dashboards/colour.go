package dashboards

import "github.com/slp-exporter/slp-exporter/dashboards/grafana"

// Colours by what they say.
const (
	good    = "green"
	notice  = "blue"
	warning = "orange"
	bad     = "red"
)

var (
	// noneIsGood is bad from 1 on.
	noneIsGood = grafana.Colour(good).From(1, bad)
	// noneIsBest is a warning from 1 on.
	noneIsBest = grafana.Colour(good).From(1, warning)
	// streaks is of failures in a row.
	streaks = grafana.Colour(good).From(1, warning).From(72, bad)
	// shares is of switches with trust, as a part of 1.
	shares = grafana.Colour(bad).From(0.95, warning).From(1, good)
	// timeLeft is of seconds until a deadline.
	timeLeft = grafana.Colour(bad).From(7*day, warning).From(30*day, good)
)

var (
	installed = grafana.Words{{"0", "not installed", bad}, {"1", "installed", good}}
	yesNo     = grafana.Words{{"0", "no", bad}, {"1", "yes", good}}
)
