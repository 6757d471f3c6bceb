package netconf

import (
	"time"

	"github.com/scrapli/scrapligo/driver/netconf"
	"github.com/scrapli/scrapligo/driver/options"
	"github.com/scrapli/scrapligo/transport"
)

const (
	// readDelay is how often scrapligo looks for a message. None is there before its request has been
	// written, see netconfWire.
	readDelay = 2 * time.Millisecond
	// scrapligoTime is more than scrapligo ever waits: the context ends sooner.
	scrapligoTime = time.Hour
)

// driver is scrapligo's part in a NETCONF session: it says hello, and it numbers and frames the requests. What the
// switch says never reaches it, see netconfWire: it reads chunks in quadratic time, panics on odd ones on
// goroutines of its own, and polls while it waits.
type driver struct{ netconf *netconf.Driver }

// openDriver exchanges hellos.
func openDriver(address string, w *wire) (*driver, error) {
	d, err := netconf.NewDriver(address,
		options.WithCustomTransport(connected{w}),
		options.WithAuthBypass(),
		options.WithTimeoutOps(scrapligoTime),
		options.WithReadDelay(readDelay),
		options.WithNetconfExcludeHeader(),
	)
	if err != nil {
		return nil, err
	}
	if err := d.Open(); err != nil {
		return nil, err // never Close then: it waits for a goroutine that was not started
	}
	return &driver{d}, nil
}

// get writes a request with that filter. The wire has the reply.
func (d *driver) get(filter string) error {
	_, err := d.netconf.Get(filter)
	return err
}

// close ends scrapligo's goroutines, which takes it a few readDelays.
func (d *driver) close() { _ = d.netconf.Close() }

// connected is the wire as scrapligo's transport, which has nothing left to open.
type connected struct{ *wire }

var _ transport.Implementation = connected{}

// Open implements transport.Implementation.
func (connected) Open(*transport.Args) error { return nil }
