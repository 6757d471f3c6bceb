package mask

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// secret replaces a token, a code or a password.
const secret = "<secret>"

var (
	// userInfo is what precedes the host in an address, to the last @: a password may have others.
	userInfo = regexp.MustCompile(`://[^\s'"<>]*@`)
	// bareUserInfo is the same without a scheme, with what precedes it.
	bareUserInfo = regexp.MustCompile(`(^|[\s'"(=])[^\s'"@:/(]+:[^\s'"@]+@`)
	// query is an address and what follows a "?" in it.
	query = regexp.MustCompile(`(://[^\s'"?]*)\?[^\s'"]*`)
	// secretName is the name of a secret and the words that may be between it and its value.
	secretName = regexp.MustCompile(`(?i)\b(?:(?:id)?[ _-]?token|password|passwd|passphrase|secret|` +
		`(?:trust|authorization|confirmation|return|reservation|request)[ _-]code)` +
		`(?:\s+(?:value|string|id|is|was|provided|given|supplied|entered|received|used))*\b`)
	// denied is a value that is said to be no token or the like.
	denied = regexp.MustCompile(`(?i)(\S+)(\s+(?:is|was)\s+(?:not|no|an?|the)\s+(?:[a-z]+\s+){0,3}(?:token|password|passphrase|secret|code)\b)`)
	// noValue is what stands in the place of a value: it was masked before, or there is none.
	noValue = regexp.MustCompile(`^<(?:secret|blob|none|empty|NULL)>`)
	// passwordType is the number before a password in a configuration.
	passwordType = regexp.MustCompile(`^\s+\d\s+`)
)

// Reason is a text that says why something failed as it may be shown to anybody: without the credentials and the query of
// an address, without tokens, keys and signatures, and without the value after the name of a secret, as in "The token
// 'x1Y…' is not valid". Plain words after such a name are part of the sentence: "The token is invalid".
func Reason(text string) string { return withoutBlobs(Named(withoutCredentials(text))) }

// Shaped is a text without what looks like a secret by itself: the credentials and the query of an address, tokens, keys
// and signatures. The rest of [Reason] is [Named].
func Shaped(text string) string { return withoutBlobs(withoutCredentials(text)) }

// withoutCredentials takes the credentials and the query out of addresses.
func withoutCredentials(text string) string {
	if strings.Contains(text, "@") {
		text = userInfo.ReplaceAllString(text, "://")
		text = bareUserInfo.ReplaceAllString(text, "$1")
	}
	if strings.Contains(text, "?") {
		text = query.ReplaceAllString(text, "$1")
	}
	return text
}

// Named is a text without the values after the names of secrets.
func Named(text string) string {
	names, denies := hints(text)
	if denies {
		text = denied.ReplaceAllStringFunc(text, withoutDenied)
	}
	if names {
		text = withoutValues(text)
	}
	return text
}

// Reasons is a text of several lines with what [Reason] makes of each.
func Reasons(text string) string {
	if !strings.Contains(text, "\n") {
		return Reason(text)
	}
	if names, denies := hints(text); !names && !denies { // as in nearly every text; what looks like a secret is within a line
		return Shaped(text)
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		said := strings.TrimRight(line, "\r\n")
		b.WriteString(Reason(said) + line[len(said):])
	}
	return b.String()
}

// hints reports whether secretName or secretWords, and whether denied may find anything in a text. They find nothing in
// nearly every text, and trying them takes as long as reading a short output.
func hints(text string) (names, denies bool) {
	code, verb := false, false
	for i := range len(text) {
		word := text[i:]
		if word[0] >= utf8.RuneSelf {
			return true, true // some letters beyond ASCII, as the Kelvin sign, match one of ASCII where the case does not count
		}
		switch word[0] | 0x20 {
		case 't':
			names = names || hasPrefixFold(word, "token")
		case 'p':
			names = names || hasPrefixFold(word, "pass")
		case 's':
			names = names || hasPrefixFold(word, "secret")
		case 'k':
			names = names || hasPrefixFold(word, "key-string")
		case 'c':
			if hasPrefixFold(word, "code") {
				names, code = names || endsInOwner(text[:i]), true
			}
		case 'i', 'w':
			verb = verb || i > 0 && text[i-1] <= ' ' && (hasPrefixFold(word, "is") || hasPrefixFold(word, "was"))
		}
	}
	return names, (names || code) && verb
}

// endsInOwner reports whether a text may end as it does before the "code" of a secret's name: in "trust", "authorization",
// "confirmation", "return", "reservation" or "request", and what joins the two.
func endsInOwner(text string) bool {
	n := len(text)
	return n > 1 && strings.IndexByte(" _-", text[n-1]) >= 0 && strings.IndexByte("tTnN", text[n-2]) >= 0
}

// hasPrefixFold reports whether a text begins with a word in lower case, in whatever case.
func hasPrefixFold(text, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(text[:len(word)], word)
}

// withoutDenied masks the value in what denied has found.
func withoutDenied(said string) string {
	word, rest, _ := strings.Cut(said, " ")
	if isPlain(strings.Trim(word, `'"`)) {
		return said
	}
	return secret + " " + rest
}

// withoutValues masks the values after the names of secrets.
func withoutValues(text string) string {
	var b strings.Builder
	for {
		at := secretName.FindStringIndex(text)
		if at == nil {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at[1]])
		text = text[at[1]:]
		if from, to := valueIn(text); to > from {
			b.WriteString(text[:from] + secret)
			text = text[to:]
		}
	}
}

// valueIn finds the value in the text after the name of a secret; from and to are equal without one.
func valueIn(text string) (from, to int) {
	rest := text
	if number := passwordType.FindString(rest); number != "" {
		rest = rest[len(number)-1:]
	}
	blank := len(rest) - len(strings.TrimLeft(rest, " \t"))
	rest = rest[blank:]
	named := strings.TrimLeft(strings.TrimLeft(rest, ":="), " \t")
	given := len(named) < len(rest) && rest[0] != ' ' // by a colon or an equals sign
	if blank == 0 && !given || named == "" || noValue.MatchString(named) {
		return 0, 0
	}
	from = len(text) - len(named)
	if quote := named[0]; strings.IndexByte("'\"`", quote) >= 0 {
		if end := strings.IndexByte(named[1:], quote); end >= 0 {
			return from + 1, from + 1 + end
		}
		from, named = from+1, named[1:]
	}
	end := strings.IndexAny(named, " \t'\"`&,;)]}>[{")
	if end < 0 {
		end = len(named)
	}
	word := strings.TrimRight(named[:end], ".:!?")
	if isPlain(word) && (!given || isSentence(named)) {
		return 0, 0
	}
	return from, from + len(word)
}

// isSentence reports whether a text begins with several plain words.
func isSentence(text string) bool {
	const fewest = 2
	words := strings.Fields(text)
	if len(words) < fewest {
		return false
	}
	for _, word := range words[:fewest] {
		if !isPlain(strings.TrimRight(word, ".,;:!?")) {
			return false
		}
	}
	return true
}

// isPlain reports whether a word is one of a language, and no part of a secret: letters, in capitals all or none but the
// first.
func isPlain(word string) bool {
	const longest = 20
	if word == "" || len(word) > longest {
		return word == ""
	}
	rest := word[1:]
	capitals := strings.ToUpper(word) == word && len(word) <= longest/2
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) < 0 &&
		(capitals || strings.ToLower(rest) == rest)
}

// withoutBlobs replaces what may be tokens, keys and signatures.
func withoutBlobs(text string) string {
	blobs := Blobs(text)
	if len(blobs) == 0 {
		return text
	}
	var b strings.Builder
	from := 0
	for _, s := range blobs {
		b.WriteString(text[from:s.From])
		b.WriteString(Blob)
		from = s.To
	}
	b.WriteString(text[from:])
	return b.String()
}
