package parser

import (
	"slices"
	"strings"
)

// joinLicenses: name, tag, description and count are NETCONF's, everything else the CLI's. Licences
// that NETCONF does not list, because they are not in use, stay.
func joinLicenses(netconf, cli []License) []License {
	if len(netconf) == 0 {
		return cli
	}
	both := slices.Clone(netconf)
	byTag := make(map[string][]int, 2*len(both))
	for i, l := range both {
		if l.EntitlementTag != "" {
			byTag[l.EntitlementTag] = append(byTag[l.EntitlementTag], i)
		}
		if l.ShortName != "" && l.ShortName != l.EntitlementTag {
			byTag[l.ShortName] = append(byTag[l.ShortName], i)
		}
	}
	answered := make([]bool, len(netconf))
	for _, c := range cli {
		places := byTag[c.EntitlementTag]
		if cut, ok := strings.CutSuffix(c.EntitlementTag, "..."); ok && places == nil {
			places = cutPlaces(netconf, cut)
		}
		for _, i := range places {
			both[i].complete(c, answered[i])
			answered[i] = true
		}
		if places == nil {
			both = append(both, c)
		}
	}
	return both
}

// cutPlaces are the licences whose short name "show license summary" may have cut to that.
func cutPlaces(netconf []License, cut string) (places []int) {
	for i, l := range netconf {
		if cut != "" && strings.HasPrefix(l.ShortName, cut) {
			places = append(places, i)
		}
	}
	return places
}

// complete adds what the CLI says; again if it said something of the licence before, under another
// handle. It is in use if it is under one of them.
func (l *License) complete(cli License, again bool) {
	inUse := cli.InUse()
	if !again || inUse != nil && *inUse {
		if cli.Status != "" {
			l.Status = cli.Status
		}
	}
	fillText(&l.Name, cli.Name)
	fillText(&l.Description, cli.Description)
	fillText(&l.ExportStatus, cli.ExportStatus)
	fillText(&l.Enforcement, cli.Enforcement)
	fillText(&l.Type, cli.Type)
	fill(&l.Count, cli.Count)
}
