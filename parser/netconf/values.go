package netconf

import (
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The types that leaves of the model have, as functions that take a value of that type.

func passOver(*reading, string) bool { return true }

func textLeaf(to func(*reading) *string) func(*reading, string) bool {
	return func(r *reading, value string) bool {
		*to(r) = scan.Text(value)
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

// parseUint32 reads the type uint32: digits, and nothing else.
func parseUint32(value string) (uint32, bool) {
	n, err := strconv.ParseUint(value, 10, 32)
	return uint32(n), err == nil
}

// shortestRFC3339 is the length of 2023-04-28T21:26:11Z.
const shortestRFC3339 = 20

// parseExactTime reads the type date-and-time, as in RFC 3339: 2023-04-28T21:26:11+00:00. The year
// 1970 yields nil: so the agent says never.
func parseExactTime(value string) (t *localtime.Time, ok bool) {
	at, err := time.Parse(time.RFC3339, value)
	if err != nil || len(value) < shortestRFC3339 || strings.IndexByte(value, ',') >= 0 {
		return nil, false
	}
	return localtime.Exact(at), true
}

// some makes sure that a part of the state is there.
func some[T any](part **T) *T {
	if *part == nil {
		*part = new(T)
	}
	return *part
}
