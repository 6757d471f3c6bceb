package evidence_test

import (
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
)

// FuzzReaders: no text makes a reader panic, and what is read comes from the text.
func FuzzReaders(f *testing.F) {
	for _, text := range []string{
		"0.0.0.0/0\n  nexthop 192.0.2.1 Vlan10\n", "Routing entry for 0.0.0.0/0, supernet\n  * 192.0.2.1, from 192.0.2.1, via\n",
		"*03:53:50.000 pacific Sun Mar 1 2026\n", "Clock is unsynchronized, stratum 16, no reference clock\n", "Name servers are\n",
		"Trying \nSending to \nSuccess rate is percent\nTranslating \"x\"...domain server (1.2.3.4) [OK]\n", "ip name-server vrf\nip host a\nntp server\n",
		"Vlan10 x YES NVRAM up up\n", "Internet 1.2.3.4 - Incomplete ARPA\n", "acc-1#sh ip ro 1.2.3.4\nacc-1#\n------------------ show clock ------------------\n",
	} {
		f.Add("show ip route vrf", text)
	}
	f.Fuzz(func(t *testing.T, command, text string) {
		o := evidence.Answer(command, text, true)
		evidence.ReadClock(o)
		evidence.ReadNTP(o)
		evidence.ReadServers(o)
		evidence.ReadSettings(o)
		evidence.ReadInterfaces(o)
		evidence.ReadCEF(o)
		evidence.ReadRoute(o)
		evidence.ReadARP(o, "192.0.2.1")
		evidence.ReadMAC(o, "aabb.cc00.0100")
		evidence.ReadCA(o)
		evidence.ReadAttempt(o)
		if all, _ := evidence.Split(text); len(all) > len(text) {
			t.Errorf("%d outputs in %d bytes", len(all), len(text))
		}
	})
}
