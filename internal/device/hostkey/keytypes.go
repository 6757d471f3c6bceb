package hostkey

import (
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// ordered sorts the algorithms that are offered, so that a switch with several host keys shows one that
// can be judged: first the algorithms of its known keys, then certificates, which are offered only where an
// authority is known.
func ordered(offer []string, known []ssh.PublicKey, certified bool) []string {
	var certificates, plain []string
	for _, algorithm := range offer {
		if strings.Contains(algorithm, "-cert-v0") {
			certificates = append(certificates, algorithm)
		} else {
			plain = append(plain, algorithm)
		}
	}
	if !certified {
		return preferKnown(plain, known)
	}
	if len(known) == 0 {
		return append(certificates, plain...)
	}
	return preferKnown(append(certificates, plain...), known)
}

// preferKnown puts the algorithms of the known keys first, so that a switch with several host keys
// shows the one that is known, not the one it likes best.
func preferKnown(offer []string, known []ssh.PublicKey) []string {
	var first []string
	for _, key := range known {
		for _, algorithm := range algorithmsOf(key.Type()) {
			if slices.Contains(offer, algorithm) && !slices.Contains(first, algorithm) {
				first = append(first, algorithm)
			}
		}
	}
	if len(first) == 0 {
		return offer
	}
	rest := slices.DeleteFunc(slices.Clone(offer), func(s string) bool { return slices.Contains(first, s) })
	return append(first, rest...)
}

// algorithmsOf returns the signature algorithms of a key type, the best first.
func algorithmsOf(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256, ssh.KeyAlgoRSA}
	}
	return []string{keyType}
}

// familyOf is the name of a key's kind, as ssh-keygen prints it: ssh-ed25519 is ED25519, ecdsa-sha2-nistp256 is ECDSA.
func familyOf(keyType string) string {
	family, _, _ := strings.Cut(strings.TrimPrefix(keyType, "ssh-"), "-")
	return strings.ToUpper(family)
}

// KeyTypes are the signature algorithms of each type of host key: a handshake that offers one type alone
// has the switch show its key of that type.
func KeyTypes() [][]string {
	return [][]string{
		{ssh.KeyAlgoED25519},
		{ssh.KeyAlgoECDSA256}, {ssh.KeyAlgoECDSA384}, {ssh.KeyAlgoECDSA521},
		algorithmsOf(ssh.KeyAlgoRSA),
	}
}
