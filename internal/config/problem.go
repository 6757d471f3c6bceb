package config

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong with a configuration: where it is, and what to do.
// It never holds the value of a secret.
type Problem struct {
	// File is the name given to Load or Parse, or a target file's path.
	File string
	// Line counts from 1; 0 means the file as a whole.
	Line int
	// Key is the path of the key, as in auths.readonly.password_file or targets[0].address;
	// empty means the file as a whole.
	Key string
	// What is wrong.
	What string
	// Write is what to write instead; empty where What says it all.
	Write string

	// cause is the error of the operating system, if there was one.
	cause error
}

// Error is "file:line: key: what is wrong, write …".
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		b.WriteString(":" + strconv.Itoa(p.Line))
	}
	if p.Key != "" {
		b.WriteString(": " + p.Key)
	}
	b.WriteString(": " + p.What)
	if p.Write != "" {
		b.WriteString(", write " + p.Write)
	}
	return b.String()
}

// Unwrap returns the error of the operating system that caused the problem (such as fs.ErrNotExist for a missing
// file), or nil.
func (p Problem) Unwrap() error { return p.cause }

// Warning is about something that works, but that an operator should know.
type Warning Problem

// String is "file:line: key: what is doubtful, write …".
func (w Warning) String() string { return Problem(w).Error() }

// Errors is every problem of one configuration, those of the configuration file first, each
// file's by line. It is the only type of error that Load and Parse return.
type Errors []Problem

// Error is one line for each problem.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, p := range e {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lists the problems, for errors.As and errors.Is.
func (e Errors) Unwrap() []error {
	list := make([]error, len(e))
	for i, p := range e {
		list[i] = p
	}
	return list
}

// place is a place in a file, or in what a URL lists. It is kept instead of a value, which would keep the whole file in memory.
type place struct {
	file string
	line int
	key  string
}

// String is "file:line", or "URL: key" for what a URL lists, which has no lines.
func (p place) String() string {
	if p.line == 0 {
		return p.file + ": " + p.key
	}
	return p.file + ":" + strconv.Itoa(p.line)
}

func (p place) problem(what, write string) Problem {
	return Problem{File: p.file, Line: p.line, Key: p.key, What: what, Write: write}
}

// findings gathers the problems and warnings of a configuration, so that one run lists all of them.
type findings struct {
	// main is the configuration file, whose problems come first.
	main     string
	problems []Problem
	warnings []Warning
}

// errors returns the problems in order, or nil if there are none.
func (r *findings) errors() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, r.compare)
	return Errors(r.problems)
}

// sortedWarnings returns the warnings in the order of the problems.
func (r *findings) sortedWarnings() []Warning {
	slices.SortStableFunc(r.warnings, func(a, b Warning) int { return r.compare(Problem(a), Problem(b)) })
	return r.warnings
}

func (r *findings) compare(a, b Problem) int {
	if a.File != b.File {
		switch r.main {
		case a.File:
			return -1
		case b.File:
			return 1
		}
	}
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
}
