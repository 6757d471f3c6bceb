package netconf

import (
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The functions here take values of the types that leaves of the model have.

func passOver(*reading, string) bool { return true }

func textLeaf(to func(*reading) *string) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		*to(r) = scan.Text(value)
		return true
	}
}

// reasonLeaf takes a text that says why something failed.
func reasonLeaf(to func(*reading) *string) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		*to(r) = scan.Reason(value)
		return true
	}
}

func boolLeaf(to func(*reading) **bool) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		if value != "true" && value != "false" {
			return false
		}
		*to(r) = new(value == "true")
		return true
	}
}

func timeLeaf(to func(*reading) **localtime.Time) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		t, ok := parseExactTime(value)
		if t != nil {
			*to(r) = t
		}
		return ok
	}
}

// parseUint32 reads the type uint32: only digits.
func parseUint32(value string) (uint32, bool) {
	n, err := strconv.ParseUint(value, 10, 32)
	return uint32(n), err == nil
}

// shortestRFC3339 is the length of 2023-04-28T21:26:11Z.
const shortestRFC3339 = 20

// parseExactTime reads the type date-and-time, as in RFC 3339: 2023-04-28T21:26:11+00:00. The year
// 1970 yields nil: that is how the agent says never.
func parseExactTime(value string) (t *localtime.Time, ok bool) {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil || len(value) < shortestRFC3339 || strings.IndexByte(value, ',') >= 0 {
		return nil, false
	}
	return localtime.Exact(at), true
}

// some returns a part of the state, and adds it first if it is missing.
func some[T any](part **T) *T {
	if *part == nil {
		*part = new(T)
	}
	return *part
}
