package server

import (
	"net/netip"
	"strings"

	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
)

// incomplete is what the switch says of a command that lacks a word.
const incomplete = "% Incomplete command.\n\n"

// cutVRF cuts "vrf NAME" off the words of a command. If the switch has no such VRF, problem is what it prints.
func (u *user) cutVRF(argument string) (vrf string, words []string, problem string) {
	words = strings.Fields(argument)
	if len(words) == 0 || !strings.EqualFold(words[0], "vrf") {
		return "", words, ""
	}
	if len(words) == 1 {
		return "", nil, incomplete
	}
	if vrf, words = words[1], words[2:]; !u.sw.profile.Network.HasVRF(vrf) {
		return "", nil, "% VRF " + vrf + " does not exist\n"
	}
	return vrf, words, ""
}

// ofVRF returns the run function of "COMMAND [vrf NAME]".
func ofVRF(draw func(vrf string) screen.Command) func(*user, string) reply {
	return func(u *user, argument string) reply {
		vrf, words, problem := u.cutVRF(argument)
		switch {
		case problem != "":
			return reply{text: problem}
		case len(words) > 0:
			return reply{text: u.strange(argument, words[0])}
		}
		return u.show(draw(vrf))
	}
}

// ofAddress returns the run function of "COMMAND [vrf NAME] ADDRESS".
func ofAddress(draw func(vrf string, of netip.Addr) screen.Command) func(*user, string) reply {
	return func(u *user, argument string) reply {
		vrf, words, problem := u.cutVRF(argument)
		switch {
		case problem != "":
			return reply{text: problem}
		case len(words) == 0:
			return reply{text: incomplete}
		case len(words) > 1:
			return reply{text: u.strange(argument, words[1])}
		}
		of, err := netip.ParseAddr(words[0])
		if err != nil {
			return reply{text: u.strange(argument, words[0])}
		}
		return u.show(draw(vrf, of))
	}
}

// strange returns the marker below a word of the argument that does not belong there.
func (u *user) strange(argument, word string) string {
	return invalid(u.prompt(), u.column+max(0, strings.Index(argument, word)))
}

// showARP is "show ip arp [vrf NAME] [ADDRESS]".
func showARP(u *user, argument string) reply {
	vrf, words, problem := u.cutVRF(argument)
	if problem != "" {
		return reply{text: problem}
	}
	if len(words) == 0 {
		return u.show(screen.ShowARP(vrf, netip.Addr{}))
	}
	return ofAddress(screen.ShowARP)(u, argument)
}

// showMAC is "show mac address-table [address MAC]".
func showMAC(u *user, argument string) reply {
	words := strings.Fields(argument)
	switch {
	case len(words) == 0:
		return u.show(screen.ShowMAC(""))
	case words[0] != "address":
		return reply{text: u.strange(argument, words[0])}
	case len(words) == 1:
		return reply{text: incomplete}
	}
	return u.show(screen.ShowMAC(words[1]))
}

// showTrustPoint is "show crypto pki trustpoints NAME status".
func showTrustPoint(u *user, argument string) reply {
	words := strings.Fields(argument)
	switch {
	case len(words) < 2:
		return reply{text: incomplete}
	case words[1] != "status":
		return reply{text: u.strange(argument, words[1])}
	case words[0] != screen.SLATrustPoint:
		return reply{text: "% Trustpoint " + words[0] + " does not exist\n", show: true}
	}
	return u.show(screen.ShowTrustPoint)
}
