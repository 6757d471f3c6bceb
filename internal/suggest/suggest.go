// Package suggest finds the word that was probably meant by one that is not known: a key of the configuration, a
// command, a flag, the name of a switch. It knows nothing of what the words are for. What it finds goes into messages,
// after "did you mean".
package suggest

import (
	"strconv"
	"strings"
)

// maxWord bounds what is compared: edit distance costs the product of both lengths.
const maxWord = 64

// Nearest returns the known words that are nearest to a word, in their order; none if no word is near enough to be
// meant. There are several only if they are equally near. Capitals do not count, nor does - in place of _.
func Nearest(word string, known []string) (near []string) {
	if len(word) > maxWord {
		return nil
	}
	word = plain(word)
	least := max(1, len(word)/3)
	for _, k := range known {
		switch d := editDistance(word, plain(k)); {
		case d < least || d == least && near == nil:
			near, least = []string{k}, d
		case d == least:
			near = append(near, k)
		}
	}
	if near != nil {
		return near
	}
	for _, k := range known {
		if len(word) >= 4 && strings.HasPrefix(plain(k), word) {
			return []string{k}
		}
	}
	return nil
}

// Question asks whether these words were meant: `did you mean "a", "b" or "c"?`. It is empty if there are none, or so
// many that it does not help.
func Question(near []string) string {
	const most = 3
	if len(near) == 0 || len(near) > most {
		return ""
	}
	quoted := make([]string, len(near))
	for i, word := range near {
		quoted[i] = strconv.Quote(word)
	}
	return "did you mean " + Or(quoted) + "?"
}

// Or is "a", "a or b", "a, b or c".
func Or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func plain(word string) string { return strings.ToLower(strings.ReplaceAll(word, "-", "_")) }

// editDistance counts the letters to insert, delete, replace or swap to get from a to b.
func editDistance(a, b string) int {
	rows := [3][]int{}
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	before, last, now := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(b)]
}
