package manual

import "testing"

// TestInline: what Markdown marks is bold, and what roff would take for a request, an escape or a dash is printed.
func TestInline(t *testing.T) {
	for text, want := range map[string]string{
		"plain":                          "plain",
		"`--web.config.file`":            `\fB\-\-web.config.file\fR`,
		".ends at the beginning":         `\&.ends at the beginning`,
		"`.yml` files":                   `\fB\&.yml\fR files`,
		"'quoted' \\ it's":               `\(aqquoted\(aq \e it\(aqs`,
		"see [the `page`](page.md#here)": `see the \fBpage\fR`,
		"**Changes** are noticed":        `\fBChanges\fR are noticed`,
		"two\nlines  and blanks":         "two lines and blanks",
		"`` ` `` in code":                `\fB\(ga\fR in code`,
	} {
		if got := inline(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// TestKeyTables: a key's default and purpose become sentences, and comments of examples are no headings.
func TestKeyTables(t *testing.T) {
	const doc = "## How often?\n\n```yaml\n# a comment\n```\n\n| Key | Default | Why |\n| --- | --- | --- |\n" +
		"| `a.b` | `5m` | how long, see `x \\| y` |\n| `a.c` | required | it: see [below](#there) |\n\n| Other | Default | Why |\n| --- | --- | --- |\n| `z` | a | b |\n"
	tables := keyTables(doc)
	if len(tables) != 1 || tables[0].heading != "How often?" || len(tables[0].rows) != 2 {
		t.Fatalf("%+v", tables)
	}
	for i, want := range []string{"How long, see `x \\| y`. Default: `5m`.", "It. Required."} {
		if got := tables[0].rows[i].text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
