package cause

import "strings"

// classOf is the cause of the first row whose text is found.
func classOf(said string) Cause {
	if row := causeRow(said); row < len(causeTexts) {
		return causeTexts[row].Cause
	}
	return Other
}

// causeRow finds the first row whose text is in said; len(causeTexts) if no row matches.
func causeRow(said string) int {
	best := len(causeTexts)
	for at := range len(said) {
		if n := wordings[lower(said[at])]; n != nil && n.least < best && inWord(said, at) && (at == 0 || !inWord(said, at-1)) {
			best = n.search(said, at+1, best)
		}
	}
	return best
}

// isGap reports whether a text between two words keeps them together: blanks of a wrapped line, a colon, another
// apostrophe. A bracket and the end of a sentence do not: "reset by server (error 2)" has no "server error". Only a number
// may follow in brackets: "HTTP status (407)".
func isGap(between, after string) bool {
	number := after != "" && after[0] >= '0' && after[0] <= '9'
	return number || !strings.ContainsAny(between, "()[]{};.")
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
