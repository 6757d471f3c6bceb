package lines

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
)

// Head is what may precede an output, whatever its command: the echo of the command, and the line
// about the clock. A reader also notes in it the lines that it could not read.
type Head struct {
	// OS is what printed the output.
	OS *platform.OS
	// Hostname is the name in the prompt before the echo, else the name that the session knows; empty if neither is known.
	Hostname string
	// Clock is the switch's own clock; nil if it is not printed.
	Clock *localtime.Time
	// Filtered is true if the echoed command has a pipe: the output is a deliberate part.
	Filtered bool
	// Unread are the lines that a reader knew but could not read.
	Unread []reply.UnreadLine
	// Dropped is how many items a reader left out, or counted as "other", because the output lists too many of a kind.
	Dropped int
}

// NewHead is the head of an output of which nothing has been read yet.
func NewHead(out platform.Output) Head { return Head{OS: out.System(), Hostname: out.Host} }

// Copy is a copy that does not hold on to what h is a part of.
func (h Head) Copy() *Head { return &h }

// Echo looks for "host#show license status | include Trust": what a capture starts with.
func (h *Head) Echo(l Line) {
	host, command, ok := SplitEcho(h.OS, l.Text)
	if !ok {
		return
	}
	if host != "" {
		h.Hostname = strings.Clone(host)
	}
	h.Filtered = strings.Contains(command, "|")
}

// TimeSource reads the line about the clock. It returns false for any other line.
func (h *Head) TimeSource(l Line) bool {
	if !IsTimeSource(l.Text) {
		return false
	}
	if h.Clock == nil {
		h.Clock = TimeSource(l.Text)
	}
	return true
}

// NoteUnread notes a line that could not be read.
func (h *Head) NoteUnread(l Line) {
	h.Unread = scan.Append(h.Unread, reply.UnreadLine{Line: l.Number, Text: scan.Quotable(l.Text)})
}
