package device

import (
	"github.com/scrapli/scrapligo/driver/generic"
	scrapli "github.com/scrapli/scrapligo/driver/options"
	"github.com/scrapli/scrapligo/transport"
)

// driver is scrapligo's part in a command line session: a goroutine that reads from the wire into a queue, and the
// writing of lines. It is all that is used of scrapligo here. Connecting is ours because scrapligo's transports know
// no context, and hang for ever on a host that accepts TCP and then stays silent. Matching is ours because
// its ReadUntilPrompt takes any line that looks like a prompt for the end of an output, polls while it
// waits, and knows no pager and no bound. Ending is ours because its Close waits for a read that only the end of the
// connection ends.
type driver struct{ generic *generic.Driver }

// openDriver starts scrapligo's reading. arrived is notified of each piece that was queued.
func openDriver(address string, w *wire, arrived arrivals) (*driver, error) {
	d, err := generic.NewDriver(address,
		scrapli.WithCustomTransport(connected{w}),
		scrapli.WithTransportReadSize(streamReadSize),
		scrapli.WithAuthBypass(),
		// scrapligo sleeps that long after each read, to gather a larger piece. The wire gathers by
		// itself, without a timer: two commands cost 1.7 times a bare client's CPU instead of 4 times.
		scrapli.WithReadDelay(0),
		scrapli.WithChannelLog(arrived),
	)
	if err != nil {
		return nil, err
	}
	if err := d.Open(); err != nil {
		return nil, err // never Close then: it panics in a goroutine that nobody can recover
	}
	return &driver{d}, nil
}

// piece takes the next piece off the queue; nil if the queue is empty. It does not use Channel.Read, which
// reports the end of the connection although pieces are left in the queue, and copies each piece for a log that
// is not used.
func (d *driver) piece() []byte { return d.generic.Channel.Q.Dequeue() }

// rest takes all that is queued.
func (d *driver) rest() []byte { return d.generic.Channel.Q.DequeueAll() }

// forget makes scrapligo's queue let go of the last pieces that were taken from it, which its memory still holds. It
// changes nothing in what is queued.
func (d *driver) forget() {
	d.generic.Channel.Q.Requeue(nil)
	d.generic.Channel.Q.Dequeue()
}

// write sends text. scrapligo keeps a secret out of its own log.
func (d *driver) write(text string, secret bool) error {
	return d.generic.Channel.Write([]byte(text), secret)
}

// close closes the transport. It never calls the driver's Close, which waits for a read that only the end of the
// connection ends.
func (d *driver) close() { _ = d.generic.Transport.Close(true) }

// connected is the wire as scrapligo's transport, which has nothing left to open.
type connected struct{ *wire }

var _ transport.Implementation = connected{}

// Open implements transport.Implementation.
func (connected) Open(*transport.Args) error { return nil }
