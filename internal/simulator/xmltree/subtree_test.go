package xmltree

import (
	"bytes"
	"testing"
)

// TestSubtreeFilter follows section 6 of RFC 6241.
func TestSubtreeFilter(t *testing.T) {
	tree := Container("top",
		Leaf("version", "7"),
		Entry("user", "name", Leaf("name", "ann"), Leaf("shell", "sh"), Container("group", Leaf("id", "1"), Leaf("kind", "a"))),
		Entry("user", "name", Leaf("name", "bob"), Leaf("shell", "csh"), Container("group", Leaf("id", "2"), Leaf("kind", "b"))),
		Container("nothing"),
	)
	for filter, want := range map[string]string{
		"<top/>":                "", // everything
		"<top><x/></top>":       "none",
		"<top><version/></top>": "<top><version>7</version></top>",
		"<top><user><shell/></user></top>": "<top><user><name>ann</name><shell>sh</shell></user>" +
			"<user><name>bob</name><shell>csh</shell></user></top>",
		"<top><user><name/></user></top>":                        "<top><user><name>ann</name></user><user><name>bob</name></user></top>",
		"<top><user><name>bob</name><shell/></user></top>":       "<top><user><name>bob</name><shell>csh</shell></user></top>",
		"<top><user><shell>sh</shell></user></top>":              "<top><user><name>ann</name><shell>sh</shell><group><id>1</id><kind>a</kind></group></user></top>",
		"<top><user><name>eve</name></user></top>":               "none",
		"<top><user><group><id/></group></user><version/></top>": "<top><version>7</version><user><name>ann</name><group><id>1</id></group></user><user><name>bob</name><group><id>2</id></group></user></top>",
		"<top><user><name>ann</name><shell/></user><user><name>bob</name><group/></user></top>": "<top><user><name>ann</name><shell>sh</shell></user>" +
			"<user><name>bob</name><group><id>2</id><kind>b</kind></group></user></top>",
		"<top><nothing><x/></nothing></top>": "none",
	} {
		f, err := Read([]byte(filter))
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if part, ok := tree.Selected(f); ok {
			var b bytes.Buffer
			part.Write(&b)
			got = b.String()
		}
		if want == "" {
			var b bytes.Buffer
			tree.Write(&b)
			want = b.String()
		}
		if got != want {
			t.Errorf("%s selects\n%s, want\n%s", filter, got, want)
		}
	}
}
