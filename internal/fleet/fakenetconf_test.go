package fleet_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/failure"
	"github.com/slp-exporter/slp-exporter/internal/fleet"
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/netconf"
)

const (
	byNetconf = config.NetconfCollector
	// emptyReply is what a switch sends whose NACM rules hide everything, and one without the model.
	emptyReply = `<rpc-reply xmlns="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="1"><data/></rpc-reply>`
)

// netconfReply is that of a healthy switch.
func netconfReply(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../parser/testdata/netconf-2021-standalone.xml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// netconfState is what the parser makes of it.
func netconfState(t *testing.T) *parser.State {
	t.Helper()
	state, err := netconf.Parse(platform.Output{Text: netconfReply(t)})
	if err != nil {
		t.Fatal(err)
	}
	state.Unread = nil
	return state
}

// netconfBehaviour is what a fake switch does over NETCONF; what is nil goes well and takes no time.
type netconfBehaviour struct {
	open     func(context.Context) error
	get      runner // takes the filter
	close    func(context.Context) error
	noModel  bool // the model is not offered
	redacted func(*failure.Error) *failure.Error
}

// netconfRecord is what was done to a fake switch over NETCONF.
type netconfRecord struct {
	reply         string
	opens         []time.Time
	filters       []string
	lines, closes int
}

func (s *fakeSwitch) netconfOpens() []time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.netconf.opens)
}

func (s *fakeSwitch) openNetconf(ctx context.Context) (_ fleet.NetconfSession, err error) {
	does := s.note(func() {
		s.netconf.opens = append(s.netconf.opens, time.Now())
		if s.netconf.lines++; s.netconf.lines > 1 {
			s.faults = append(s.faults, "a second NETCONF session at the same time")
		}
		if s.asking > 0 {
			s.faults = append(s.faults, "a NETCONF session while the CLI is asked")
		}
	}).netconf
	failed := true
	defer func() { // also if it panics
		if failed {
			s.note(func() { s.netconf.lines-- })
		}
	}()
	if does.open != nil {
		err = does.open(ctx)
	}
	if err != nil {
		return nil, err
	}
	failed = false
	return &fakeNetconf{at: s}, nil
}

// fakeNetconf is a NETCONF session to a fakeSwitch.
type fakeNetconf struct {
	at     *fakeSwitch
	closed bool // guarded by at.mu
}

func (s *fakeNetconf) note(what string, change func()) netconfBehaviour {
	return s.at.note(func() {
		if s.closed {
			s.at.faults = append(s.at.faults, what+" on a NETCONF session that is closed")
		}
		change()
	}).netconf
}

func (s *fakeNetconf) Get(ctx context.Context, filter string) (string, error) {
	does := s.note("Get", func() { s.at.netconf.filters = append(s.at.netconf.filters, filter) })
	if does.get != nil {
		return does.get(ctx, filter)
	}
	return s.at.netconf.reply, ctx.Err()
}

func (s *fakeNetconf) Offers(namespace string) bool {
	does := s.note("Offers", func() {})
	return !does.noModel && namespace == netconf.Namespace
}

func (s *fakeNetconf) Close(ctx context.Context) error {
	does := s.note("Close", func() { s.at.netconf.closes++ })
	defer s.at.note(func() { s.closed = true; s.at.netconf.lines-- })
	if does.close != nil {
		return does.close(ctx)
	}
	return nil
}

func (s *fakeNetconf) Redacted(e *failure.Error) *failure.Error {
	if does := s.note("Redacted", func() {}); does.redacted != nil {
		return does.redacted(e)
	}
	return e
}

// overNetconf is a change of a lab: all switches are asked over NETCONF alone.
func overNetconf(s *setup) {
	s.Protocol, s.Collectors = config.ProtocolNETCONF, []string{byNetconf}
}

// bothWays is a change of a lab: all switches are asked on both sides.
func bothWays(s *setup) {
	s.Protocol, s.Collectors = config.ProtocolBoth, []string{byNetconf, techSupport, status}
}

// saying is a get that brings that reply.
func saying(reply string) runner {
	return func(context.Context, string) (string, error) { return reply, nil }
}
