package server

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/slp-exporter/slp-exporter/internal/simulator/screen"
	"github.com/slp-exporter/slp-exporter/internal/simulator/xmltree"
)

const (
	netconfBase    = "urn:ietf:params:xml:ns:netconf:base:1.0"
	capability10   = "urn:ietf:params:netconf:base:1.0"
	capability11   = "urn:ietf:params:netconf:base:1.1"
	xmlDeclaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
)

// hello returns the hello of a switch with the release ios.
func hello(session int64, ios string, f NetconfFaults) []byte {
	var b bytes.Buffer
	b.WriteString(xmlDeclaration + `<hello xmlns="` + netconfBase + `"><capabilities>`)
	offers := func(uri string) { fmt.Fprintf(&b, "<capability>%s</capability>", uri) }
	if f.Base == BaseBoth || f.Base == Base10 {
		offers(capability10)
	}
	if f.Base == BaseBoth || f.Base == Base11 {
		offers(capability11)
	}
	b.WriteString(otherCapabilities())
	if !f.NoModel {
		offers(screen.LicenceNamespace + "?module=" + screen.LicenceModel + "&amp;revision=" + screen.ModelRevision(ios))
	}
	fmt.Fprintf(&b, "</capabilities><session-id>%d</session-id></hello>", session)
	return b.Bytes()
}

// otherCapabilities returns some 420 capabilities that have nothing to do with licences.
var otherCapabilities = sync.OnceValue(func() string {
	var b strings.Builder
	for _, c := range []string{
		"confirmed-commit:1.1", "rollback-on-error:1.0", "validate:1.0", "validate:1.1", "xpath:1.0", "notification:1.0",
		"interleave:1.0", "with-defaults:1.0?basic-mode=explicit&amp;also-supported=report-all-tagged,report-all",
	} {
		b.WriteString("<capability>urn:ietf:params:netconf:capability:" + c + "</capability>")
	}
	models := strings.Fields(`aaa acl adsl aes app-hosting arp atm bba bfd bgp bridge-domain call-home card cdp cef cellular
		cfm checkpoint cond-debug controller coap crypto cts cwan device-hardware dapr dhcp diagnostics diffserv dot1x
		dying-gasp eem efp eigrp environment eta ethernet eoam evpn ezpm fib flow flow-monitor geo gir
		group gnmi hsrp http icmp identity-mgmt igmp im ip isdn isis l2vpn l3vpn lacp ldp line linecard linkmap lisp lldp
		location logging matm mdt memory mka mld mmode mobility mpls mst multicast mvrp nam nat nbar nd netflow ntp nhrp object-group
		ospf ospfv3 pae parser path-manager perf-measure platform pim pnp poe policy power ppp pppoe process-cpu process-memory
		psecure ptp qos queue rep rip rmon route-map sanet sectxt service-chain sip sla snmp span spanning-tree stack stacking-proto
		storm-control switch syslog tacacs tcam template track transceiver trustsec tunnel tty udld uidp umbrella
		utd uplink-autoconfig vlan vpdn vrf vrrp vservice vstack vtp wccp wireless wpan xcopy yang-interfaces zone`)
	for i, model := range models {
		for _, kind := range []string{"", "-oper", "-types"} {
			name := "Cisco-IOS-XE-" + model + kind
			fmt.Fprintf(&b, "<capability>http://cisco.com/ns/yang/%[1]s?module=%[1]s&amp;revision=20%02d-%02d-01</capability>", name, 17+i%7, 1+i%12)
		}
	}
	return b.String()
})

// speaks11 reports whether a client's hello offers NETCONF 1.1. ok is false if the text is not a
// hello.
func speaks11(text []byte) (yes, ok bool) {
	hello, err := xmltree.Read(text)
	if err != nil || hello.Name != "hello" || hello.Child("capabilities") == nil {
		return false, false
	}
	return slices.ContainsFunc(hello.Child("capabilities").In, func(c xmltree.Element) bool { return c.Text == capability11 }), true
}
