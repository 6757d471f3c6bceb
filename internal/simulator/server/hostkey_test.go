package server

import (
	"bytes"
	"testing"
)

func TestHostKeysFollowFromTheSeed(t *testing.T) {
	key := func(seed uint64, index int) []byte {
		k, err := hostKey(seed, index, HostKeyEd25519, false)
		if err != nil {
			t.Fatal(err)
		}
		return k.PublicKey().Marshal()
	}
	if !bytes.Equal(key(1, 2), key(1, 2)) || bytes.Equal(key(1, 2), key(1, 3)) || bytes.Equal(key(1, 2), key(2, 2)) {
		t.Error("host keys do not follow from seed and index")
	}
}
