package scan

import "strings"

// WithoutCredentials drops a user and password from an address, and anything after a "?".
func WithoutCredentials(address string) string {
	address, _, _ = strings.Cut(address, "?")
	scheme, rest, ok := strings.Cut(address, "://")
	if ok {
		scheme += "://"
	} else {
		scheme, rest = "", address
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + rest[strings.LastIndexByte(host, '@')+1:]
}
