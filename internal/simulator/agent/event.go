package agent

import (
	"cmp"
	"slices"
	"time"
)

// Instant is a time in milliseconds since 1970, true time (not the switch's). 0: never.
type Instant int64

func toInstant(t time.Time) Instant { return Instant(t.UnixMilli()) }

func (i Instant) Add(d time.Duration) Instant { return i + Instant(d/time.Millisecond) }
func (i Instant) Time() time.Time             { return time.UnixMilli(int64(i)).UTC() }

// EventKind is what happened. Event log and syslog are both drawn from the events.
type EventKind uint8

const (
	EventStart EventKind = iota
	EventCryptoWait
	EventHARegister
	EventReady
	EventEnabled
	EventExport
	EventHAInit
	EventHAChassis
	EventHARole
	EventConfigBegin
	EventHostname
	EventConfigDone
	EventPlatformOIR
	EventHAConfig
	EventHAUDI
	EventUsageDestroy // detail: licence
	EventUsageTotal   // detail: licence
	EventSystemInit
	EventCryptoDone
	EventInitComplete
	EventPrivacy
	EventReportStart
	EventEndpointUsage // detail: licence
	EventEvalState
	EventCommFail // detail: reason
	EventCommRestored
	EventTrustInstalled // detail: member; syslog only
	EventReportingRequired
	EventSwitchover
	EventTrustFailed
	EventConfigI // an administrator at work; syslog only
	EventRestart // syslog only, as all that follow
	EventCallHome
	EventStandbyReady
	EventStandbyRole
	EventRegistered
	EventInCompliance
	EventOutOfCompliance
	EventAuthRenewed
	EventKinds // how many kinds there are
)

// logged reports whether events of the kind are syslog messages.
func (k EventKind) logged() bool {
	switch k {
	case EventReady, EventEnabled, EventExport, EventHARole, EventReportingRequired, EventEvalState, EventCommFail, EventCommRestored,
		EventTrustInstalled, EventTrustFailed, EventSwitchover, EventConfigI:
		return true
	}
	return k >= EventRestart
}

// Event is one entry of the agent's logs, kept small for there are many.
type Event struct {
	At     Instant
	Number uint32 // of the syslog message, from 1; 0: it is none
	Kind   EventKind
	Detail uint8
	Early  bool // written before the clock was set
}

// logSize is how many events a switch remembers.
const logSize = 1000

// EventRing keeps the last logSize events.
type EventRing struct {
	events []Event
	first  int    // the oldest, once the ring is full
	logged uint32 // syslog messages so far
}

func (r *EventRing) Add(e Event) {
	if e.Kind.logged() {
		r.logged++
		e.Number = r.logged
	}
	if len(r.events) < logSize {
		r.events = append(r.events, e)
		return
	}
	r.events[r.first] = e
	r.first = (r.first + 1) % logSize
}

// Len is how many events are kept.
func (r *EventRing) Len() int { return len(r.events) }

// Until returns the events up to an instant in order of time. Those of a start are put
// down before they are due.
func (r *EventRing) Until(now Instant) []Event {
	out := make([]Event, 0, len(r.events))
	for i := range r.events {
		if e := r.events[(r.first+i)%len(r.events)]; e.At <= now {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return out
}

// Reason is why communication fails. Its text stands in event log and syslog.
type Reason uint8

const (
	ReasonNone Reason = iota
	ReasonDNS
	ReasonTimeout
	ReasonRefused
	ReasonProxy
	ReasonEmpty
	ReasonServer
)

func (r Reason) String() string {
	return [...]string{
		"", "Unable to resolve server hostname/domain name", "Connection timed out",
		"Connection refused", "Proxy connection refused", "Received empty response from server",
		"Communications failure",
	}[r]
}

const Day = 24 * time.Hour
