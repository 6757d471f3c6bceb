package browser

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// View is how a reader looks at a page.
type View struct {
	// Width and Height are those of the window, in CSS pixels.
	Width, Height int64
	// Dark is true for a reader who prefers dark pages.
	Dark bool
	// NoScript is true for a browser that runs no script of a page.
	NoScript bool
}

// Tab is a tab of the browser.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu         sync.Mutex
	opened     string // the address that was opened last
	requests   []string
	complaints []string
}

// Tab opens an empty tab, which is closed with the test.
func (b *Browser) Tab(t testing.TB, v View) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	tab := &Tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, tab.note); err != nil {
		t.Fatal(err)
	}
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	command(tab, network.Enable, network.EnableParams{})
	command(tab, log.Enable, cdp.Empty{})
	command(tab, runtime.Enable, cdp.Empty{})
	command(tab, audits.Enable, cdp.Empty{})
	command(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: v.Width, Height: v.Height, DeviceScaleFactor: 1,
	})
	command(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	command(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: v.NoScript})
	return tab
}

// command runs a command of the protocol.
func command[P, R any](tab *Tab, c cdp.Command[P, R], params P) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, c, params); err != nil {
		tab.t.Fatalf("%s: %v", c.Method, err)
	}
}

// note keeps what the page asks for and complains about.
func (tab *Tab) note(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		tab.requests = append(tab.requests, e.Request.URL)
	case *log.EventEntryAdded:
		if e.Entry.Source == log.EntrySourceNetwork && e.Entry.URL == tab.opened {
			return // a status that says error is a good answer to a bad request
		}
		tab.complaints = append(tab.complaints, fmt.Sprintf("%s: %s", e.Entry.Source, e.Entry.Text))
	case *runtime.EventExceptionThrown:
		tab.complaints = append(tab.complaints, "exception: "+e.ExceptionDetails.Text)
	case *audits.EventIssueAdded:
		if details := e.Issue.Details.ContentSecurityPolicyIssueDetails; details != nil {
			tab.complaints = append(tab.complaints, fmt.Sprintf("content policy: %s forbids %s", details.ViolatedDirective, details.BlockedURL))
		}
	}
}

// Complaints returns what the browser and the page complained of since it was opened: reports of the content policy, requests of
// the page that failed, and exceptions.
func (tab *Tab) Complaints() []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return slices.Clone(tab.complaints)
}

// Strangers returns the addresses that the page has asked for since it was opened and that are not of this host (host:port).
func (tab *Tab) Strangers(host string) []string {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	var strangers []string
	for _, address := range tab.requests {
		if u, err := url.Parse(address); err != nil || u.Host != host && u.Scheme != "data" {
			strangers = append(strangers, address)
		}
	}
	return strangers
}

// Open opens a page and waits until it is loaded. Complaints and requests of the pages before are forgotten.
func (tab *Tab) Open(address string) {
	tab.t.Helper()
	tab.mu.Lock()
	tab.opened, tab.requests, tab.complaints = address, nil, nil
	tab.mu.Unlock()
	run(tab, "open "+address, chromedp.Navigate(address))
}

// Address returns the address of the page.
func (tab *Tab) Address() string {
	tab.t.Helper()
	return run(tab, "read the address", chromedp.Location())
}

// Click clicks the first element that a CSS selector selects, and waits until the page that it leads to is loaded.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.follow("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Push clicks the first element that a CSS selector selects and that leads to no other page.
func (tab *Tab) Push(selector string) {
	tab.t.Helper()
	run(tab, "push "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// Fill types a text into the field that a CSS selector selects.
func (tab *Tab) Fill(selector, text string) {
	tab.t.Helper()
	run(tab, "fill "+selector, chromedp.Steps(
		chromedp.Clear(chromedp.CSS(selector)), chromedp.SendKeys(chromedp.CSS(selector), text)))
}

// Press presses keys one after the other, such as "\t" for Tab; what has the focus gets them.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	run(tab, fmt.Sprintf("press %q", keys), chromedp.KeyEvent(keys))
}

// Enter presses Enter, and waits until the page that it leads to is loaded.
func (tab *Tab) Enter() {
	tab.t.Helper()
	tab.follow("press Enter", chromedp.KeyEvent("\r"))
}

// follow acts, and waits until the page that this leads to is loaded.
func (tab *Tab) follow(what string, act chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, act); err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
}

// Texts returns the text of each element that a CSS selector selects, without blanks around it.
func (tab *Tab) Texts(selector string) []string {
	tab.t.Helper()
	return Eval[[]string](tab, fmt.Sprintf(`Array.from(document.querySelectorAll(%q), e => e.textContent.trim())`, selector))
}

// Picture returns what the window shows, as PNG.
func (tab *Tab) Picture() []byte {
	tab.t.Helper()
	return run(tab, "take a picture", chromedp.CaptureScreenshot())
}

// Whole returns the whole page as PNG, however long it is.
func (tab *Tab) Whole() []byte {
	tab.t.Helper()
	return run(tab, "take a picture", chromedp.FullScreenshot(100))
}

// Eval returns the value of a JavaScript expression on the page; if it is a promise, what that is resolved to. It works
// also where the page may run no script.
func Eval[T any](tab *Tab, expression string) T {
	tab.t.Helper()
	return run(tab, "evaluate "+cut(expression), chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

func run[T any](tab *Tab, what string, action chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, action)
	if err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
	return value
}

// cut shortens a script to what a message needs.
func cut(script string) string {
	const most = 80
	if line, _, more := strings.Cut(script, "\n"); more || len(line) > most {
		return line[:min(len(line), most)] + " …"
	}
	return script
}
