package scan

// IsName reports whether a word can be the name of an event or of an attribute: letters, digits and
// underscores.
func IsName(word string) bool {
	const longest = 64
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return word != "" && len(word) <= longest
}
