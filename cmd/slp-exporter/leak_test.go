package main

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// leaks finds pieces of secrets in what was printed: as they are, backwards, and in the encodings that
// programs use.
type leaks struct {
	// pieces names, for each piece, the secret that it is of; by length.
	pieces map[int]map[string]string
}

func newLeaks(secrets map[string]string) *leaks {
	l := &leaks{pieces: map[int]map[string]string{}}
	for name, secret := range secrets {
		plain := []byte(secret)
		slices.Reverse(plain)
		l.cut(name, secret, 6)
		l.cut(name+", backwards", string(plain), 6)
		for _, e := range encodings(secret) {
			l.cut(name+", encoded", e, 12)
		}
	}
	return l
}

// encodings of a text. Of base64, what a text in the middle of a longer one becomes, wherever it begins.
func encodings(text string) []string {
	quoted, _ := json.Marshal(text) // a string always can
	all := []string{
		hex.EncodeToString([]byte(text)), strings.ToUpper(hex.EncodeToString([]byte(text))), fmt.Sprintf("% x", text), fmt.Sprintf("%d", []byte(text)),
		url.QueryEscape(text), url.PathEscape(text), html.EscapeString(text), string(quoted), fmt.Sprintf("%+q", text),
	}
	for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			all = append(all, e.EncodeToString([]byte(text)[shift:len(text)-(len(text)-shift)%3]))
		}
	}
	return all
}

func (l *leaks) cut(name, text string, size int) {
	if l.pieces[size] == nil {
		l.pieces[size] = map[string]string{}
	}
	for i := 0; i+size <= len(text); i++ {
		l.pieces[size][text[i:i+size]] = name
	}
}

// in says which secrets have a piece in a text, with a little of the text around it, each once.
func (l *leaks) in(text string) []string {
	found := map[string]string{}
	for size, pieces := range l.pieces {
		for i := 0; i+size <= len(text); i++ {
			if name, ok := pieces[text[i:i+size]]; ok && found[name] == "" {
				found[name] = fmt.Sprintf("%s in %q", name, text[max(0, i-60):min(len(text), i+60)])
			}
		}
	}
	var all []string
	for _, f := range found {
		all = append(all, f)
	}
	slices.Sort(all)
	return all
}

// TestLeaksAreFound: whatever form a secret, or half of one, takes, it is found; what is not one is not.
func TestLeaksAreFound(t *testing.T) {
	secret := `k7Qw+z/Lp3&xN<d9"=Vt2>Yb8`
	l := newLeaks(map[string]string{"it": secret})
	backwards := []byte(secret)
	slices.Reverse(backwards)
	for _, form := range append(encodings(secret), secret, secret[:len(secret)/2], secret[len(secret)/2:], string(backwards),
		base64.StdEncoding.EncodeToString([]byte("slp-ro:"+secret)), fmt.Sprintf("%x", "login "+secret), secret[5:11]) {
		if len(l.in("level=debug msg="+form+" target=x")) == 0 {
			t.Errorf("%s is not found", form)
		}
	}
	for _, text := range []string{"", "k7Qw+", "level=debug msg=login user=slp-ro <secret>"} {
		if found := l.in(text); len(found) > 0 {
			t.Errorf("in %q: %v", text, found)
		}
	}
}
