package device

import (
	"slices"

	"golang.org/x/crypto/ssh"
)

// algorithms is what the client offers in the handshake.
type algorithms struct {
	ssh.Config
	hostKeys []string
}

// offered returns what is secure, and behind it, for old switches, what no longer is. Behind,
// because the first common one of the client's list is taken: a switch that can do better, does.
func offered(legacy bool) algorithms {
	secure := ssh.SupportedAlgorithms()
	a := algorithms{
		Config: ssh.Config{
			KeyExchanges: secure.KeyExchanges,
			Ciphers:      secure.Ciphers,
			MACs:         secure.MACs,
		},
		hostKeys: secure.HostKeys,
	}
	if legacy {
		a.KeyExchanges = append(a.KeyExchanges,
			ssh.InsecureKeyExchangeDH14SHA1, ssh.InsecureKeyExchangeDHGEXSHA1, ssh.InsecureKeyExchangeDH1SHA1)
		a.Ciphers = append(a.Ciphers, ssh.InsecureCipherAES128CBC, ssh.InsecureCipherTripleDESCBC)
		a.MACs = append(a.MACs, ssh.InsecureHMACSHA196)
		a.hostKeys = append(a.hostKeys, ssh.KeyAlgoRSA)
	}
	return a
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
