package parser_test

import (
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// pasted reads a text as one that somebody pasted: the prompts in it prove what it is.
func pasted(read func(platform.Output) (*parser.State, error)) func(string) (*parser.State, error) {
	return fixture.Pasted(read)
}
