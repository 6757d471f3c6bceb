package device

import "sync"

// buffers lends read buffers to the sessions of a Dialer. Only the large ones come and go.
type buffers struct{ pool sync.Pool }

func (b *buffers) get(size int) []byte {
	if size > idleReadSize {
		if p, ok := b.pool.Get().(*[]byte); ok && len(*p) == size {
			return *p
		}
	}
	return make([]byte, size)
}

// swap gives a buffer back for one of another size.
func (b *buffers) swap(old []byte, size int) []byte {
	if len(old) > idleReadSize {
		b.pool.Put(&old)
	}
	return b.get(size)
}
