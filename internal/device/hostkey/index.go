package hostkey

import (
	"bytes"
	"net"
	"os"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// hostIndex are the keys of a known_hosts file by address, for a file whose lines name their hosts
// in plain text, as ssh-keyscan and `slp-exporter fingerprint` write them. A lookup by
// x/crypto walks all lines of the file: for 10,000 switches with a line each that costs as much
// CPU as logging in.
type hostIndex map[string][]knownhosts.KnownKey

// indexHosts indexes a file that x/crypto has accepted. It returns nil if a line covers addresses
// that only a walk over the file finds: a hash, a pattern, a certificate authority.
func indexHosts(path string) (hostIndex, error) {
	index := make(hostIndex)
	plain := true
	err := eachLine(path, func(number int, line []byte) bool {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' {
			plain = !bytes.ContainsAny(line[:1], "@|") && index.add(path, number, line)
		}
		return plain
	})
	if !plain {
		return nil, nil
	}
	return index, err
}

// eachLine calls f for each line of a file with its number, until f returns false.
func eachLine(path string, f func(number int, line []byte) bool) error {
	text, err := os.ReadFile(path) //nolint:gosec // named in the configuration
	if err != nil {
		return err
	}
	number := 0
	for line := range bytes.Lines(text) {
		if number++; !f(number, line) {
			break
		}
	}
	return nil
}

// add takes one line; false if it is not plain.
func (x hostIndex) add(path string, number int, line []byte) bool {
	_, hosts, key, _, _, err := ssh.ParseKnownHosts(line)
	if err != nil {
		return false
	}
	for _, host := range hosts {
		address, ok := plainHost(host)
		if !ok {
			return false
		}
		x[address] = append(x[address], knownhosts.KnownKey{Key: key, Filename: path, Line: number})
	}
	return true
}

// indexCapitals indexes the plain lines of a file that is walked whose hosts have capitals: x/crypto does not
// find those by an address in lower case.
func indexCapitals(path string) (hostIndex, error) {
	index := make(hostIndex)
	err := eachLine(path, func(number int, line []byte) bool {
		marker, hosts, key, _, _, err := ssh.ParseKnownHosts(line)
		if err != nil || marker != "" {
			return true
		}
		for _, host := range hosts {
			if address, ok := plainHost(host); ok && host != strings.ToLower(host) {
				index[address] = append(index[address], knownhosts.KnownKey{Key: key, Filename: path, Line: number})
			}
		}
		return true
	})
	return index, err
}

// plainHost is the address that a line's host means: "192.0.2.10" and "[192.0.2.10]:2222".
func plainHost(host string) (address string, ok bool) {
	host = strings.ToLower(host) // as OpenSSH does: ssh-keyscan writes names as they were typed
	if host == "" || strings.ContainsAny(host, "*?!|") {
		return "", false
	}
	if h, port, err := net.SplitHostPort(host); err == nil {
		return net.JoinHostPort(h, port), true
	}
	return net.JoinHostPort(host, "22"), !strings.HasPrefix(host, "[")
}

// holds reports whether the address may show that key.
func (x hostIndex) holds(address string, key ssh.PublicKey) bool {
	wire := key.Marshal()
	return slices.ContainsFunc(x[address], func(k knownhosts.KnownKey) bool { return bytes.Equal(k.Key.Marshal(), wire) })
}
