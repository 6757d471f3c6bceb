package collector

import (
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
)

// pasted reads a text as one that somebody pasted: the prompts in it prove what it is.
func pasted(read func(platform.Output) (*parser.State, error)) func(string) (*parser.State, error) {
	return func(text string) (*parser.State, error) { return read(capture.Output(text)) }
}
