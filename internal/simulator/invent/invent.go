// Package invent makes up serial numbers, identities, secrets and random choices for simulated
// switches. Everything follows from the seed of the fleet and the index of the switch. The other
// packages of the simulator use it; it uses none of them.
package invent

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

// Bytes returns 32 bytes that follow from the seed, the index of a switch and a purpose.
func Bytes(seed uint64, index int, purpose string) [32]byte {
	b := make([]byte, 16, 16+len(purpose))
	binary.BigEndian.PutUint64(b, seed)
	binary.BigEndian.PutUint64(b[8:], uint64(int64(index)))
	return sha256.Sum256(append(b, purpose...))
}

// Source returns a separate random source for each purpose, so a new choice in one place does not
// change the others.
func Source(seed uint64, index int, purpose string) *rand.Rand {
	sum := Bytes(seed, index, purpose)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])))
}

// Secret returns a password that follows from the seed.
func Secret(seed uint64, purpose string) string {
	sum := Bytes(seed, -1, purpose)
	return "sim-" + hex.EncodeToString(sum[:6])
}

// UUID turns a text into the form 8-4-4-4-12 used in entitlement tags.
func UUID(text string) string {
	sum := sha256.Sum256([]byte(text))
	h := hex.EncodeToString(sum[:16])
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:])
}

// BlobMark begins every invented secret in messages, so that one search finds them all.
const BlobMark = "U0lNVUxBVEVE"

// Blob returns base64 text of about n characters that looks like a token, signature or licence.
func Blob(text string, n int) string {
	sum := sha256.Sum256([]byte(text))
	raw := make([]byte, 0, n)
	for len(raw) < n*3/4 {
		raw = append(raw, sum[:]...)
		sum = sha256.Sum256(sum[:])
	}
	return BlobMark + base64.StdEncoding.EncodeToString(raw[:n*3/4])
}

// Serial returns a serial number in Cisco's form: three letters for the plant, two digits for the
// year, two for the week, and four characters.
func Serial(r *rand.Rand) string {
	plants := []string{"FOC", "FCW", "FDO", "FJC", "CAT", "FXS"}
	const tail = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
	b := []byte(fmt.Sprintf("%s%02d%02d", plants[r.IntN(len(plants))], 20+r.IntN(9), 1+r.IntN(52)))
	for range 4 {
		b = append(b, tail[r.IntN(len(tail))])
	}
	return string(b)
}
