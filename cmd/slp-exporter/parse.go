package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/collector"
)

// parseFlags are the flags of parse.
type parseFlags struct {
	collector, target, timezone *string
	output                      outputFlags
}

func parseCommand(app *kingpin.Application) command {
	c := app.Command("parse", "Read captured output instead of a switch, and print what it says.")
	flags := parseFlags{
		collector: oneOf(c.Flag("collector", "Whose command printed it; recognised by the text if not given.").
			PlaceHolder("NAME"), collectorNames()...),
		target:   c.Flag("target", "The target label; by default the file's name without its ending, after its folder's where files of one name are in several.").String(),
		timezone: c.Flag("timezone", "Time zone of the switch, such as Europe/Berlin; without it only UTC and GMT can be told.").PlaceHolder("Area/City").String(),
		output:   addOutputFlags(c),
	}
	files := c.Arg("FILE", "Captured output; - is standard input, a directory the files in it.").Required().Strings()
	return command{c, func(ctx context.Context, s streams) error { return parse(ctx, *files, flags, s) }}
}

// zone is that of --timezone; nil if it is not given.
func (f parseFlags) zone() (*time.Location, error) {
	if *f.timezone == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(*f.timezone)
	if err != nil {
		return nil, usageError{fmt.Errorf("--timezone: %w, write an IANA name such as Europe/Berlin", err)}
	}
	return zone, nil
}

func parse(ctx context.Context, files []string, flags parseFlags, s streams) error {
	zone, err := flags.zone()
	if err != nil {
		return err
	}
	captures, failed := readCaptures(ctx, files, flags, s)
	if errors.As(failed, &usageError{}) {
		return failed
	}
	builder := collector.NewBuilder()
	reports := make([]report, 0, len(captures))
	for _, c := range captures {
		for _, said := range c.passed {
			_, _ = fmt.Fprintln(s.err, said)
		}
		reports = append(reports, c.report(builder, zone))
	}
	if err := flags.output.write(s, reports); err != nil {
		return err
	}
	return failed
}

// readCaptures reads all files. It says which ones could not be read, and why; only a usageError ends it.
func readCaptures(ctx context.Context, files []string, flags parseFlags, s streams) (captures []*captured, failed error) {
	failed = flags.eachInput(ctx, files, s, func(in input, text string) (err error) {
		captures, err = addCapture(captures, in, text, flags)
		return err
	})
	return captures, failed
}

// maxCapture bounds a captured output, like the output of a session.
const maxCapture = 16 << 20

func readCapture(file string, s streams) ([]byte, error) {
	in := s.in
	if file != stdin {
		f, err := os.Open(file) //nolint:gosec // the user names the file
		if err != nil {
			return nil, unnamed(err)
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxCapture+1))
	if err == nil && len(text) > maxCapture {
		err = fmt.Errorf("longer than %d MiB, this is no licence output", maxCapture>>20)
	}
	return plainText(text), unnamed(err)
}

// plainText is a text in UTF-8. PowerShell redirects output into files as UTF-16.
func plainText(text []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		order = binary.LittleEndian
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		if order = orderOf(text); order == nil {
			return text
		}
	}
	units := make([]uint16, 0, len(text)/2)
	for i := 0; i+1 < len(text); i += 2 {
		units = append(units, order.Uint16(text[i:]))
	}
	return []byte(strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff"))
}

// orderOf is the order of the bytes in a text in UTF-16 without a mark, most of which is ASCII; nil for any other text.
func orderOf(text []byte) binary.ByteOrder {
	const most = 1024
	var zeros [2]int
	begin := text[:min(len(text), most)]
	for i, c := range begin {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch pairs := len(begin) / 2; {
	case zeros[1] > pairs/2 && zeros[0] < pairs/8:
		return binary.LittleEndian
	case zeros[0] > pairs/2 && zeros[1] < pairs/8:
		return binary.BigEndian
	}
	return nil
}

// unnamed is an error without the file's name, with which parse begins the line.
func unnamed(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
