package web

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// reserved are the paths that have a page of their own, and the trees that hold such paths.
func reserved() []string {
	return []string{"/probe", "/sd", "/api/", "/switch/", "/static/", "/fleet.csv", "/-/", "/debug/"}
}

// CheckMetricsPath says why the metrics cannot be served at that path; nil if they can.
func CheckMetricsPath(p string) error {
	inTree := func(t string) bool {
		return p == strings.TrimSuffix(t, "/") || strings.HasSuffix(t, "/") && strings.HasPrefix(p, t)
	}
	switch {
	case !strings.HasPrefix(p, "/"), p == "/":
		return errors.New("it does not begin with / and a name")
	case strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`{}?#%"<>\`, r) }):
		return errors.New("it holds a character that has to be left out of a path")
	case path.Clean(p) != p:
		return fmt.Errorf("write it as %s", path.Clean(p))
	case slices.ContainsFunc(reserved(), inTree):
		return errors.New("something else is served there")
	}
	return nil
}
