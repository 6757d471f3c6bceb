package agent

import (
	"cmp"
	"slices"
	"time"
)

// Instant is a time in milliseconds since 1970. It is the true time, not the time on the switch. 0
// means never.
type Instant int64

func toInstant(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Add returns the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d/time.Millisecond) }

// Time returns the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).UTC() }

// EventKind is what happened. Both the event log and the syslog are derived from events.
type EventKind uint8

// The kinds of events. The comments say what Event.Detail holds, and which events are only in the syslog.
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
	EventUsageDestroy // detail: index of the licence
	EventUsageTotal   // detail: index of the licence
	EventSystemInit
	EventCryptoDone
	EventInitComplete
	EventPrivacy
	EventReportStart
	EventEvalState
	EventCommFail // detail: the Reason
	EventCommRestored
	EventTrustInstalled // detail: index of the member; syslog only
	EventReportingRequired
	EventSwitchover
	EventTrustFailed
	EventConfigI // an administrator changes the configuration; syslog only
	EventRestart // syslog only, as are all kinds below
	EventCallHome
	EventStandbyReady
	EventStandbyRole
	EventRegistered
	EventInCompliance
	EventOutOfCompliance
	EventAuthRenewed
	EventKinds // the number of kinds
)

// logged reports whether events of this kind are syslog messages.
func (k EventKind) logged() bool {
	switch k {
	case EventReady, EventEnabled, EventExport, EventHARole, EventReportingRequired, EventEvalState, EventCommFail, EventCommRestored,
		EventTrustInstalled, EventTrustFailed, EventSwitchover, EventConfigI:
		return true
	}
	return k >= EventRestart
}

// Event is one entry of the agent's logs. It is kept small because there are many.
type Event struct {
	At     Instant
	Number uint32 // number of the syslog message, from 1; 0: not a syslog message
	Kind   EventKind
	Detail uint8
	Early  bool // logged before the clock was set
}

// logSize is how many events a switch keeps.
const logSize = 1000

// EventRing keeps the last logSize events.
type EventRing struct {
	events []Event
	first  int    // index of the oldest event once the ring is full
	logged uint32 // number of syslog messages so far
}

// Add logs an event. The oldest one is dropped when the ring is full.
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

// Len returns how many events are kept.
func (r *EventRing) Len() int { return len(r.events) }

// Until returns the events up to an instant in time order. The events of a start are logged before
// they are due.
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

// Reason is why communication fails. Its text appears in the event log and the syslog.
type Reason uint8

// The reasons.
const (
	ReasonNone Reason = iota
	ReasonDNS
	ReasonTimeout
	ReasonRefused
	ReasonProxy
	ReasonEmpty
	ReasonServer
	ReasonRoute
	ReasonInspected
	ReasonNotYetValid
)

// String returns the text that the switch logs.
func (r Reason) String() string {
	return [...]string{
		"", "Unable to resolve server hostname/domain name", "Connection timed out",
		"Connection refused", "Proxy connection refused", "Received empty response from server",
		"Communications failure", "No route to host",
		"SSL certificate problem: self signed certificate in certificate chain",
		"SSL certificate problem: certificate is not yet valid",
	}[r]
}

// Day is 24 hours.
const Day = 24 * time.Hour
