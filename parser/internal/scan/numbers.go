package scan

import "strings"

// longestNumber is how many digits a number may have.
const longestNumber = 9

// Number reads a whole, unsigned decimal of at most nine digits. Commas may separate the thousands, all of them then:
// 1,002 is 1002, and 1,00 or 1.002 is no number.
func Number(s string) (int, bool) {
	if n, ok := Digits(s); ok { // nearly always
		return n, true
	}
	first, groups, separated := strings.Cut(s, ",")
	if !separated || len(first) > 3 {
		return 0, false
	}
	digits := first
	for group := range strings.SplitSeq(groups, ",") {
		if len(group) != 3 || len(digits) > longestNumber {
			return 0, false
		}
		digits += group
	}
	if first == "" {
		return 0, false
	}
	return Digits(digits)
}

// Digits reads a decimal of at most nine digits and nothing else, such as a part of a time.
func Digits(s string) (int, bool) {
	if s == "" || len(s) > longestNumber {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// NextValue cuts the first value off s. A blank or a comma ends it, unless a digit follows: then the digits belong to the
// same number, and [Number] decides whether it is one.
func NextValue(s string) (value, rest string) {
	s = strings.TrimLeft(s, " ")
	for i := range len(s) {
		if s[i] != ' ' && s[i] != ',' {
			continue
		}
		if i+1 < len(s) && s[i+1]-'0' <= 9 {
			continue
		}
		return s[:i], s[i+1:]
	}
	return s, ""
}
