package cause

import "strings"

// restOfWord at the end of a row's text stands for the rest of a word.
const restOfWord = "…"

// classOf is the cause of the first row whose text is found.
func classOf(said string) Cause {
	if row := causeRow(said); row < len(causeTexts) {
		return causeTexts[row].Cause
	}
	return Other
}

// causeRow finds the first row whose text is in said; len(causeTexts) if no row matches. Each word is
// compared with the rows above the best one so far, so that the text is read once.
func causeRow(said string) int {
	best := len(causeTexts)
	for at := range len(said) {
		if !inWord(said, at) || at > 0 && inWord(said, at-1) {
			continue
		}
		first := lower(said[at])
		for row, text := range causeTexts[:best] {
			if first == lower(text.Text[0]) && beginsWith(said, at, text.Text) {
				best = row
				break
			}
		}
	}
	return best
}

// beginsWith reports whether the words of a row are in said from at on, which is where a word
// begins. Case does not matter, and anything that is not part of a word may separate the words of
// said: blanks of a wrapped line, a colon, another apostrophe.
func beginsWith(said string, at int, words string) bool {
	for i := 0; i < len(words); {
		switch {
		case strings.HasPrefix(words[i:], restOfWord):
			return true
		case inWord(words, i):
			if at == len(said) || lower(said[at]) != lower(words[i]) {
				return false
			}
			at, i = at+1, i+1
		default:
			next := skipGap(said, at)
			if next == at {
				return false
			}
			at, i = next, skipGap(words, i)
		}
	}
	return !inWord(said, at)
}

// skipGap finds the next byte that belongs to a word.
func skipGap(s string, at int) int {
	for at < len(s) && !inWord(s, at) {
		at++
	}
	return at
}

// inWord reports whether a byte belongs to a word: a letter, a digit, "_", or a dot or hyphen between
// two of them. So the name of a host is one word, and "tls.example.net" says nothing about TLS.
func inWord(s string, at int) bool {
	if at >= len(s) {
		return false
	}
	switch c := s[at]; c {
	case '_':
		return true
	case '.', '-':
		return at > 0 && at+1 < len(s) && isAlphanumeric(s[at-1]) && isAlphanumeric(s[at+1])
	default:
		return isAlphanumeric(c)
	}
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || lower(c) >= 'a' && lower(c) <= 'z'
}

// lower is the small letter of a capital one; only ASCII, because the agent speaks English.
func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// Of classes the failure reason of a message, or its response if the agent gave no reason
// ("NO REPLY"); an event or a log message has only a reason, and response is empty.
// Success, and a message never sent, are None; unknown texts are Other.
func Of(response, reason string) Cause {
	if reason == "" {
		if response == "" || isSuccess(response) {
			return None
		}
		return classOf(response)
	}
	if cause := classOf(reason); cause != Other {
		return cause
	}
	// If the reason is unknown, such as JSON, the response still shows which side gave it.
	switch cause := classOf(response); cause {
	case HTTPStatus, ServerError:
		return cause
	}
	return Other
}

// isSuccess reports whether a response says that the server accepted the message: OK, OK_POLL,
// OK_TRY_AGAIN, NO DATA TO PROCESS.
func isSuccess(response string) bool {
	return response == "OK" || strings.HasPrefix(response, "OK_") || response == "NO DATA TO PROCESS"
}
