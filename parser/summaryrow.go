package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/parser/internal/rows"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// summaryRow is a licence of the summary; its texts are parts of the row.
type summaryRow struct {
	name, tag, status string
	count             int
}

// splitSummaryRow reads a row of the summary from its ends, for not all releases put it where the
// names of the columns are: the status follows the number, the number follows the tag, and the name, which may be
// missing, precedes the tag.
func splitSummaryRow(l rows.Row, column int) (lic summaryRow, ok bool) {
	const mostParentheses = 8 // that may be in a status
	if len(l.Text) > rows.MaxLength {
		return summaryRow{}, false
	}
	end := len(l.Text)
	for range mostParentheses {
		if end = strings.LastIndexByte(l.Text[:end], ')'); end < 0 {
			break
		}
		word, status := scan.NextValue(l.Text[end+1:])
		count, isNumber := scan.Number(word)
		status = strings.TrimSpace(status)
		begin := tagBegin(l.Text[:end+1], column-l.Indent)
		if !isNumber || status == "" || begin < 0 {
			continue
		}
		return summaryRow{
			name: strings.TrimSpace(l.Text[:begin]), tag: strings.TrimSpace(l.Text[begin+1 : end]), status: status, count: count,
		}, true
	}
	return summaryRow{}, false
}

// tagBegin finds the parenthesis that the last one of s closes; -1 if there is no such parenthesis. Names and tags
// may hold parentheses of their own, and where the switch cut one of these it does not close: then
// the column of the tags decides, or else the first parenthesis.
func tagBegin(s string, column int) int {
	depth := 0
	match := -1
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			depth--
			if depth == 0 && match < 0 {
				match = i
			}
		}
	}
	switch {
	case depth == 0 && match >= 0:
		return match
	case column > 0 && column < len(s) && s[column] == '(':
		return column
	}
	return strings.IndexByte(s, '(')
}

// isWholeStatus reports whether nothing follows a status at the end of a text: "NOT IN"
// goes on, and "IN USE" does not.
func isWholeStatus(status string) bool {
	switch status {
	case "IN USE", "NOT IN USE", "AUTHORIZED", "NOT AUTHORIZED", "OUT OF COMPLIANCE", "EVAL MODE", "EVAL EXPIRED",
		"AUTHORIZATION EXPIRED", "INVALID TAG", "RESERVED", "WAITING":
		return true
	}
	return false
}
