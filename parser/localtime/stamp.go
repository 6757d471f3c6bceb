package localtime

import (
	"time"

	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
)

// Stamp builds a reading from the words of a stamp, "2025-01-24" and "15:17:46.341", and refuses anything else.
func Stamp(date, clock string) (time.Time, bool) {
	if len(date) != len("2025-01-24") || date[4] != '-' || date[7] != '-' {
		return time.Time{}, false
	}
	month, ok := scan.Digits(date[5:7])
	if !ok || month < 1 || month > 12 {
		return time.Time{}, false
	}
	return Assemble(months[3*month-3:3*month], date[8:], date[:4], clock)
}

// IsStamp reports whether a line begins with a date and a time.
func IsStamp(s string) bool {
	const form = "0000-00-00 00:00:00"
	if len(s) < len(form) {
		return false
	}
	for i := range len(form) {
		if digit := s[i] >= '0' && s[i] <= '9'; digit != (form[i] == '0') || !digit && s[i] != form[i] {
			return false
		}
	}
	return true
}
