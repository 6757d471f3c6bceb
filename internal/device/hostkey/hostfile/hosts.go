package hostfile

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the hash that OpenSSH uses in known_hosts
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh/knownhosts"
)

// hosts are the patterns at the beginning of a known_hosts line (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).
type hosts []pattern

// pattern is one of them: a name or address, which may have wildcards, or the hash of one.
type pattern struct {
	negated    bool
	host, port string
	salt, hash []byte
}

// parseHosts reads the patterns of a line. Names are compared in lower case, as OpenSSH does: ssh-keyscan writes them
// as they were typed.
func parseHosts(words []string) (hosts, error) {
	var all hosts
	for _, word := range words {
		if word == "" {
			continue
		}
		p, err := parsePattern(word)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if all == nil {
		return nil, errors.New("it names no host")
	}
	return all, nil
}

func parsePattern(word string) (p pattern, err error) {
	if word[0] == '|' {
		return parseHash(word)
	}
	word = strings.ToLower(word)
	if word, p.negated = strings.CutPrefix(word, "!"); word == "" {
		return p, errors.New("a negation without a host")
	}
	p.host, p.port, err = net.SplitHostPort(word)
	switch {
	case err == nil:
		return p, nil
	case word[0] == '[':
		return p, err
	}
	p.host, p.port = word, "22"
	return p, nil
}

// parseHash reads "|1|salt|hash".
func parseHash(word string) (p pattern, err error) {
	parts := strings.Split(word, "|")
	if len(parts) != 4 || parts[1] != "1" {
		return p, errors.New("a hashed host of an unknown form")
	}
	if p.salt, err = base64.StdEncoding.DecodeString(parts[2]); err == nil {
		p.hash, err = base64.StdEncoding.DecodeString(parts[3])
	}
	if err != nil {
		return p, fmt.Errorf("a hashed host: %w", err)
	}
	return p, nil
}

// plain returns the addresses that the patterns mean, if each of them means exactly one.
func (h hosts) plain() (addresses []string, ok bool) {
	for _, p := range h {
		if p.negated || p.hash != nil || strings.ContainsAny(p.host, "*?") {
			return nil, false
		}
		addresses = append(addresses, net.JoinHostPort(p.host, p.port))
	}
	return addresses, true
}

// match reports whether the patterns cover an address. One that is negated rules it out.
func (h hosts) match(address string) bool {
	matched := false
	for _, p := range h {
		if !p.match(address) {
			continue
		}
		if p.negated {
			return false
		}
		matched = true
	}
	return matched
}

func (p pattern) match(address string) bool {
	if p.hash != nil {
		mac := hmac.New(sha1.New, p.salt)
		mac.Write([]byte(knownhosts.Normalize(address)))
		return bytes.Equal(mac.Sum(nil), p.hash)
	}
	host, port, err := net.SplitHostPort(address)
	return err == nil && port == p.port && matchWild(p.host, host)
}

// matchWild matches * with any text and ? with any byte.
func matchWild(pattern, s string) bool {
	for ; pattern != ""; pattern, s = pattern[1:], s[1:] {
		switch {
		case pattern[0] == '*':
			for i := range len(s) + 1 {
				if matchWild(pattern[1:], s[i:]) {
					return true
				}
			}
			return false
		case s == "", pattern[0] != '?' && pattern[0] != s[0]:
			return false
		}
	}
	return s == ""
}
