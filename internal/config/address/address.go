// Package address reads the addresses of switches as operators write them: a host name, IPv4 or IPv6, with a port
// or without. It knows no protocol and resolves no names. Configurations and their targets hold what it returns.
package address

import (
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

var (
	hostName = regexp.MustCompile(`^([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.?$`)
	numeric  = regexp.MustCompile(`^[0-9.]+$`)
	zoneName = regexp.MustCompile(`^[A-Za-z0-9_.-]*$`)
)

// A range of addresses, as other programs take it. The last form is a valid host name as well.
var (
	ranges    = regexp.MustCompile(`^[0-9A-Fa-f.:]+/[0-9]+$|\*|[0-9]\.\.[0-9]|[\[{][0-9]+-[0-9]+[\]}]`)
	rangeHost = regexp.MustCompile(`^[0-9]+(\.[0-9]+){3}-[0-9][0-9.]*(:[0-9]*)?$`)
)

// LooksLikeRange reports whether a text that is a host name was probably meant as a range of addresses: 192.0.2.1-20.
func LooksLikeRange(text string) bool { return rangeHost.MatchString(text) }

const badInHost = " \t/@\\?#\"'<>,;"

// Parse returns host:port as net.JoinHostPort writes it, with port where the text has none. IP addresses are in
// their shortest form, so that two spellings of one address are equal. If something is wrong, what says so, in
// words that do not show the text. IPv6 needs no brackets if it has no port.
func Parse(text, port string) (address, what string) {
	if strings.Contains(text, "://") {
		return "", "is a URL"
	}
	if ranges.MatchString(text) {
		return "", "is a range of addresses, each of which needs a target of its own"
	}
	if strings.ContainsAny(text, badInHost) {
		return "", "holds a character that no address has"
	}
	host, written, what := splitHost(text)
	if what != "" {
		return "", what
	}
	if written != nil {
		port = *written
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", "its port is not a number from 1 to 65535"
	}
	if host, what = checkHost(host); what != "" {
		return "", what
	}
	return net.JoinHostPort(host, strconv.FormatUint(n, 10)), ""
}

// splitHost splits the port off; it is nil if the text has none.
func splitHost(text string) (host string, port *string, what string) {
	if inner, rest, ok := strings.Cut(strings.TrimPrefix(text, "["), "]"); ok && text[0] == '[' {
		if ip, err := netip.ParseAddr(inner); err != nil || !ip.Is6() {
			return "", nil, "holds no IPv6 address in its brackets"
		}
		if rest == "" {
			return inner, nil, ""
		}
		after, colon := strings.CutPrefix(rest, ":")
		if !colon {
			return "", nil, "has something other than :port after its brackets"
		}
		return inner, &after, ""
	}
	switch strings.Count(text, ":") {
	case 0:
		return text, nil, ""
	case 1:
		host, after, _ := strings.Cut(text, ":")
		return host, &after, ""
	}
	if _, err := netip.ParseAddr(text); err != nil {
		return "", nil, "has several colons and is no IPv6 address"
	}
	return text, nil, ""
}

func checkHost(host string) (normal, what string) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if !zoneName.MatchString(ip.Zone()) {
			return "", "has an odd IPv6 zone"
		}
		return ip.String(), ""
	}
	switch {
	case host == "":
		return "", "has no host"
	case numeric.MatchString(host):
		return "", "is no IPv4 address (four numbers up to 255)"
	case len(host) > 253 || !hostName.MatchString(host):
		return "", "is no host name"
	}
	return host, ""
}
