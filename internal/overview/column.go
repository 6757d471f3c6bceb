package overview

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
)

// Column is a column of the table.
type Column struct {
	// ID is its name in queries and in the CSV file. It is part of the interface.
	ID string
	// Title is what a reader sees.
	Title string
	// Means says in a sentence what stands there.
	Means string

	// text is the value in the CSV file; empty if it is unknown. Times are in RFC 3339, the age is in seconds.
	text func(*Row) string
	// order compares two rows in which the value is known.
	order func(a, b *Row) int
	// unknown reports whether the value is unknown: such rows come last, in either direction. nil means never.
	unknown func(*Row) bool
}

// Columns are the columns in their order.
func Columns() []Column {
	return []Column{
		{
			"name", "Switch", "The configured name.",
			func(r *Row) string { return r.Target.Name }, func(a, b *Row) int { return strings.Compare(a.Target.Name, b.Target.Name) }, nil,
		},
		{"state", "State", "The state. Sorted, the worst comes first: by severity, then by state, then by streak.", func(r *Row) string { return string(r.State) }, worseThan(Rules()), nil},
		{
			"trust", "Trust", "Whether there is a trust code: installed, missing, partial (not on all members) or not_needed.",
			func(r *Row) string { return string(r.Trust) }, func(a, b *Row) int { return strings.Compare(string(a.Trust), string(b.Trust)) },
			func(r *Row) bool { return r.Trust == "" },
		},
		numbers("streak", "Streak", "Failures of communication in a row; 0 if messages are answered.", func(r *Row) *int { return r.Streak }),
		{
			"cause", "Cause", "The class of these failures, or the reason why the last poll failed.",
			(*Row).why, func(a, b *Row) int { return strings.Compare(a.why(), b.why()) }, func(r *Row) bool { return r.why() == "" },
		},
		times("last_report", "Last report", "When the last usage report was pushed.", func(r *Row) time.Time { return r.LastReport }),
		times("next_report", "Next report", "When the next usage report is due; of a switch that sends by itself.", func(r *Row) time.Time { return r.NextReport }),
		times("ack_deadline", "ACK deadline", "When an ACK must be there; of a switch that sends by itself and needs one.", func(r *Row) time.Time { return r.AckDeadline }),
		numbers("backlog", "Backlog", "Usage reports that have had no ACK.", func(r *Row) *int { return r.Backlog }),
		numbers("licences", "Licences", "Licences in use.", func(r *Row) *int { return r.Licences }),
		{
			"age", "Age", "Time since the last poll that read the switch.",
			func(r *Row) string {
				if r.LastSuccess.IsZero() {
					return ""
				}
				return strconv.FormatFloat(r.Age.Round(time.Second).Seconds(), 'f', -1, 64)
			},
			func(a, b *Row) int { return cmp.Compare(a.Age, b.Age) }, func(r *Row) bool { return r.LastSuccess.IsZero() },
		},
	}
}

// ColumnIDs are the names of the columns.
func ColumnIDs() []string {
	var ids []string
	for _, c := range Columns() {
		ids = append(ids, c.ID)
	}
	return ids
}

// why is the cause of failures, or the reason of a failed poll; empty if neither is known.
func (r *Row) why() string {
	if r.Reason != "" && r.State == Down {
		return string(r.Reason)
	}
	return string(r.Cause)
}

// worseThan compares by severity, then by state, then by the length of the streak. It looks up words in short lists,
// because a map would take most of the time of sorting.
func worseThan(rules []Rule) func(a, b *Row) int {
	order := make([]State, len(rules))
	for i, r := range rules {
		order[i] = r.State
	}
	severities := advise.Severities()
	// What is unknown comes after what needs somebody, and before what does not.
	weight := func(r *Row) int { return max(0, slices.Index(severities, r.Severity)) }
	streak := func(r *Row) int {
		if r.Streak == nil {
			return 0
		}
		return *r.Streak
	}
	return func(a, b *Row) int {
		if d := weight(b) - weight(a); d != 0 {
			return d
		}
		if d := slices.Index(order, a.State) - slices.Index(order, b.State); d != 0 {
			return d
		}
		return streak(b) - streak(a)
	}
}

// numbers is a column of counts.
func numbers(id, title, means string, of func(*Row) *int) Column {
	return Column{
		ID: id, Title: title, Means: means,
		text: func(r *Row) string {
			if n := of(r); n != nil {
				return strconv.Itoa(*n)
			}
			return ""
		},
		order:   func(a, b *Row) int { return *of(a) - *of(b) },
		unknown: func(r *Row) bool { return of(r) == nil },
	}
}

// times is a column of moments.
func times(id, title, means string, of func(*Row) time.Time) Column {
	return Column{
		ID: id, Title: title, Means: means,
		text: func(r *Row) string {
			if at := of(r); !at.IsZero() {
				return at.UTC().Format(time.RFC3339)
			}
			return ""
		},
		order:   func(a, b *Row) int { return of(a).Compare(of(b)) },
		unknown: func(r *Row) bool { return of(r).IsZero() },
	}
}

// sortRows sorts by a column. Equal rows come in the order of their names.
func (c Column) sortRows(rows []*Row, descending bool) {
	slices.SortFunc(rows, func(a, b *Row) int {
		if c.unknown != nil {
			switch x, y := c.unknown(a), c.unknown(b); {
			case x && y:
				return strings.Compare(a.Target.Name, b.Target.Name)
			case x:
				return 1
			case y:
				return -1
			}
		}
		order := c.order(a, b)
		if descending {
			order = -order
		}
		return cmp.Or(order, strings.Compare(a.Target.Name, b.Target.Name))
	})
}
