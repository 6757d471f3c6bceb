package syslog

import (
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// isFull reports whether a row is as wide as the terminal, apart from blanks that were lost at its end:
// "Mar  9" has two.
func (r *reading) isFull(row string) bool {
	text := trimBlanks(row)
	month := len(text) == r.width-2 && localtime.IsMonth(text[len(text)-3:]+" ")
	return len(text) <= r.width && (len(row) >= r.width-1 || month)
}

// measure finds the width of a terminal that is not the usual one and broke lines: then the longest
// rows continue below, and seldom end by chance. If all of them end in the same words, a blank after these may
// have been lost, and the width is unknown.
func (r *reading) measure() {
	const widest = 512
	longest := 0
	for ahead := *r.in; ahead.Rest != ""; {
		row, _ := r.row(&ahead)
		longest = max(longest, len(trimBlanks(row)))
	}
	if longest < lines.Narrowest || longest == lines.TerminalWidth || longest > widest {
		return
	}
	const tail = 8
	broken, ended, end, differ := 0, 0, "", false
	for ahead := *r.in; ahead.Rest != ""; {
		row, _ := r.row(&ahead)
		if len(trimBlanks(row)) < longest {
			continue
		}
		below := ahead
		if next, _ := r.row(&below); r.isRemainder(next, row) {
			differ = differ || broken > 0 && row[longest-tail:longest] != end
			end = row[longest-tail : longest]
			broken++
		} else {
			ended++
		}
	}
	if differ && 2*broken > ended {
		r.width = longest
	}
}

// wrapped reports whether the terminal broke lines at its width: then none is longer. It looks ahead
// over the rest once.
func (r *reading) wrapped() bool {
	if r.wraps == nil {
		for ahead := *r.in; ahead.Rest != "" && r.longest <= r.width; {
			raw, _ := r.row(&ahead)
			r.longest = max(r.longest, len(trimBlanks(raw)))
		}
		r.wraps = new(r.longest <= r.width)
	}
	return *r.wraps
}
