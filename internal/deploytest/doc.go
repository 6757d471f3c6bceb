// Package deploytest loads what is shipped in deploy/ with the real programs, against the demo.
package deploytest
