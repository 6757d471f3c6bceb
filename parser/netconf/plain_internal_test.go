package netconf

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/parser"
)

// oddXML is what plainXML must read as encoding/xml does, or not at all.
var oddXML = []string{
	"", "<", "<a", "<a/", "<a>", "</a>", "<a></b>", "<a></a", "<a/><b/>", "<a/>x", "x<a/>", "<a/> \n", "<a>x</a >", "<a\n/>", "< a/>", "<a / >", "</a/>",
	"<a><b></a></b>", "<a></ab>", "<ab></a>", "<a:b></a:c>", "<a:b></b>", "<1/>", "<a.b-c_1/>", "<:a/>", "<a:/>", "<a:b:c/>", "<a:1/>", "<_/>", "<xml:a/>",
	"<xmlns/>", "<xmlns:a/>", "<xmlns xmlns='a'/>", `<xmlns xmlns="a"/>`, `<a xmlns="b"/>`, `<a xmlns="b"><c xmlns="d"><e/></c><f/></a>`, `<a xmlns=""/>`,
	`<x:a xmlns:x="b"><x:c xmlns:x="d"/><x:e/></x:a>`, `<x:a xmlns:x="b"/><x:c/>`, `<y:a xmlns:x="b"/>`, `<a xmlns:xml="b"/>`, `<a xmlns:xmlns="b"/>`,
	`<a b="c"d="e"/>`, `<a b='c'/>`, `<a b=c/>`, `<a b/>`, `<a b = "c"/>`, `<a b="<"/>`, `<a b=">"/>`, `<a b="&lt;"/>`, `<a b="c" b="c"/>`, `<a b="c"></a b="c">`, `<a x:b="c"/>`,
	`<a xmlns="b" xmlns="c"><d/></a>`, "<a>&lt;</a>", "<a>&b;</a>", "<a>&amp</a>", "<a>&amp;amp;&apos;&quot;b&gt;c</a>", "<a>]]&gt;</a>", "<a>&lt;<b/>;</a>", "<a>& lt;</a>", "<a>&;</a>", "<a>&#65;</a>", "<a>]]></a>", "<a>></a>", "<a>\r\n</a>", "<a>\x01</a>", "<a>\x7f</a>", "<a>\u00e4</a>", "<a>\xff</a>", "<\u00e4/>",
	"<a><!-- b --></a>", "<a><![CDATA[b]]></a>", "<!DOCTYPE a><a/>", "<?xml version=\"1.0\"?><a/>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>",
	"<?xml version=\"1.1\"?><a/>", "<?xml version=\"1.0\" encoding=\"latin1\"?><a/>", "<a/><?xml version=\"1.0\"?>", "<?xml version=\"1.0\"?><?xml version=\"1.0\"?><a/>",
	"<a" + strings.Repeat(` b="c"`, 300) + "/>", "<a>" + strings.Repeat("<b>", 40) + strings.Repeat("</b>", 40) + "</a>",
}

// replies are those of the fixtures, by file.
func replies(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../testdata/netconf*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal("no replies", err)
	}
	texts := make(map[string]string, len(files))
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // a fixture
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	return texts
}

// FuzzPlainXML: what plainXML reads to the end, encoding/xml reads in the same way, token by token and line by line.
func FuzzPlainXML(f *testing.F) {
	for _, text := range oddXML {
		f.Add(text)
	}
	for _, text := range replies(f) {
		f.Add(text)
	}
	f.Fuzz(checkPlainXML)
}

func checkPlainXML(t *testing.T, text string) {
	plain := newPlainXML(text)
	var tokens []token
	var positions []int64
	for {
		next, err := plain.token()
		if errors.Is(err, errNotPlain) {
			return
		}
		if err != nil {
			break
		}
		line, offset := plain.position()
		next.attributes = 0
		tokens, positions = append(tokens, next), append(positions, int64(line)<<32+offset)
	}
	whole := newAnyXML(text)
	for i := 0; ; {
		want, err := whole.token()
		if errors.Is(err, io.EOF) {
			if i < len(tokens) {
				t.Fatalf("%q: %v and more, where encoding/xml ends", text, tokens[i])
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: read to its end, but %v", text, err)
		}
		if want.kind == instruction { // the declaration
			continue
		}
		want.attributes = 0
		line, offset := whole.position()
		if i >= len(tokens) || tokens[i] != want || positions[i] != int64(line)<<32+offset {
			t.Fatalf("%q: token %d of %v, want %v at line %d and byte %d", text, i, tokens, want, line, offset)
		}
		i++
	}
}

// TestPlainReplies: the replies of switches are read in the quick way, with the same result.
func TestPlainReplies(t *testing.T) {
	for name, text := range replies(t) {
		text = strings.TrimSuffix(strings.TrimSpace(text), endOfMessage)
		var states []*parser.State
		for _, in := range []source{newPlainXML(text), newAnyXML(text)} {
			r := newReading()
			if err := r.read(newWalker(in, len(text))); err != nil {
				t.Fatalf("%s in the way of %T: %v", name, in, err)
			}
			state, err := r.finish()
			if err != nil {
				t.Fatalf("%s in the way of %T: %v", name, in, err)
			}
			states = append(states, state)
		}
		if !reflect.DeepEqual(states[0], states[1]) {
			t.Errorf("%s: another state in the quick way", name)
		}
	}
}

// TestPlainPieces holds plainXML against encoding/xml with texts put together from what XML is made of.
func TestPlainPieces(t *testing.T) {
	const texts, longest = 30_000, 9
	pieces := []string{
		"<a>", "</a>", "<a/>", "<a", "<b>", "</b>", "<p:a>", "</p:a>", "<p:a", "</p:a ", ">", "/>", " ", "\n", "\t", ` xmlns="u"`, ` xmlns="v"`, ` xmlns:p="u"`,
		` xmlns:p="v"`, ` b="c"`, ` p:b="c"`, `"`, "=", "x", "y z", "]]>", "&lt;", "&", "amp;", ";", "-", ":", "</", "<", "?>",
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts in every run
	for range texts {
		text := "<a"
		for range 1 + r.IntN(longest) {
			text += pieces[r.IntN(len(pieces))]
		}
		checkPlainXML(t, text)
		checkPlainXML(t, text+"</a>")
		checkPlainXML(t, text+"></a>")
	}
}
