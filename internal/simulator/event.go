package simulator

import "time"

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
	evClockChanged
	evSwitchover
	evTrustFailed
	evConfigI // an administrator at work; syslog only
	evAuthFailed
)

// event is one entry of the agent's logs, kept small for there are many.
type event struct {
	at     instant
	kind   eventKind
	detail uint8
}

// logSize is how many events a switch remembers.
const logSize = 500

// eventRing keeps the last logSize events.
type eventRing struct {
	events []event
	first  int // the oldest, once the ring is full
}

func (r *eventRing) add(e event) {
	if len(r.events) < logSize {
		r.events = append(r.events, e)
		return
	}
	r.events[r.first] = e
	r.first = (r.first + 1) % logSize
}

// all calls use with each event, oldest first.
func (r *eventRing) all(use func(event)) {
	for i := range r.events {
		use(r.events[(r.first+i)%len(r.events)])
	}
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
