package dial

import (
	"golang.org/x/crypto/ssh"
)

// algorithms is what the client offers in the handshake.
type algorithms struct {
	ssh.Config
	hostKeys []string
}

// offered returns the secure algorithms, followed, for old switches, by those that are no longer secure. The order
// matters: the first algorithm of the client's list that the server knows is used, so a switch that can do better does.
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
