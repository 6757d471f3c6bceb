// Package pages looks at the exporter's pages in a real Chromium, as readers do: with a mouse, with the keyboard alone,
// on a phone, in the dark, without scripts. It starts the exporter as a program, with the switches of the demo and
// with configurations that are hard on a page. Its pictures are those of the documentation.
package pages

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/testenv/browser"
	"github.com/slp-exporter/slp-exporter/internal/testenv/programs"
)

// The widths at which pages are looked at.
const (
	phone  = 360
	laptop = 1280
	wall   = 2560
)

// desk is where the pages are looked at: a browser, and the exporter as a program.
type desk struct {
	*browser.Browser
	program string
	// axe has the rules of axe-core; empty if they are not installed.
	axe string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	b := browser.Start(t)
	program, err := programs.BuildExporter(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := desk{Browser: b, program: program}
	t.Run("axe-core", func(t *testing.T) { d.axe = browser.NeedAxe(t) }) // without it, this is skipped, and the rest is not
	return d
}

// start starts an exporter, which ends with the test.
func (d desk) start(t *testing.T, args ...string) *programs.Server {
	t.Helper()
	return programs.StartServer(t, programs.Exporter(d.program, t.TempDir(), args...))
}

// demo starts the demo, and waits until every switch has been polled.
func (d desk) demo(t *testing.T) *programs.Server {
	t.Helper()
	exporter := d.start(t, "demo", "--min-interval=1h") // it stands still from then on
	programs.Wait(t, "every switch has been polled", func() bool {
		for _, s := range switches(t, exporter) {
			if s.Up == nil {
				return false
			}
		}
		return true
	})
	return exporter
}

// known is what the exporter knows of a switch.
type known struct {
	Name   string
	Up     *bool
	Reason string
}

func switches(t *testing.T, exporter *programs.Server) []known {
	t.Helper()
	var document struct{ Targets []known }
	if err := exporter.JSON("/api/v1/targets", &document); err != nil {
		t.Fatal(err)
	}
	return document.Targets
}

// configured starts an exporter with this list of targets, which nothing polls.
func (d desk) configured(t *testing.T, targets string) *programs.Server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "slp-exporter.yml")
	text := "auths: {lab: {username: lab, password: invented}}\nmodules: {default: {auth: lab, host_key: {policy: insecure}}}\ntargets:" + targets
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return d.start(t, "--config.file="+file)
}

// rows are the names of the switches in the table, from top to bottom.
func rows(tab *browser.Tab) []string { return tab.Texts(".fleet tbody th") }

// TestPages opens the pages of the demo, and then those of other fleets.
func TestPages(t *testing.T) {
	d := newDesk(t)
	t.Run("demo", func(t *testing.T) {
		exporter := d.demo(t)
		t.Run("fleet", func(t *testing.T) { fleet(t, d, exporter) })
		t.Run("no script", func(t *testing.T) { noScript(t, d, exporter) })
		t.Run("renewal", func(t *testing.T) { renewal(t, d, exporter) })
		t.Run("copy", func(t *testing.T) { copies(t, d, exporter) })
		t.Run("keyboard", func(t *testing.T) { keyboard(t, d, exporter) })
		t.Run("every page", func(t *testing.T) { everyPage(t, d, exporter) })
		t.Run("pictures", func(t *testing.T) { pictures(t, d, exporter) })
	})
	t.Run("names", func(t *testing.T) { names(t, d) })
	t.Run("none", func(t *testing.T) { none(t, d) })
	t.Run("many", func(t *testing.T) { many(t, d) })
}

// fleet: every switch has a row; counts, headings and the form lead to other views, as a user clicks them.
func fleet(t *testing.T, d desk, exporter *programs.Server) {
	tab := d.Tab(t, browser.View{Width: laptop, Height: 900})
	tab.Open(exporter.URL + "/")
	var names []string
	for _, s := range switches(t, exporter) {
		names = append(names, s.Name)
	}
	slices.Sort(names)
	if got := slices.Sorted(slices.Values(rows(tab))); !slices.Equal(got, names) {
		t.Errorf("the rows are %v, want %v", got, names)
	}
	tab.Click("th.c-name a")
	if got := rows(tab); !slices.Equal(got, names) {
		t.Errorf("sorted by name: %v", got)
	}
	tab.Click("th.c-name a")
	if got := rows(tab); !slices.IsSortedFunc(got, func(a, b string) int { return strings.Compare(b, a) }) || len(got) != len(names) {
		t.Errorf("sorted by name, descending: %v", got)
	}
	tab.Click("a.tile.state-down")
	if got := slices.Sorted(slices.Values(rows(tab))); !slices.Equal(got, []string{"ber-dis-13", "vie-acc-09", "zrh-acc-05"}) {
		t.Errorf("down are %v", got)
	}
	tab.Click(".group .chip.state-down")
	if got := rows(tab); len(got) != 1 {
		t.Errorf("down for one reason are %v", got)
	}
	tab.Open(exporter.URL + "/")
	tab.Fill("input[name=q]", "zrh")
	tab.Click(".filter button")
	if got := rows(tab); len(got) == 0 || slices.ContainsFunc(got, func(name string) bool { return !strings.Contains(name, "zrh") }) {
		t.Errorf("a search for zrh finds %v", got)
	}
	tab.Click(".fleet tbody tr:first-child th a")
	if got := tab.Texts("h1"); len(got) != 1 || !strings.Contains(got[0], "zrh") || !strings.Contains(tab.Address(), "/switch/zrh") {
		t.Errorf("a row leads to %s, %v", tab.Address(), got)
	}
}

// noScript: the pages say the same in a browser that runs no script, and offer no button that does nothing.
func noScript(t *testing.T, d desk, exporter *programs.Server) {
	tab := d.Tab(t, browser.View{Width: laptop, Height: 900, NoScript: true})
	tab.Open(exporter.URL + "/")
	if got := rows(tab); len(got) != len(switches(t, exporter)) {
		t.Errorf("%d rows", len(got))
	}
	tab.Click("th.c-streak a")
	if got := rows(tab); len(got) != len(switches(t, exporter)) || !strings.Contains(tab.Address(), "sort=streak") {
		t.Errorf("%d rows at %s", len(got), tab.Address())
	}
	tab.Open(exporter.URL + "/switch/zrh-acc-04")
	if got := tab.Texts("h1"); !slices.Equal(got, []string{"zrh-acc-04"}) {
		t.Errorf("%v", got)
	}
	visible := `Array.from(document.querySelectorAll("button[data-copy]")).filter(b => b.offsetParent).length`
	if n := browser.Eval[int](tab, visible); n != 0 {
		t.Errorf("%d buttons to copy, which no script serves", n)
	}
	scripted := d.Tab(t, browser.View{Width: laptop, Height: 900})
	scripted.Open(exporter.URL + "/switch/zrh-acc-04")
	if n := browser.Eval[int](scripted, visible); n == 0 {
		t.Error("no button to copy a command")
	}
}

// renewal: a page about switches renews itself, at the latest when it comes into sight again, and leaves open what is open.
func renewal(t *testing.T, d desk, exporter *programs.Server) {
	for path, details := range map[string]bool{"/": false, "/?kiosk=1": false, "/switch/zrh-acc-04": true} {
		tab := d.Tab(t, browser.View{Width: laptop, Height: 900})
		tab.Open(exporter.URL + path)
		const view = `document.querySelector("[data-refresh]")`
		every := browser.Eval[string](tab, view+`?.dataset.refresh || ""`)
		if every != "60" {
			t.Errorf("%s: renewed every %q s", path, every)
			continue
		}
		opened := browser.Eval[[]string](tab, view+`.dataset.old = true; Array.from(document.querySelectorAll("details")).map(d => { d.open = true; return d.id })`)
		if details != (len(opened) > 0) || slices.Contains(opened, "") {
			t.Errorf("%s: the details are %q", path, opened)
		}
		browser.Eval[bool](tab, `document.dispatchEvent(new Event("visibilitychange"))`)
		programs.Wait(t, path+" is renewed", func() bool { return browser.Eval[bool](tab, "!"+view+".dataset.old") })
		if got := browser.Eval[[]string](tab, `Array.from(document.querySelectorAll("details[open]")).map(d => d.id)`); !slices.Equal(got, opened) {
			t.Errorf("%s: open are %q, before %q", path, got, opened)
		}
		if got := tab.Complaints(); len(got) > 0 {
			t.Errorf("%s: complaints: %v", path, got)
		}
	}
}

// copies: a button copies its command, also where the browser has no clipboard because the page came without TLS.
func copies(t *testing.T, d desk, exporter *programs.Server) {
	const button = "button[data-copy]"
	tab := d.Tab(t, browser.View{Width: laptop, Height: 900})
	tab.Open(exporter.URL + "/switch/zrh-acc-04")
	command := browser.Eval[string](tab, `Object.defineProperty(navigator, "clipboard", {value: undefined});
		document.addEventListener("copy", e => { window.copied = e.target.value });
		new MutationObserver(changes => { window.said ||= changes[0].target.textContent }).observe(document.querySelector("button[data-copy]"), {childList: true});
		document.querySelector("button[data-copy]").dataset.copy`)
	tab.Push(button)
	if got := browser.Eval[string](tab, "window.copied || ''"); got != command || command == "" {
		t.Errorf("copied is %q, want %q", got, command)
	}
	if got := browser.Eval[string](tab, "window.said || ''"); got != "copied" { // for a moment
		t.Errorf("the button says %q", got)
	}
}

// keyboard: Tab leads past the head of the page to the first switch, and Enter opens it. What has the focus shows it.
func keyboard(t *testing.T, d desk, exporter *programs.Server) {
	tab := d.Tab(t, browser.View{Width: laptop, Height: 900})
	tab.Open(exporter.URL + "/")
	tab.Press("\t")
	if got := browser.Eval[string](tab, "document.activeElement.getAttribute('href')"); got != "#main" {
		t.Errorf("the first stop is %s", got)
	}
	tab.Press("\r") // skips the head
	const focus = `(e => ({tag: e.tagName, in: e.closest("tbody") ? "row" : "", outline: getComputedStyle(e).outlineStyle, seen: e.getClientRects().length > 0}))(document.activeElement)`
	var stop struct {
		Tag, In, Outline string
		Seen             bool
	}
	for stops := 0; stop.In != "row"; stops++ {
		if stops > 80 {
			t.Fatalf("no switch after %d stops", stops)
		}
		tab.Press("\t")
		stop = browser.Eval[struct {
			Tag, In, Outline string
			Seen             bool
		}](tab, focus)
		if stop.Outline == "none" || !stop.Seen {
			t.Errorf("the focus does not show: %+v", stop)
		}
	}
	tab.Enter()
	if !strings.Contains(tab.Address(), "/switch/") {
		t.Errorf("Enter leads to %s", tab.Address())
	}
}

// everyPage: each page fits a phone, a laptop and a wall, light and dark, and breaks no rule; see check.
func everyPage(t *testing.T, d desk, exporter *programs.Server) {
	views := []browser.View{{Width: phone, Height: 740}, {Width: laptop, Height: 900, Dark: true}}
	more := []browser.View{{Width: wall, Height: 1440}, {Width: phone, Height: 740, Dark: true}}
	look := func(views []browser.View, paths ...string) {
		for _, v := range views {
			t.Run(fmt.Sprintf("%d %t", v.Width, v.Dark), func(t *testing.T) {
				tab := d.Tab(t, v) // one for all pages: a tab takes Chromium as long as a page
				for _, path := range paths {
					tab.Open(exporter.URL + path)
					d.check(t, tab, exporter, v)
				}
			})
		}
	}
	paths := []string{"/", "/?kiosk=1", "/switch/zrh-acc-04", "/switch/zrh-acc-05"}
	if testing.Short() {
		look(views, paths...)
		return
	}
	look(more, paths[:3]...)
	look(views, append(paths, "/?state=down&sort=-name", "/?q=nothing", "/?colour=red", "/switch/ham-dis-17", "/switch/muc-dis-18", "/switch/ord-leaf-21")...)
}

// check checks what holds for every page: nothing scrolls sideways, axe-core finds nothing, no other host is asked, and the
// browser has no complaint.
func (d desk) check(t *testing.T, tab *browser.Tab, exporter *programs.Server, v browser.View) {
	t.Helper()
	browser.Eval[bool](tab, `document.querySelectorAll("details").forEach(d => { d.open = true }); true`)
	if w := browser.Eval[int64](tab, "document.documentElement.scrollWidth"); w > v.Width {
		wide := browser.Eval[string](tab, `(e => e ? e.outerHTML.slice(0, 300) : "")(Array.from(document.body.querySelectorAll("*")).find(e => e.getBoundingClientRect().right > innerWidth && !e.closest(".scroll, pre, svg")))`)
		t.Errorf("%s is %d wide, by %s", tab.Address(), w, wide)
	}
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("%s: complaints: %v", tab.Address(), got)
	}
	if got := tab.Strangers(strings.TrimPrefix(exporter.URL, "http://")); len(got) > 0 {
		t.Errorf("%s asks for %v", tab.Address(), got)
	}
	if d.axe == "" {
		return
	}
	for _, violation := range tab.Axe(d.axe) {
		t.Errorf("%s: %s", tab.Address(), violation)
	}
}

// names: a switch may have any name, and no name is markup or makes a page too wide for a phone.
func names(t *testing.T, d desk) {
	names := []string{"<script>alert(1)</script>", strings.Repeat("x", 200), "محول-الطابق-الثالث", "東京-アクセス-01", `"><img src=x onerror=alert(1)>`, "a/b?c=d#e", "a/../b", "%2e%2e", "..."}
	targets := "\n"
	for i, name := range names {
		targets += fmt.Sprintf("  - {name: %q, address: 127.0.0.1:%d, labels: {site: %q}}\n", name, i+1, name)
	}
	exporter := d.configured(t, targets)
	views := []browser.View{{Width: phone, Height: 740}}
	if !testing.Short() {
		views = append(views, browser.View{Width: laptop, Height: 900, Dark: true})
	}
	for _, v := range views {
		tab := d.Tab(t, v)
		tab.Open(exporter.URL + "/")
		if got := rows(tab); len(got) != len(names) || slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(got, name) }) {
			t.Errorf("the rows are %v", got)
		}
		d.check(t, tab, exporter, v)
		for _, name := range names {
			tab.Open(exporter.URL + "/switch/" + url.PathEscape(name))
			if got := tab.Texts("h1"); !slices.Equal(got, []string{name}) {
				t.Errorf("%q has the heading %q", name, got)
			}
			d.check(t, tab, exporter, v)
		}
	}
}

// none: without a switch the page says what to do.
func none(t *testing.T, d desk) {
	exporter := d.configured(t, " []\n")
	for _, v := range []browser.View{{Width: phone, Height: 740}, {Width: laptop, Height: 900, Dark: true}} {
		tab := d.Tab(t, v)
		for path, want := range map[string]string{"/": "slp-exporter check", "/?kiosk=1": "No switch is configured", "/switch/nobody": "nobody"} {
			tab.Open(exporter.URL + path)
			if said := strings.Join(tab.Texts("main"), ""); !strings.Contains(said, want) {
				t.Errorf("%s: %s", path, said)
			}
		}
	}
}

// many: of ten thousand switches a page shows a hundred, leads to the others, and finds one.
func many(t *testing.T, d desk) {
	var targets strings.Builder
	targets.WriteString("\n")
	for i := range 10_000 {
		fmt.Fprintf(&targets, "  - {name: sw-%05d, address: 127.0.0.1:%d, labels: {site: s%02d}}\n", i, i+1, i%40)
	}
	exporter := d.configured(t, targets.String())
	v := browser.View{Width: laptop, Height: 900}
	tab := d.Tab(t, v)
	tab.Open(exporter.URL + "/?sort=name")
	first := rows(tab)
	tab.Click("a[rel=next]")
	if second := rows(tab); len(first) != 100 || len(second) != 100 || first[0] != "sw-00000" || second[0] != "sw-00100" {
		t.Errorf("%d and %d rows", len(first), len(second))
	}
	tab.Fill("input[name=q]", "09999")
	tab.Click(".filter button")
	if got := rows(tab); !slices.Equal(got, []string{"sw-09999"}) {
		t.Errorf("a search finds %v", got)
	}
	if got := tab.Complaints(); len(got) > 0 {
		t.Errorf("complaints: %v", got)
	}
}
