package release

import (
	"slices"
	"strconv"
	"strings"
)

// Era is how a Nexus or an MDS licenses, which follows from its release. docs/commands.md has the table.
type Era struct {
	// Name says it: "smart licensing using policy (10.2(1)F and later)".
	Name string
	// Policy is true for Smart Licensing Using Policy.
	Policy bool
}

// eras are the rows of the table. Of those whose family is part of the chassis, the last one counts that begins no later than
// the release. The first family that fits is the switch's.
func eras() []struct {
	family string
	from   [3]int
	Era
} {
	return []struct {
		family string
		from   [3]int
		Era
	}{
		{"MDS", [3]int{}, Era{Name: "node-locked (MDS before 9.2(2))"}},
		{"MDS", [3]int{9, 2, 2}, Era{Name: "smart licensing using policy (MDS 9.2(2) and later)", Policy: true}},
		{"Nexus7", [3]int{}, Era{Name: "node-locked (Nexus 7000 before 8.0(1))"}},
		{"Nexus7", [3]int{8, 0, 1}, Era{Name: "smart licensing or node-locked, whichever is configured (Nexus 7000, 8.0(1) and later)"}},
		{"", [3]int{}, Era{Name: "node-locked (before 9.3(3))"}},
		{"", [3]int{9, 3, 3}, Era{Name: "smart licensing or node-locked, whichever is configured (9.3(3) to 10.1(2))"}},
		{"", [3]int{10, 2, 1}, Era{Name: "smart licensing using policy (10.2(1)F and later)", Policy: true}},
		{"", [3]int{11, 0, 0}, Era{Name: "ACI mode (the APIC reports the licences)"}},
	}
}

// EraOf returns how a switch of that chassis licenses in that release, as its "show version" prints both; nil if the release
// cannot be read.
func EraOf(release, chassis string) *Era {
	number, ok := numbersOf(release)
	if !ok {
		return nil
	}
	chassis = strings.ReplaceAll(chassis, " ", "")
	var found *Era
	family := ""
	for _, row := range eras() {
		if found != nil && row.family != family {
			break
		}
		if strings.Contains(chassis, row.family) && slices.Compare(number[:], row.from[:]) >= 0 {
			era := row.Era
			found, family = &era, row.family
		}
	}
	return found
}

// numbersOf reads "10.2(3)", "9.3(6uu)I9(1uu)" and "15.3(2b)" up to the letters in the parentheses.
func numbersOf(release string) (number [3]int, ok bool) {
	major, rest, _ := strings.Cut(release, ".")
	minor, rest, ok := strings.Cut(rest, "(")
	end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	maintenance := rest[:max(end, 0)]
	for i, digits := range []string{major, minor, maintenance} {
		n, err := strconv.ParseUint(digits, 10, 16)
		if ok = ok && err == nil; !ok {
			return number, false
		}
		number[i] = int(n)
	}
	return number, number[0] > 0
}
