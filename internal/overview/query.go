package overview

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/parser/cause"
)

// The keys of a query. Each other key is a label. Those that are labels of the exporter's own metrics cannot be
// configured as labels; of a label with another of these names the key wins.
const (
	keySearch   = "q"
	keyState    = "state"
	keySeverity = "severity"
	keyCause    = "cause"
	keyReason   = "reason"
	keySort     = "sort"
	keyPage     = "page"
)

// Query says which rows are wanted, and in which order. The zero value is all of them, as they come.
type Query struct {
	// Search are words that all must occur in name, address, labels, product IDs and serial numbers, in lower case.
	Search []string
	// Only are values by key: of each key one must hold. The keys are state, severity, cause, reason, and labels.
	Only map[string][]string
	// Sort is the ID of a column; empty for none.
	Sort       string
	Descending bool
	// Page counts from 1; 0 is all rows.
	Page int
}

// QueryError says what is wrong with a query, and what is allowed.
type QueryError struct {
	Key, Value string
	// Allowed is what may be written, in words.
	Allowed string
}

// Error is one sentence for the client.
func (e *QueryError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("%q is no key of a query and no label of a switch; write %s", cut(e.Key), e.Allowed)
	}
	return fmt.Sprintf("%s=%q is not known; write %s", cut(e.Key), cut(e.Value), e.Allowed)
}

// cut bounds what is repeated of a query.
func cut(text string) string {
	const most = 100
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// Parse reads a query. An empty value counts as not given, as a form sends it. The error is a *QueryError; others are
// the keys that the caller takes itself.
func Parse(values url.Values, labels Labels, others ...string) (Query, error) {
	q := Query{Only: map[string][]string{}}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		given := slices.DeleteFunc(slices.Clone(values[key]), func(v string) bool { return v == "" })
		if err := q.take(key, given, labels, others); err != nil {
			return Query{}, err
		}
	}
	return q, nil
}

func (q *Query) take(key string, given []string, labels Labels, others []string) error {
	switch known, fixed := allowed(key); {
	case slices.Contains(others, key):
		return nil
	case key == keySearch:
		q.Search = strings.Fields(strings.ToLower(strings.Join(given, " ")))
		return nil
	case key == keySort:
		return q.takeSort(given)
	case key == keyPage:
		return q.takePage(given)
	case fixed:
		return q.takeOnly(key, given, known)
	}
	known, ok := labels.values(key)
	if !ok {
		return &QueryError{Key: key, Allowed: listed(slices.Concat(keys(), labels.names(), others))}
	}
	return q.takeOnly(key, given, known)
}

// takeOnly notes the values of a key.
func (q *Query) takeOnly(key string, given, known []string) error {
	for _, v := range given {
		if !slices.Contains(known, v) {
			return &QueryError{Key: key, Value: v, Allowed: listed(known)}
		}
	}
	if len(given) > 0 {
		q.Only[key] = given
	}
	return nil
}

func (q *Query) takeSort(given []string) error {
	for _, v := range given {
		id, descending := strings.CutPrefix(v, "-")
		if !slices.Contains(ColumnIDs(), id) {
			return &QueryError{Key: keySort, Value: v, Allowed: listed(ColumnIDs()) + ", with - in front for descending"}
		}
		q.Sort, q.Descending = id, descending
	}
	return nil
}

func (q *Query) takePage(given []string) error {
	for _, v := range given {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			return &QueryError{Key: keyPage, Value: v, Allowed: "a number from 1 on"}
		}
		q.Page = n
	}
	return nil
}

// allowed are the values of a key that has a fixed set of them.
func allowed(key string) (values []string, fixed bool) {
	switch key {
	case keyState:
		for _, r := range Rules() {
			values = append(values, string(r.State))
		}
	case keySeverity:
		for _, s := range advise.Severities() {
			values = append(values, string(s))
		}
	case keyCause:
		for _, c := range cause.All() {
			values = append(values, string(c.Cause))
		}
	case keyReason:
		for _, r := range failure.Reasons() {
			values = append(values, string(r))
		}
	}
	return values, values != nil
}

func keys() []string {
	return []string{keySearch, keyState, keySeverity, keyCause, keyReason, keySort, keyPage}
}

// listed are words as a sentence lists them, not too many.
func listed(words []string) string {
	const most = 30
	switch {
	case len(words) > most:
		return strings.Join(words[:most], ", ") + fmt.Sprintf(" or one of %d others", len(words)-most)
	case len(words) < 2:
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// Values are the query as a URL has it.
func (q Query) Values() url.Values {
	v := url.Values{}
	if len(q.Search) > 0 {
		v.Set(keySearch, strings.Join(q.Search, " "))
	}
	for key, values := range q.Only {
		v[key] = slices.Clone(values)
	}
	if q.Sort != "" {
		v.Set(keySort, sign(q.Descending)+q.Sort)
	}
	if q.Page > 1 {
		v.Set(keyPage, strconv.Itoa(q.Page))
	}
	return v
}

func sign(descending bool) string {
	if descending {
		return "-"
	}
	return ""
}

// With is the query with other values of a key, from the first page on. Without values the key is left out.
func (q Query) With(key string, values ...string) Query {
	q.Only, q.Page = maps.Clone(q.Only), 0
	if q.Only == nil {
		q.Only = map[string][]string{}
	}
	if delete(q.Only, key); len(values) > 0 {
		q.Only[key] = values
	}
	return q
}

// parts are the query without the keys that have a fixed set of values, and these keys alone.
func (q Query) parts() (labels, fixed Query) {
	labels, fixed = Query{Search: q.Search, Only: map[string][]string{}}, Query{Only: map[string][]string{}}
	for key, values := range q.Only {
		if _, ok := allowed(key); ok {
			fixed.Only[key] = values
		} else {
			labels.Only[key] = values
		}
	}
	return labels, fixed
}

// holds reports whether a row is wanted.
func (q Query) holds(r *Row) bool {
	for key, values := range q.Only {
		if !slices.Contains(values, r.value(key)) {
			return false
		}
	}
	return len(q.Search) == 0 || r.mentions(q.Search)
}

// value is that of a key of Query.Only.
func (r *Row) value(key string) string {
	switch key {
	case keyState:
		return string(r.State)
	case keySeverity:
		return string(r.Severity)
	case keyCause:
		return string(r.Cause)
	case keyReason:
		return string(r.Reason)
	}
	return r.Target.Labels[key]
}

// mentions reports whether all words occur in what the row is searched by.
func (r *Row) mentions(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !r.mentionsOne(word) })
}

func (r *Row) mentionsOne(word string) bool {
	has := func(text string) bool { return strings.Contains(strings.ToLower(text), word) }
	if has(r.Target.Name) || has(r.Target.Address) {
		return true
	}
	for _, value := range r.Target.Labels {
		if has(value) {
			return true
		}
	}
	return slices.ContainsFunc(r.devices, func(text string) bool { return strings.Contains(text, word) })
}
