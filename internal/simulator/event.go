package simulator

import (
	"cmp"
	"slices"
	"time"
)

// instant is a time in milliseconds since 1970, true time (not the switch's). 0: never.
type instant int64

func toInstant(t time.Time) instant { return instant(t.UnixMilli()) }

func (i instant) add(d time.Duration) instant { return i + instant(d/time.Millisecond) }
func (i instant) time() time.Time             { return time.UnixMilli(int64(i)).UTC() }

// eventKind is what happened. Event log and syslog are both drawn from the events.
type eventKind uint8

const (
	evStart eventKind = iota
	evCryptoWait
	evHARegister
	evReady
	evEnabled
	evExport
	evHAInit
	evHAChassis
	evHARole
	evConfigBegin
	evHostname
	evConfigDone
	evPlatformOIR
	evHAConfig
	evHAUDI
	evUsageDestroy // detail: licence
	evUsageTotal   // detail: licence
	evSystemInit
	evCryptoDone
	evInitComplete
	evPrivacy
	evReportStart
	evEndpointUsage // detail: licence
	evEvalState
	evCommFail // detail: reason
	evCommRestored
	evTrustInstalled // detail: member; syslog only
	evReportingRequired
	evSwitchover
	evTrustFailed
	evConfigI // an administrator at work; syslog only
	evRestart // syslog only, as all that follow
	evCallHome
	evStandbyReady
	evStandbyRole
	evRegistered
	evInCompliance
	evOutOfCompliance
	evAuthRenewed
)

// logged reports whether events of the kind are syslog messages.
func (k eventKind) logged() bool {
	switch k {
	case evReady, evEnabled, evExport, evHARole, evReportingRequired, evEvalState, evCommFail, evCommRestored,
		evTrustInstalled, evTrustFailed, evSwitchover, evConfigI:
		return true
	}
	return k >= evRestart
}

// event is one entry of the agent's logs, kept small for there are many.
type event struct {
	at     instant
	number uint32 // of the syslog message, from 1; 0: it is none
	kind   eventKind
	detail uint8
	early  bool // written before the clock was set
}

// logSize is how many events a switch remembers.
const logSize = 1000

// eventRing keeps the last logSize events.
type eventRing struct {
	events []event
	first  int    // the oldest, once the ring is full
	logged uint32 // syslog messages so far
}

func (r *eventRing) add(e event) {
	if e.kind.logged() {
		r.logged++
		e.number = r.logged
	}
	if len(r.events) < logSize {
		r.events = append(r.events, e)
		return
	}
	r.events[r.first] = e
	r.first = (r.first + 1) % logSize
}

// until returns the events up to an instant in order of time. Those of a start are put
// down before they are due.
func (r *eventRing) until(now instant) []event {
	out := make([]event, 0, len(r.events))
	for i := range r.events {
		if e := r.events[(r.first+i)%len(r.events)]; e.at <= now {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b event) int { return cmp.Compare(a.at, b.at) })
	return out
}

// reason is why communication fails. Its text stands in event log and syslog.
type reason uint8

const (
	reasonNone reason = iota
	reasonDNS
	reasonTimeout
	reasonRefused
	reasonProxy
	reasonEmpty
	reasonServer
)

func (r reason) String() string {
	return [...]string{
		"", "Unable to resolve server hostname/domain name", "Connection timed out",
		"Connection refused", "Proxy connection refused", "Received empty response from server",
		"Communications failure",
	}[r]
}
