package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
)

// depot is a directory with a configuration whose target files change, and what is made of it.
type depot struct {
	t        *testing.T
	dir      string
	now      time.Time // a past time that passes with each file written
	config   *config.Config
	warnings []config.Warning
	err      error
}

const depotText = `auths: {readonly: {username: slp-ro, password_file: ro.password}}
modules: {default: , old: {legacy_algorithms: true}}
targets: [{name: own, address: 192.0.2.1}]
target_files: [depot/*.yml, depot/*.json]
`

func newDepot(t *testing.T, files ...string) *depot {
	t.Helper()
	d := &depot{t: t, dir: fixtureDir(t), now: time.Now().Add(-time.Hour)}
	if err := os.Mkdir(filepath.Join(d.dir, "depot"), 0o700); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		d.put(files[i], files[i+1])
	}
	writeFile(t, filepath.Join(d.dir, "a.yml"), depotText)
	if d.config, _, d.err = config.Load(filepath.Join(d.dir, "a.yml")); d.err != nil {
		t.Fatal(d.err)
	}
	return d
}

func (d *depot) path(name string) string { return filepath.Join(d.dir, "depot", name) }

// put writes a file and gives it a time of its own that is long ago.
func (d *depot) put(name, text string) {
	d.t.Helper()
	writeFile(d.t, d.path(name), text)
	d.age(name)
}

func (d *depot) age(name string) {
	d.t.Helper()
	d.now = d.now.Add(time.Second)
	d.must(os.Chtimes(d.path(name), d.now, d.now))
}

func (d *depot) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// look lets the configuration look at its files, and reports whether there is a new one.
func (d *depot) look() (changed bool) {
	d.t.Helper()
	next, warnings, err := d.config.WithTargets()
	if next == nil {
		d.t.Fatal("no configuration")
	}
	changed = next != d.config
	d.config, d.warnings, d.err = next, warnings, err
	return changed
}

// want looks and holds the names of the targets, and what the error says, line by line.
func (d *depot) want(names string, problems ...string) {
	d.t.Helper()
	if !d.look() {
		d.t.Error("nothing has changed")
	}
	d.is(names, problems...)
	if d.look() {
		d.t.Error("something has changed without a cause")
	}
	d.is(names, problems...)
}

func (d *depot) is(names string, problems ...string) {
	d.t.Helper()
	var got []string
	for _, target := range d.config.Targets {
		got = append(got, target.Name)
	}
	if strings.Join(got, " ") != names {
		d.t.Errorf("targets %s, want %s", strings.Join(got, " "), names)
	}
	var all config.Errors
	if d.err != nil && !errors.As(d.err, &all) {
		d.t.Fatalf("error is a %T", d.err)
	}
	var lines []string
	for _, p := range all {
		lines = append(lines, strings.ReplaceAll(p.Error(), d.dir, "DIR"))
	}
	if !slices.Equal(lines, problems) {
		d.t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(lines, "\n"), strings.Join(problems, "\n"))
	}
}

// group is a target file with these targets.
func group(names ...string) string {
	text := ""
	for _, name := range names {
		text += "- {targets: [" + name + ".example], labels: {__slp_name: " + name + "}}\n"
	}
	return text + "- {targets: []}\n"
}

func TestWithTargets(t *testing.T) {
	d := newDepot(t, "m.yml", group("m1", "m2"), "z.json", `[{"targets": ["z1"]}]`)
	d.is("own m1 m2 z1")
	if d.look() {
		t.Error("a change at once")
	}
	before := d.config
	d.put("m.yml", group("m1", "m3"))
	d.want("own m1 m3 z1")
	d.put("a.yml", group("a1")) // added, in front
	d.want("own a1 m1 m3 z1")
	d.put("new", group("m4"))
	d.must(os.Rename(d.path("new"), d.path("m.yml"))) // replaced
	d.want("own a1 m4 z1")
	d.must(os.Remove(d.path("z.json")))
	d.want("own a1 m4")
	if d.config.Auths["readonly"] != before.Auths["readonly"] || d.config.Modules["default"] != before.Modules["default"] {
		t.Error("modules or auths are others")
	}
	if got := before.Target("m2"); got == nil || len(before.Targets) != 4 {
		t.Error("the configuration of before has changed")
	}
	if d.config.Targets[0] != before.Targets[0] || d.config.Target("m4").Module != before.Modules["default"] {
		t.Error("targets are made again, or with other modules")
	}
}

// TestWithTargetsLikeAConfigMap replaces the directory that a link leads to, as Kubernetes does: path,
// size and time are those of before.
func TestWithTargetsLikeAConfigMap(t *testing.T) {
	d := newDepot(t)
	for _, version := range []string{"1", "2"} {
		d.must(os.Mkdir(d.path("..2026_"+version), 0o700))
		writeFile(t, d.path("..2026_"+version+"/sw.yml"), group("sw"+version))
		d.must(os.Chtimes(d.path("..2026_"+version+"/sw.yml"), d.now, d.now))
	}
	d.must(os.Symlink("..2026_1", d.path("..data")))
	d.must(os.Symlink("..data/sw.yml", d.path("sw.yml")))
	d.want("own sw1")
	d.must(os.Symlink("..2026_2", d.path("..data_tmp")))
	d.must(os.Rename(d.path("..data_tmp"), d.path("..data")))
	d.must(os.RemoveAll(d.path("..2026_1")))
	d.want("own sw2")
	d.must(os.RemoveAll(d.path("..2026_2"))) // a link that leads nowhere is no file that was removed
	d.want("own sw2", "DIR/a.yml:4: target_files[0]: DIR/depot/sw.yml does not exist, write a path that ends in .yml, .yaml or .json; * may stand in its last part")
	d.must(os.Remove(d.path("sw.yml")))
	d.want("own")
}

// TestWithTargetsBroken: a broken file counts as it was; the others' changes take effect.
func TestWithTargetsBroken(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"), "b.yml", group("b1"))
	d.put("a.yml", "- targets: [a2\n")
	d.put("b.yml", group("b2"))
	const broken = `DIR/depot/a.yml:1: is not valid YAML: did not find expected ',' or ']', write a comma between entries, and the ] that closes what is open`
	d.want("own a1 b2", broken)
	d.put("b.yml", group("b3"))
	d.want("own a1 b3", broken)
	d.put("c.yml", "")
	d.want("own a1 b3", broken, "DIR/depot/c.yml: is empty, write [] for no targets")
	d.put("a.yml", "- {targets: [a3], labels: {__slp_module: oldd}}\n")
	d.want("own a1 b3", `DIR/depot/a.yml:1: [0].labels.__slp_module: no module is named "oldd"; did you mean "old"?`,
		"DIR/depot/c.yml: is empty, write [] for no targets")
	d.must(os.Remove(d.path("c.yml")))
	d.put("a.yml", "- {targets: [a3], labels: {__slp_module: old}}\n")
	d.want("own a3 b3")
	if d.config.Target("a3").Module != d.config.Modules["old"] {
		t.Error("a3 has another module")
	}
	d.put("a.yml", "?")
	d.look()
	d.must(os.Remove(d.path("a.yml"))) // what was kept of a broken file goes with it
	d.want("own b3")
}

func TestWithTargetsUnreadable(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"))
	d.must(os.Remove(d.path("a.yml")))
	d.must(os.Mkdir(d.path("a.yml"), 0o700))
	d.age("a.yml")
	d.want("own a1", "DIR/a.yml:4: target_files[0]: DIR/depot/a.yml is not a regular file, write a path that ends in .yml, .yaml or .json; * may stand in its last part")
	d.must(os.Remove(d.path("a.yml")))
	d.put("a.yml", group("a1"))
	d.want("own a1")
}

// TestWithTargetsConflict: the file whose change brings a conflict counts as it was.
func TestWithTargetsConflict(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"), "b.yml", group("b1"))
	d.put("a.yml", group("a2", "b1"))
	d.want("own a1 b1", `DIR/depot/a.yml:2: [1].labels.__slp_name: "b1" is already the name of the target at DIR/depot/b.yml:1, write another name`)
	d.put("b.yml", group("b2")) // b1 is free: a fits now, though it has not changed again
	d.want("own a2 b1 b2")
	d.put("b.yml", group("own"))
	d.want("own a2 b1 b2", `DIR/depot/b.yml:1: [0].labels.__slp_name: "own" is already the name of the target at DIR/a.yml:3, write another name`)
	d.put("b.yml", group("c", "c"))
	d.want("own a2 b1 b2", `DIR/depot/b.yml:2: [1].labels.__slp_name: "c" is already the name of the target at DIR/depot/b.yml:1, write another name`)
	d.put("c.yml", group("a2")) // a new file in the way of others counts as empty
	d.put("b.yml", group("b3"))
	d.want("own a2 b1 b3", `DIR/depot/c.yml:1: [0].labels.__slp_name: "a2" is already the name of the target at DIR/depot/a.yml:1, write another name`)
}

// TestWithTargetsMoved: targets may go from file to file, in either direction, and change places.
func TestWithTargetsMoved(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1", "x"), "b.yml", group("b1"))
	d.put("a.yml", group("a1"))
	d.put("b.yml", group("b1", "x"))
	d.want("own a1 b1 x")
	d.put("a.yml", group("b1"))
	d.put("b.yml", group("a1", "x"))
	d.want("own b1 a1 x")
}

// TestWithTargetsKeepsAllOrNone: what a file had before may be in the way of a file that changed
// with it, which then counts as it was, too.
func TestWithTargetsKeepsAllOrNone(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"), "b.yml", group("x"))
	d.put("a.yml", group("a2", "x"))   // fits, if b has changed
	d.put("b.yml", group("b2", "own")) // does not fit
	d.want("own a1 x",
		`DIR/depot/a.yml:2: [1].labels.__slp_name: "x" is already the name of the target at DIR/depot/b.yml:1, write another name`,
		`DIR/depot/b.yml:2: [1].labels.__slp_name: "own" is already the name of the target at DIR/a.yml:3, write another name`)
	d.put("b.yml", group("b2"))
	d.want("own a2 x b2")
}

// TestWithTargetsWaits: a file that may still be written is left alone.
func TestWithTargetsWaits(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"))
	writeFile(t, d.path("a.yml"), group("a2"))
	writeFile(t, d.path("b.yml"), group("b1"))
	if d.look() {
		t.Error("a file was read at once")
	}
	d.age("a.yml")
	d.age("b.yml")
	d.want("own a2 b1")
	d.must(os.Chtimes(d.path("a.yml"), time.Now().Add(time.Hour), time.Now().Add(time.Hour))) // a clock astray
	if d.look() {
		t.Error("the same content is a change")
	}
	writeFile(t, d.path("a.yml"), group("a3"))
	d.must(os.Chtimes(d.path("a.yml"), time.Now().Add(2*time.Hour), time.Now().Add(2*time.Hour)))
	d.want("own a3 b1")
}

// TestWithTargetsOnly: neither the configuration nor a secret is read again.
func TestWithTargetsOnly(t *testing.T) {
	d := newDepot(t, "a.yml", group("a1"))
	writeFile(t, filepath.Join(d.dir, "a.yml"), "broken: [")
	writeFile(t, filepath.Join(d.dir, "ro.password"), "another")
	d.put("a.yml", group("a2"))
	d.want("own a2")
	if d.config.Auths["readonly"].Password.Reveal() != password {
		t.Error("the secret was read again")
	}
}

func TestWithTargetsWarns(t *testing.T) {
	d := newDepot(t, "a.yml", "- targets: [192.0.2.1]\n", "b.yml", group("b1"))
	d.put("b.yml", "- {targets: [b1.example], labels: {__slp_name: b1}}\n- {targets: [b1.example], labels: {__slp_name: b2}}\n")
	d.look()
	if len(d.warnings) != 1 || !strings.HasPrefix(d.warnings[0].String(), d.path("b.yml")+`:2: [1].labels.__slp_name: b1.example:22 is polled as "b1", too`) {
		t.Errorf("warnings: %v", d.warnings)
	}
}

// TestWithTargetsOfNone: a configuration that was not read from a file has nothing to look at.
func TestWithTargetsOfNone(t *testing.T) {
	c := &config.Config{Targets: []*config.Target{{Name: "a"}}}
	if next, warnings, err := c.WithTargets(); next != c || warnings != nil || err != nil {
		t.Error(next, warnings, err)
	}
}
