// Package invent makes up what a simulated switch has: serial numbers, identities, secrets and choices.
// All of it follows from the seed of the fleet and the index of the switch. It depends on nothing else.
package invent

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

// Bytes gives 32 bytes that follow from the seed, a switch's index and a purpose.
func Bytes(seed uint64, index int, purpose string) [32]byte {
	b := make([]byte, 16, 16+len(purpose))
	binary.BigEndian.PutUint64(b, seed)
	binary.BigEndian.PutUint64(b[8:], uint64(int64(index)))
	return sha256.Sum256(append(b, purpose...))
}

// Source returns a random source of its own for one purpose, so that adding a
// choice in one place does not change all others.
func Source(seed uint64, index int, purpose string) *rand.Rand {
	sum := Bytes(seed, index, purpose)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])))
}

// Secret makes a password that follows from the seed.
func Secret(seed uint64, purpose string) string {
	sum := Bytes(seed, -1, purpose)
	return "sim-" + hex.EncodeToString(sum[:6])
}

// UUID makes the 8-4-4-4-12 form out of a text, for entitlement tags.
func UUID(text string) string {
	sum := sha256.Sum256([]byte(text))
	h := hex.EncodeToString(sum[:16])
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:])
}

// BlobMark begins every invented secret of the messages, so that a search for it finds all.
const BlobMark = "U0lNVUxBVEVE"

// Blob makes a text in base64 of some n signs, as tokens, signatures and licences are.
func Blob(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	raw := make([]byte, 0, n)
	for len(raw) < n*3/4 {
		raw = append(raw, sum[:]...)
		sum = sha256.Sum256(sum[:])
	}
	return BlobMark + base64.StdEncoding.EncodeToString(raw[:n*3/4])
}

// Serial makes a serial number in Cisco's form: three letters of the plant,
// two digits year, two digits week, four characters.
func Serial(r *rand.Rand) string {
	plants := []string{"FOC", "FCW", "FDO", "FJC", "CAT", "FXS"}
	const tail = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
	b := []byte(fmt.Sprintf("%s%02d%02d", plants[r.IntN(len(plants))], 20+r.IntN(9), 1+r.IntN(52)))
	for range 4 {
		b = append(b, tail[r.IntN(len(tail))])
	}
	return string(b)
}
