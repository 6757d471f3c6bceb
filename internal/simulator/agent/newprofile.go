package agent

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/simulator/invent"
)

// NewProfile invents the switch of that seed and index. What so sets is used as given.
func NewProfile(seed uint64, index int, so SwitchOptions) (*Profile, error) {
	r := invent.Source(seed, index, "profile")
	p := &Profile{Seed: seed, Index: index, Scenario: so.Scenario}
	if p.Scenario == "" {
		p.Scenario = Healthy
	}
	if !p.Scenario.Valid() {
		return nil, fmt.Errorf("simulator: unknown scenario %q", p.Scenario)
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
	p.inventNetwork()
	p.inventUse(so)
	if err := p.inventLogging(so); err != nil {
		return nil, err
	}
	p.Privilege, p.VTYLines = so.Privilege, so.VTYLines
	p.ConfigLevel, p.Allowed = so.ConfigLevel, so.Allowed
	p.Refused, p.HiddenInUserMode, p.Timestamps = so.Refused, so.HiddenInUserMode, so.Timestamps
	if p.Privilege == 0 {
		p.Privilege = 15
	}
	if p.VTYLines == 0 {
		p.VTYLines = 16
	}
	if err := p.asNexus(so.Nexus); err != nil {
		return nil, err
	}
	return p, nil
}

// inventVersion uses the version asked for, or else chooses one, with a preference for later ones.
func (p *Profile) inventVersion(r *rand.Rand, number string) error {
	rows := agentVersions()
	if p.Scenario == PreSLP && number == "" {
		p.Version = rows[0]
		return nil
	}
	if number == "" {
		a, b := r.IntN(len(rows)-1), r.IntN(len(rows)-1)
		p.Version = rows[1+max(a, b)]
		if p.Scenario == VRFWithoutNameServer && !p.Version.VRF {
			p.Version = rows[len(rows)-1]
		}
		return nil
	}
	i := slices.IndexFunc(rows, func(v Version) bool { return v.Number == number })
	if i < 0 {
		return fmt.Errorf("simulator: unknown agent version %q", number)
	}
	p.Version = rows[i]
	if p.Scenario == VRFWithoutNameServer && !rows[i].VRF {
		return fmt.Errorf("simulator: agent %s knows no VRF", number)
	}
	if p.Scenario == PreSLP && !rows[i].PreSLP {
		return fmt.Errorf("simulator: agent %s is not of the registration era", number)
	}
	return nil
}

// inventHardware chooses a family with the wanted topology, and its members and licences.
func (p *Profile) inventHardware(r *rand.Rand, want Topology) error {
	if want == "" && p.Scenario == StackMemberWithoutTrust {
		want = StackOfThree
	}
	var fits []Family
	for _, f := range families() {
		if want == "" || slices.Contains(f.topologies, want) {
			fits = append(fits, f)
		}
	}
	if len(fits) == 0 {
		return fmt.Errorf("simulator: unknown topology %q", want)
	}
	p.Family = fits[r.IntN(len(fits))]
	if p.Topology = want; want == "" {
		p.Topology = p.Family.topologies[r.IntN(len(p.Family.topologies))]
	}
	p.Members = inventMembers(r, p.Family, p.Topology)
	p.Licences = inventLicences(p.Family, p.Topology, p.Members, p.Version.Number == "6.3.10")
	p.Tier = p.Family.tier
	return nil
}

// inventPlace names the switch. The index makes the name unique in its fleet.
func (p *Profile) inventPlace(r *rand.Rand) {
	sites := []string{"muc", "ber", "ham", "vie", "zrh", "lyo", "ams", "blr", "sfo", "ord"}
	p.Site = sites[r.IntN(len(sites))]
	short := map[string]string{"access": "acc", "distribution": "dis", "core": "cor"}[p.Tier]
	p.Hostname = fmt.Sprintf("%s-%s-%02d", p.Site, short, p.Index+1)
}

// inventClock gives most switches UTC and a synchronised clock.
func (p *Profile) inventClock(r *rand.Rand, name string) error {
	all := zones()
	p.Zone, p.NTP = all[0], r.IntN(8) != 0
	if r.IntN(4) == 0 {
		p.Zone = all[1+r.IntN(len(all)-1)]
	}
	if p.Scenario == SkewedClock {
		p.Zone, p.NTP = all[1+r.IntN(len(all)-1)], false
		p.Skew = time.Duration(120+r.IntN(300)) * time.Second // more than 7.5 minutes would look like another zone
		if r.IntN(2) == 0 {
			p.Skew = -p.Skew
		}
	}
	if p.Scenario == WrongClock {
		p.Zone, p.NTP, p.Skew = all[0], false, -2*time.Hour
	}
	if name == "" {
		return nil
	}
	i := slices.IndexFunc(all, func(z Zone) bool { return z.Name == name })
	if i < 0 {
		return fmt.Errorf("simulator: unknown time zone %q", name)
	}
	p.Zone = all[i]
	return nil
}

// inventUse sets which licences are in use: those of access points on some switches, and no licence
// at all if so asks for it.
func (p *Profile) inventUse(so SwitchOptions) {
	r := invent.Source(p.Seed, p.Index, "use")
	points := 0
	if r.IntN(4) == 0 {
		points = 3 + r.IntN(120)
	}
	for i := range p.Licences {
		if p.Licences[i].wireless() {
			p.Licences[i].Count = points
		}
		if so.NoLicences {
			p.Licences[i].Count = 0
		}
	}
	if p.Version.PreSLP && so.Unregistered {
		p.unregistered = true
		p.preroll = time.Duration(5+r.IntN(50))*Day + time.Duration(r.IntN(86400))*time.Second
	}
}

// inventLicensing chooses transport, accounts, policy and push interval.
func (p *Profile) inventLicensing(r *rand.Rand) {
	const smart = "https://smartreceiver.cisco.com/licservice/license"
	accounts := []string{"Example Networks", "Example Campus", "Sample Retail Group"}
	p.Account = accounts[r.IntN(len(accounts))]
	p.VirtualAccount = []string{"Campus LAN", "DEFAULT", "Branches"}[r.IntN(3)]
	p.Policy = policies()[r.IntN(2)]
	p.PushInterval = []time.Duration{30 * Day, 30 * Day, 7 * Day, Day}[r.IntN(4)]
	p.AckPeriod = 60 * Day
	if p.Policy.Name == "Custom Policy" {
		p.AckPeriod = 90 * Day
	}
	p.preroll = time.Duration(120+r.IntN(120))*Day + time.Duration(r.IntN(86400))*time.Second

	p.Transport = Transport{Kind: "Smart", URL: smart}
	cslu := Transport{Kind: "cslu", URL: fmt.Sprintf("http://192.0.2.%d:8182/cslu/v1/pi", 10+r.IntN(40))}
	useCSLU, useProxy := r.IntN(3) == 0, r.IntN(3) == 0
	proxyHost, proxyPort := fmt.Sprintf("198.51.100.%d", 10+r.IntN(40)), []int{80, 3128, 8080}[r.IntN(3)]
	off := r.IntN(2) == 0
	switch {
	case p.Scenario == PreSLP || p.Version.PreSLP:
		p.Transport = Transport{Kind: "Callhome"}
	case p.Scenario == Offline && off:
		p.Transport = Transport{Kind: "Transport Off"}
	case p.Scenario == Offline:
		p.Transport = Transport{Kind: "cslu"}
	case p.Scenario == WrongProxyPort:
		p.Transport.ProxyHost, p.Transport.ProxyPort = proxyHost, wrongProxyPort
	case p.Scenario.direct():
		// straight to CSSM
	case p.Scenario == ProxyRefused:
		p.Transport.ProxyHost, p.Transport.ProxyPort = proxyHost, proxyPort
	case useCSLU, p.Scenario == LostRoute && !useProxy: // without a route, a name would not even resolve
		p.Transport = cslu
	case useProxy:
		p.Transport.ProxyHost, p.Transport.ProxyPort = proxyHost, proxyPort
	}
	if p.Scenario == DNSFailure || p.Scenario == NeverRestored {
		p.Transport.byName()
	}
	if p.Scenario == NeverTrusted {
		p.preroll = time.Duration(2+r.IntN(9))*Day + time.Duration(r.IntN(86400))*time.Second
	}
}

// inventLogging chooses the form of the log from a random source of its own.
func (p *Profile) inventLogging(so SwitchOptions) error {
	r := invent.Source(p.Seed, p.Index, "logging")
	p.Log = inventLogStyle(r)
	if so.Stamps != "" {
		if !slices.Contains(allStamps(), so.Stamps) {
			return fmt.Errorf("simulator: unknown form of log stamps %q", so.Stamps)
		}
		p.Log.Stamps = so.Stamps
	}
	if so.LogBuffer != 0 {
		p.Log.Buffer = max(so.LogBuffer, 4096)
	}
	p.Log.Sequence = p.Log.Sequence || so.SequenceNumbers
	if p.historyDepth = historyDepth; so.LongHistory {
		p.historyDepth = longHistory
	}
	return nil
}

// inventLogStyle prefers common forms.
func inventLogStyle(r *rand.Rand) LogStyle {
	stamps := []Stamps{StampsUTC, StampsUTC, StampsUTC, StampsZone, StampsZone, StampsFull, StampsUTCYear, StampsSeconds}
	return LogStyle{
		Stamps:   stamps[r.IntN(len(stamps))],
		Sequence: r.IntN(5) == 0,
		Buffer:   []int{4096, 4096, 16384, 131072}[r.IntN(4)],
	}
}
