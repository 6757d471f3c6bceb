package simulator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// profile is what does not change in a switch's life: who and what it is.
type profile struct {
	seed     uint64
	index    int
	scenario Scenario

	hostname   string
	site, tier string
	family     family
	topology   Topology
	members    []member
	licences   []licence
	version    agentVersion

	zone       zone
	skew       time.Duration // switch clock minus true time
	ntp        bool
	timestamps bool // terminal exec prompt timestamp

	transport        transport
	account, virtual string
	policy           policy
	pushInterval     time.Duration
	ackPeriod        time.Duration // an ACK is due so long after the last one
	preroll          time.Duration // history before the start

	log          logStyle
	historyDepth int  // requests kept per message
	unregistered bool // before SLP: never registered, in its evaluation period

	privilege int
	vtyLines  int
	refused   []string
	hidden    []string
}

// zone is a switch's "clock timezone NAME offset".
type zone struct {
	name   string
	offset time.Duration
}

func zones() []zone {
	return []zone{
		{"UTC", 0}, {"CET", time.Hour}, {"IST", 5*time.Hour + 30*time.Minute},
		{"PDT", -7 * time.Hour}, {"pacific", -8 * time.Hour},
	}
}

// transport is "license smart transport".
type transport struct {
	kind      string // Smart, cslu, Callhome, Transport Off
	url       string // empty: not configured
	proxyHost string
	proxyPort int
}

// peer is the server in syslog's words.
func (t transport) peer() string {
	if t.kind == "cslu" {
		return "Cisco Smart License Utility (CSLU)"
	}
	return "Cisco Smart Software Manager (CSSM)"
}

// policy is the reporting policy once one is installed.
type policy struct {
	name string
	days [4][3]int // per class: first report, frequency, on change
}

// policyClasses are the headings of a policy's classes.
func policyClasses() [4]string {
	return [4]string{
		"Unenforced/Non-Export Perpetual Attributes",
		"Unenforced/Non-Export Subscription Attributes",
		"Enforced (Perpetual/Subscription) License Attributes",
		"Export (Perpetual/Subscription) License Attributes",
	}
}

// defaultPolicy is in force until a policy is installed.
func defaultPolicy() policy {
	return policy{days: [4][3]int{{365, 0, 90}, {90, 90, 90}, {0, 0, 0}, {0, 0, 0}}}
}

func policies() []policy {
	return []policy{
		{"SLE Policy", [4][3]int{{30, 60, 60}, {120, 111, 111}, {30, 90, 60}, {30, 30, 30}}},
		{"Custom Policy", [4][3]int{{365, 0, 90}, {90, 90, 90}, {365, 90, 90}, {365, 90, 90}}},
	}
}

const day = 24 * time.Hour

// newProfile invents a switch. What so fixes is not left to the seed.
func newProfile(seed uint64, index int, so SwitchOptions) (*profile, error) {
	r := generator(seed, index, "profile")
	p := &profile{seed: seed, index: index, scenario: so.Scenario}
	if p.scenario == "" {
		p.scenario = Healthy
	}
	if !p.scenario.valid() {
		return nil, fmt.Errorf("simulator: unknown scenario %q", p.scenario)
	}
	if err := p.inventVersion(r, so.Agent); err != nil {
		return nil, err
	}
	if err := p.inventHardware(r, so.Topology); err != nil {
		return nil, err
	}
	p.inventPlace(r)
	if err := p.inventClock(r, so.Zone); err != nil {
		return nil, err
	}
	p.inventLicensing(r)
	p.inventUse(so)
	if err := p.inventLogging(so); err != nil {
		return nil, err
	}
	p.privilege, p.vtyLines = so.Privilege, so.VTYLines
	p.refused, p.hidden, p.timestamps = so.Refused, so.HiddenInUserMode, so.Timestamps
	if p.privilege == 0 {
		p.privilege = 15
	}
	if p.vtyLines == 0 {
		p.vtyLines = 16
	}
	return p, nil
}

// inventVersion takes the agent asked for, or a later one more often than an old one.
func (p *profile) inventVersion(r *rand.Rand, number string) error {
	rows := agentVersions()
	if p.scenario == PreSLP && number == "" {
		p.version = rows[0]
		return nil
	}
	if number == "" {
		a, b := r.IntN(len(rows)-1), r.IntN(len(rows)-1)
		p.version = rows[1+max(a, b)]
		return nil
	}
	i := slices.IndexFunc(rows, func(v agentVersion) bool { return v.number == number })
	if i < 0 {
		return fmt.Errorf("simulator: unknown agent version %q", number)
	}
	p.version = rows[i]
	if p.scenario == PreSLP && !rows[i].preSLP {
		return fmt.Errorf("simulator: agent %s is not of the registration era", number)
	}
	return nil
}

// inventHardware picks a family that has the topology, and members and licences.
func (p *profile) inventHardware(r *rand.Rand, want Topology) error {
	if want == "" && p.scenario == StackMemberWithoutTrust {
		want = StackOfThree
	}
	var fits []family
	for _, f := range families() {
		if want == "" || slices.Contains(f.topologies, want) {
			fits = append(fits, f)
		}
	}
	if len(fits) == 0 {
		return fmt.Errorf("simulator: unknown topology %q", want)
	}
	p.family = fits[r.IntN(len(fits))]
	if p.topology = want; want == "" {
		p.topology = p.family.topologies[r.IntN(len(p.family.topologies))]
	}
	p.members = inventMembers(r, p.family, p.topology)
	p.licences = inventLicences(p.family, p.topology, p.members, p.version.number == "6.3.10")
	p.tier = p.family.tier
	return nil
}

// inventPlace names the switch. The index keeps names apart within a fleet.
func (p *profile) inventPlace(r *rand.Rand) {
	sites := []string{"muc", "ber", "ham", "vie", "zrh", "lyo", "ams", "blr", "sfo", "ord"}
	p.site = sites[r.IntN(len(sites))]
	short := map[string]string{"access": "acc", "distribution": "dis", "core": "cor"}[p.tier]
	p.hostname = fmt.Sprintf("%s-%s-%02d", p.site, short, p.index+1)
}

// inventClock gives most switches UTC and a synchronised clock.
func (p *profile) inventClock(r *rand.Rand, name string) error {
	all := zones()
	p.zone, p.ntp = all[0], r.IntN(8) != 0
	if r.IntN(4) == 0 {
		p.zone = all[1+r.IntN(len(all)-1)]
	}
	if p.scenario == SkewedClock {
		p.zone, p.ntp = all[1+r.IntN(len(all)-1)], false
		p.skew = time.Duration(120+r.IntN(300)) * time.Second // beyond 7.5 minutes it looks like another zone
		if r.IntN(2) == 0 {
			p.skew = -p.skew
		}
	}
	if name == "" {
		return nil
	}
	i := slices.IndexFunc(all, func(z zone) bool { return z.name == name })
	if i < 0 {
		return fmt.Errorf("simulator: unknown time zone %q", name)
	}
	p.zone = all[i]
	return nil
}

// inventUse says who uses what: access points on some switches, and none at all where
// that is asked for.
func (p *profile) inventUse(so SwitchOptions) {
	r := generator(p.seed, p.index, "use")
	points := 0
	if r.IntN(4) == 0 {
		points = 3 + r.IntN(120)
	}
	for i := range p.licences {
		if p.licences[i].wireless() {
			p.licences[i].count = points
		}
		if so.NoLicences {
			p.licences[i].count = 0
		}
	}
	if p.version.preSLP && so.Unregistered {
		p.unregistered = true
		p.preroll = time.Duration(5+r.IntN(50))*day + time.Duration(r.IntN(86400))*time.Second
	}
}

// inventLicensing chooses transport, accounts, policy and cadence.
func (p *profile) inventLicensing(r *rand.Rand) {
	const smart = "https://smartreceiver.cisco.com/licservice/license"
	accounts := []string{"Example Networks", "Example Campus", "Sample Retail Group"}
	p.account = accounts[r.IntN(len(accounts))]
	p.virtual = []string{"Campus LAN", "DEFAULT", "Branches"}[r.IntN(3)]
	p.policy = policies()[r.IntN(2)]
	p.pushInterval = []time.Duration{30 * day, 30 * day, 7 * day, day}[r.IntN(4)]
	p.ackPeriod = 60 * day
	if p.policy.name == "Custom Policy" {
		p.ackPeriod = 90 * day
	}
	p.preroll = time.Duration(120+r.IntN(120))*day + time.Duration(r.IntN(86400))*time.Second

	p.transport = transport{kind: "Smart", url: smart}
	cslu := transport{kind: "cslu", url: fmt.Sprintf("http://192.0.2.%d:8182/cslu/v1/pi", 10+r.IntN(40))}
	useCSLU, useProxy := r.IntN(3) == 0, r.IntN(3) == 0
	proxyHost, proxyPort := fmt.Sprintf("198.51.100.%d", 10+r.IntN(40)), []int{80, 3128, 8080}[r.IntN(3)]
	off := r.IntN(2) == 0
	switch {
	case p.scenario == PreSLP || p.version.preSLP:
		p.transport = transport{kind: "Callhome"}
	case p.scenario == Offline && off:
		p.transport = transport{kind: "Transport Off"}
	case p.scenario == Offline:
		p.transport = transport{kind: "cslu"}
	case p.scenario == ProxyRefused:
		p.transport.proxyHost, p.transport.proxyPort = proxyHost, proxyPort
	case useCSLU:
		p.transport = cslu
	case useProxy:
		p.transport.proxyHost, p.transport.proxyPort = proxyHost, proxyPort
	}
	if p.scenario == NeverTrusted {
		p.preroll = time.Duration(2+r.IntN(9))*day + time.Duration(r.IntN(86400))*time.Second
	}
}
