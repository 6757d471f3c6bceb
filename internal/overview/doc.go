// Package overview sums up each switch of a fleet in one row: its state, what is wrong with it, and the figures that
// somebody compares. It is made of what the fleet knows and what package advise finds in it, asks no switch, and has
// no clock: "now" is handed in. The pages, the CSV file and the JSON API show its rows, filtered and sorted by a Query.
package overview
