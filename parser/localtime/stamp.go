package localtime

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
