package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is a line of go test -json; see go doc cmd/test2json.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64 // seconds
}

// report collects the events of a run.
type report struct {
	out      io.Writer
	packages map[string]*testedPackage // those that run
	skipped  []skip
	results  []string // the last lines of the packages
}

// skip is a test that was skipped.
type skip struct{ pkg, test, reason string }

// testedPackage is a package whose tests run.
type testedPackage struct {
	tests  []*test // in the order in which they began
	byName map[string]*test
	said   []string // the package's own lines
	result string   // such as "ok  	path	1.2s"
}

// test is a test that runs or has ended.
type test struct {
	name, ended string   // ended is the last action: pass, fail or skip
	said        []string // lines, without those on the test's progress
}

func newReport(out io.Writer) *report {
	return &report{out: out, packages: map[string]*testedPackage{}}
}

// read reads events up to their end. A line that is no event is printed as it is.
func (r *report) read(lines *bufio.Reader) error {
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		switch {
		case len(line) == 0:
		case json.Unmarshal(line, &e) == nil:
			r.take(e)
		default:
			r.printf("%s", line)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) take(e event) {
	switch {
	case e.Action == "build-output":
		r.printf("%s", e.Output)
	case e.Package == "":
	case e.Test == "":
		r.takePackage(e)
	default:
		r.takeTest(e)
	}
}

func (r *report) of(name string) *testedPackage {
	if r.packages[name] == nil {
		r.packages[name] = &testedPackage{byName: map[string]*test{}}
	}
	return r.packages[name]
}

// takePackage takes an event of a package as a whole.
func (r *report) takePackage(e event) {
	p := r.of(e.Package)
	switch e.Action {
	case "output":
		switch head, _, _ := strings.Cut(e.Output, "\t"); {
		case head == "ok  " || head == "FAIL" || head == "?   ":
			p.result = e.Output
		case e.Output != "PASS\n" && e.Output != "FAIL\n":
			p.said = append(p.said, e.Output)
		}
	case "pass", "fail", "skip":
		delete(r.packages, e.Package)
		r.endPackage(e, p)
	}
}

// endPackage prints what is worth reading of a package: all that failed, or that it has ended.
func (r *report) endPackage(e event, p *testedPackage) {
	if e.Action == "skip" {
		return // it has no tests
	}
	r.results = append(r.results, p.result)
	if e.Action == "pass" {
		r.printf("%7.1fs  %s\n", e.Elapsed, short(e.Package))
		return
	}
	for _, t := range p.tests {
		if t.ended != "pass" && t.ended != "skip" {
			r.printf("%s", t.text())
		}
	}
	r.printf("%s%s", strings.Join(p.said, ""), p.result)
}

// takeTest takes an event of a test.
func (r *report) takeTest(e event) {
	p := r.of(e.Package)
	t := p.byName[e.Test]
	if t == nil {
		t = &test{name: e.Test}
		p.tests, p.byName[e.Test] = append(p.tests, t), t
	}
	switch e.Action {
	case "output":
		if !strings.HasPrefix(e.Output, "=== ") {
			t.said = append(t.said, e.Output)
		}
	case "pass", "fail":
		t.ended = e.Action
	case "skip":
		t.ended = e.Action
		r.skipped = append(r.skipped, skip{e.Package, e.Test, t.reason()})
	}
}

// finish prints the tests that were skipped, and the results of the packages: first of those that passed.
func (r *report) finish() {
	if len(r.skipped) > 0 {
		r.printf("\nskipped:\n")
	}
	for _, line := range r.skips() {
		r.printf("%s", line)
	}
	r.printf("\n")
	slices.SortFunc(r.results, func(a, b string) int {
		if failed := strings.HasPrefix(a, "FAIL"); failed != strings.HasPrefix(b, "FAIL") {
			if failed {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	r.printf("%s", strings.Join(r.results, ""))
}

// skips returns one line for each package and reason.
func (r *report) skips() []string {
	var lines []string
	tests := map[skip][]string{} // by package and reason
	for _, s := range r.skipped {
		key := skip{pkg: s.pkg, reason: s.reason}
		tests[key] = append(tests[key], s.test)
	}
	for key, names := range tests {
		lines = append(lines, fmt.Sprintf("  %s %s: %s\n", short(key.pkg), strings.Join(names, ", "), key.reason))
	}
	slices.Sort(lines)
	return lines
}

func (r *report) printf(format string, args ...any) { _, _ = fmt.Fprintf(r.out, format, args...) }

// text returns what a test has said, with its result first, as go test prints it.
func (t *test) text() string {
	said := slices.Clone(t.said)
	slices.SortStableFunc(said, func(a, b string) int { return rank(a) - rank(b) })
	return strings.Join(said, "")
}

// rank is 0 for a test's result and 1 for any other line.
func rank(line string) int {
	if strings.HasPrefix(strings.TrimLeft(line, " "), "--- ") {
		return 0
	}
	return 1
}

// reason returns why a test was skipped, on one line.
func (t *test) reason() string {
	var words []string
	for _, line := range t.said {
		if rank(line) == 0 {
			continue
		}
		line = strings.TrimSpace(line)
		if place, rest, ok := strings.Cut(line, ": "); ok && strings.Contains(place, ".go:") {
			line = rest
		}
		words = append(words, line)
	}
	if len(words) == 0 {
		return "no reason given"
	}
	return strings.Join(words, " ")
}

// short returns a package's path without the part that all packages of the project share.
func short(path string) string {
	return strings.TrimPrefix(path, "github.com/slp-exporter/slp-exporter/")
}
