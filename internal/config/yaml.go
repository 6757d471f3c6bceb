package config

import (
	"github.com/slp-exporter/slp-exporter/internal/config/yamltext"
	"github.com/slp-exporter/slp-exporter/internal/disk"
)

// maxFileSize bounds a configuration or target file: 10,000 targets take about 2 MiB.
const maxFileSize = 16 << 20

// source is one file that is being read.
type source struct {
	file string
	// dir is what relative paths in the file start from.
	dir      string
	disk     *disk.Files
	findings *findings
}

func (s *source) bad(line int, what, write string) {
	s.findings.problems = append(s.findings.problems, Problem{File: s.file, Line: line, What: what, Write: write})
}

// root parses text as a single YAML document (JSON is one, too) and returns its top value; ok is
// false if the text is unusable, which is then reported.
func (s *source) root(text []byte, example string) (top value, ok bool) {
	if len(text) > maxFileSize {
		s.bad(0, "is larger than 16 MiB", "less, or split the targets into several target_files")
		return value{}, false
	}
	switch node, wrong := yamltext.Parse(text); {
	case wrong != nil:
		s.bad(wrong.Line, wrong.What, wrong.Write)
	case node == nil:
		s.bad(0, "is empty", example)
	default:
		return value{src: s, node: node, line: node.Line}, true
	}
	return value{}, false
}
