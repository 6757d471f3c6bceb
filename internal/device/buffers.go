package device

import "sync"

// buffers lends large read buffers to the sessions of a Dialer.
type buffers struct{ pool sync.Pool }

// get lends a buffer of that size.
func (b *buffers) get(size int) []byte {
	if p, ok := b.pool.Get().(*[]byte); ok && len(*p) == size {
		return *p
	}
	return make([]byte, size)
}

// put gives a buffer back.
func (b *buffers) put(buffer []byte) { b.pool.Put(&buffer) }
