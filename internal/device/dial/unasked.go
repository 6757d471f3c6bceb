package dial

import (
	"sync"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/failure"
)

const (
	// mostRequests is how many requests a switch may send at once, and requestsPerSecond how many more each second:
	// keepalives come every few seconds. Each costs an answer.
	mostRequests, requestsPerSecond = 100, 1
	// keyExchangeCosts is how many of them a key exchange counts as. With old algorithms it takes 40 ms of CPU time.
	keyExchangeCosts = 10
	// mostUnasked is how many bytes may arrive that are no text: SSH's own messages. Text that nobody reads yet counts
	// as well, and SSH's flow control stops it at 2 MiB.
	mostUnasked = 8 << 20
	// bytesPerText is what a byte of text may take on the connection, if it comes in a packet of its own.
	bytesPerText = 100
)

// unasked bounds what a switch sends without having been asked. In SSH only text is under flow control. Requests,
// channel opens, key exchanges, pings and padding are not, and all of them cost CPU time, on idle sessions too.
// The zero value is ready.
type unasked struct {
	mu    sync.Mutex
	spent float64   // requests that count at that time
	at    time.Time // of the last request
	bytes int       // that have arrived, less those of text
}

// request notes a request of that cost, and reports whether it may be answered.
func (u *unasked) request(now time.Time, cost float64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.spent = max(0, u.spent-now.Sub(u.at).Seconds()*requestsPerSecond) + cost
	u.at = now
	return u.spent <= mostRequests
}

// arrived notes bytes on the connection, and reports whether more may come.
func (u *unasked) arrived(n int) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.bytes += n
	return u.bytes <= mostUnasked
}

// text notes bytes of text that were read.
func (u *unasked) text(n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.bytes = max(0, u.bytes-n*bytesPerText)
}

// Flood is the failure of a switch that sends too much of something.
func Flood(what string) *failure.Error {
	return failure.New(failure.Disconnected, "the connection was closed because the switch sends %s without having been asked", what)
}
