package platform

import "strings"

// HasLog reports whether there is anything like a log message or a broadcast in a text.
func (o *OS) HasLog(text string) bool {
	sign := o.logSign[len(o.logSign)-1] // far rarer than the rest of it
	if strings.IndexByte(text, sign) >= 0 && strings.Contains(text, o.logSign) {
		return true
	}
	return o.broadcastIn(text) >= 0
}

// LogStart is where a log message or a broadcast begins within a line, at the mark before its time:
//
//	  Attempts: Total=3, Suc*Mar  9 14:21:07.042 CET: %SYS-5-CONFIG_I: …
//	*** --- SHUTDOWN in 0:05:00 ---
//
// It is -1 if there is no such start.
func (o *OS) LogStart(line string) int {
	sign := o.signIn(line)
	switch {
	case sign >= 0:
		return o.stampStart(line, sign)
	case line == "":
		return -1
	case line[0] == '%' && isDescriptor(line[1:]):
		return 0
	}
	return o.broadcastStart(line)
}

// signIn is where the sign before a descriptor is in a line; -1 without one.
func (o *OS) signIn(line string) int {
	for from := 0; ; from++ { // NX-OS may put "%$ VDC-1 %$" before it
		at := strings.Index(line[from:], o.logSign)
		if at < 0 {
			return -1
		}
		if from += at; isDescriptor(line[from+len(o.logSign):]) {
			return from
		}
	}
}

// IsLog reports whether a line is nothing but a log message or a broadcast. Of a line that belongs to no output
// anything plain may be before the facility, such as the name of the switch.
func (o *OS) IsLog(line string) bool {
	const longestFront = 60
	if o.LogStart(line) == 0 {
		return true
	}
	sign := strings.IndexByte(line, '%')
	return sign >= 0 && sign <= longestFront && isPlain(line[:sign]) && isDescriptor(line[sign+1:])
}

// IsBroadcast reports whether a line is nothing but what the system writes to all terminals. The lines around it are blank.
func (o *OS) IsBroadcast(line string) bool {
	return o.broadcastStart(strings.TrimRight(line, " \r")) == 0
}

// broadcastStart is where a broadcast begins within a line, or -1.
func (o *OS) broadcastStart(line string) int {
	if line == o.broadcastFrame && line != "" {
		return 0
	}
	return o.broadcastIn(line)
}

// broadcastIn is where the first of the broadcasts begins in a text, which all begin with the frame; -1 if the text has no broadcast.
func (o *OS) broadcastIn(text string) int {
	for from := 0; ; from++ {
		at := strings.Index(text[from:], o.broadcastFrame)
		if at < 0 || len(o.broadcasts) == 0 {
			return -1
		}
		from += at
		for _, b := range o.broadcasts {
			if strings.HasPrefix(text[from:], b) {
				return from
			}
		}
	}
}

// stampStart is where the time before a log message's sign begins; -1 if that is not a time.
func (o *OS) stampStart(line string, sign int) int {
	for at := sign - 1; at >= max(0, sign-o.longestTime); at-- {
		if isMonth(line[at:]) {
			return max(0, o.backOverMark(line, at))
		}
	}
	if strings.TrimLeft(line[:sign], "0123456789:.*wdhy ") == "" { // an uptime, a sequence number
		return 0
	}
	return -1
}

// months are the names that a time begins with.
const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// isMonth reports whether s starts with the name of a month and a blank.
func isMonth(s string) bool {
	if len(s) < 4 || s[3] != ' ' || s[0] == ' ' {
		return false
	}
	at := strings.Index(months, s[:3])
	return at >= 0 && at%3 == 0
}

// backOverMark steps back over the mark of a clock that is not authoritative or a year, and over a sequence number or
// blanks at the beginning of the line.
func (o *OS) backOverMark(line string, at int) int {
	if at > 0 && (line[at-1] == '*' || line[at-1] == '.') {
		at--
	}
	if y := at - len("2026 "); o.yearFirst && y >= 0 && line[at-1] == ' ' && isYear(line[y:at-1]) {
		at = y
	}
	if strings.TrimLeft(line[:at], "0123456789: ") == "" {
		return 0
	}
	return at
}

// isYear reports whether a word is a year of this century.
func isYear(word string) bool {
	return strings.HasPrefix(word, "20") && strings.Trim(word, "0123456789") == ""
}

// isDescriptor reports whether s starts with facility, severity and mnemonic: "SYS-5-CONFIG_I:".
func isDescriptor(s string) bool {
	const longest = 80
	parts, from, severity := 0, 0, false
	for i := 0; i < len(s) && i <= longest; i++ {
		switch c := s[i]; {
		case c == '-' && i > from:
			severity = parts > 0 && i == from+1 && s[from] >= '0' && s[from] <= '7'
			parts, from = parts+1, i+1
		case c == ':':
			return severity && i > from
		case !isWordByte(c) && c != '_':
			return false
		}
	}
	return false
}

// isPlain reports whether a text is of the characters that are in times, numbers and names.
func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !isWordByte(c) && strings.IndexByte("_*.:-+ ", c) < 0 {
			return false
		}
	}
	return true
}
