package parser

import (
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser/internal/lines"
	"github.com/slp-exporter/slp-exporter/parser/internal/scan"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// page is what the readers of one output share: the state that they fill, and what they know of the output.
type page struct {
	*State
	head *lines.Head
	// zone is the time zone of the last time that was read.
	zone string
	// seen are the headings and lines that say how far the output goes.
	seen landmarks
	// authorized is true after the last line of License Authorization.
	authorized bool
}

func newPage(out platform.Output) *page {
	return &page{State: &State{}, head: lines.NewHead(out).Copy()}
}

// state is what was read.
func (p *page) state() *State {
	p.Hostname, p.Clock, p.Unread, p.Dropped = p.head.Hostname, p.head.Clock, p.head.Unread, p.head.Dropped
	return p.State
}

// end is that of a section which has nothing in hand when it ends.
func (p *page) end() {}

// isEnabled reads whether Smart Licensing is, unless the line may go on.
func (p *page) isEnabled(l lines.Line) bool {
	return (!l.Open || p.isWhole(l)) && p.setEnabled(l)
}

// unread notes a line with a known key and an unknown value.
func (p *page) unread(l lines.Line) { p.head.NoteUnread(l) }

// setEnabled reads whether Smart Licensing is enabled.
func (p *page) setEnabled(l lines.Line) bool {
	word, ok := strings.CutPrefix(l.Text, "Smart Licensing is ")
	if ok {
		p.setBool(&p.SmartLicensing, l, word, "ENABLED", "DISABLED")
	}
	return ok
}

// setClock reads the switch's own clock.
func (p *page) setClock(l lines.Line) bool {
	if t, _ := localtime.Parse(l.Value); t != nil {
		p.head.Clock = t
	} else {
		p.unread(l)
	}
	return true
}

func (p *page) setBool(to **bool, l lines.Line, word, yes, no string) {
	switch word {
	case yes:
		*to = new(true)
	case no:
		*to = new(false)
	default:
		p.unread(l)
	}
}

func (p *page) setTime(to **localtime.Time, l lines.Line) {
	if scan.IsNone(l.Value) {
		return
	}
	t, rest := localtime.Parse(l.Value)
	if t == nil && rest == l.Value {
		p.unread(l)
		return
	}
	*to = t
	if t != nil {
		p.zone = t.Zone
	}
}

func (p *page) setNumber(to **float64, l lines.Line, digits string) {
	n, ok := scan.Number(digits)
	if !ok {
		p.unread(l)
		return
	}
	*to = new(float64(n))
}

// wholeEndings are ends of lines after which nothing can follow.
var wholeEndings = []string{
	")", ">", "\"", " UTC", " GMT", " True", " False", " ENABLED", " DISABLED", "NOT INSTALLED", "No ID", "No Trust Data",
}

// isWhole reports whether a line cannot go on: by its last word, or because that is the zone of the
// switch's other times.
func (p *page) isWhole(l lines.Line) bool {
	for _, end := range wholeEndings {
		if strings.HasSuffix(l.Text, end) {
			return true
		}
	}
	return p.zone != "" && strings.HasSuffix(l.Text, " "+p.zone)
}

// cutTime cuts "VALUE on Jan 10 20:31:32 2022 UTC" at the last separator that a time follows.
func cutTime(value, separator string) (before string, t *localtime.Time) {
	i := strings.LastIndex(value, separator)
	if i < 0 {
		return value, nil
	}
	t, rest := localtime.Parse(value[i+len(separator):])
	if t == nil && rest == value[i+len(separator):] {
		return value, nil
	}
	return value[:i], t
}
