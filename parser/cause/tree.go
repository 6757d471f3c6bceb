package cause

import "strings"

// The signs in a row's text that stand for something else: at its end, the rest of a word; within a word, any digit.
const (
	restOfWord = "…"
	anyDigit   = '#'
)

// gap is the letter between two words in a tree.
const gap = ' '

// node is a place in the tree of all wordings of the table. The way to it is the beginning of a wording, in small letters.
type node struct {
	// row is that of the wording that ends here with the word, open that of the one that ends here before the rest of a word.
	// least is the first row here or below.
	row, open, least int
	next             []edge
}

type edge struct {
	letter byte // gap and anyDigit stand for others
	to     *node
}

// wordings is the tree of causeTexts.
var wordings = treeOf(causeTexts)

// tree has the wordings by their first letter; nil for a letter that none begins with.
type tree [256]*node

func treeOf(rows []Row) (t tree) {
	none := len(rows)
	for i, row := range rows {
		for _, words := range row.Wordings() {
			first := lower(words[0])
			if t[first] == nil {
				t[first] = &node{row: none, open: none, least: i}
			}
			t[first].add(words[1:], i, none)
		}
	}
	return t
}

// add puts the rest of a row's wording into the tree below a node.
func (n *node) add(words string, row, none int) {
	words, open := strings.CutSuffix(words, restOfWord)
	for at := range len(words) {
		n = n.child(letterAt(words, at), none)
		n.least = min(n.least, row)
	}
	if open {
		n.open = min(n.open, row)
	} else {
		n.row = min(n.row, row)
	}
}

// letterAt is the letter of a row's text in the tree.
func letterAt(words string, at int) byte {
	if inWord(words, at) || words[at] == anyDigit {
		return lower(words[at])
	}
	return gap
}

// child is the node after a letter, which is made if there is none yet.
func (n *node) child(letter byte, none int) *node {
	for _, e := range n.next {
		if e.letter == letter {
			return e.to
		}
	}
	to := &node{row: none, open: none, least: none}
	n.next = append(n.next, edge{letter, to})
	return to
}

// search returns the first row above best of which a wording goes on in said from at on; best if there is no such row.
func (n *node) search(said string, at, best int) int {
	best = min(best, n.open)
	if !inWord(said, at) {
		best = min(best, n.row)
	}
	for _, e := range n.next {
		switch {
		case e.to.least >= best:
		case e.letter == gap:
			if after := skipGap(said, at); after > at && isGap(said[at:after], said[after:]) {
				best = e.to.search(said, after, best)
			}
		case at < len(said) && (lower(said[at]) == e.letter || e.letter == anyDigit && said[at] >= '0' && said[at] <= '9'):
			best = e.to.search(said, at+1, best)
		}
	}
	return best
}
