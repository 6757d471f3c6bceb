package evidence

import "strings"

// Interface is a row of "show ip interface brief":
//
//	Interface              IP-Address      OK? Method Status                Protocol
//	Vlan10                 192.0.2.10      YES NVRAM  up                    up
//	Vlan20                 unassigned      YES unset  administratively down down
type Interface struct {
	Name string
	// Address is empty for "unassigned".
	Address string
	// Status is up, down or administratively down; Protocol is up or down.
	Status, Protocol string
	// Line is the row.
	Line string
}

// Up reports whether the interface can send.
func (i Interface) Up() bool { return i.Status == "up" && i.Protocol == "up" }

// ReadInterfaces reads the rows, in their order; false if there is no such table. With a filter, an interface
// that is missing may have been left out by it.
func ReadInterfaces(o Output) (list []Interface, ok bool) {
	for line := range o.Lines() {
		word := strings.Fields(line)
		switch {
		case len(word) > 1 && word[0] == "Interface" && word[1] == "IP-Address":
			ok = true
		case len(word) >= 6 && (word[2] == "YES" || word[2] == "NO"):
			ok = true
			i := Interface{Name: word[0], Address: word[1], Protocol: word[len(word)-1], Line: line}
			i.Status = strings.Join(word[4:len(word)-1], " ")
			if i.Address == "unassigned" {
				i.Address = ""
			}
			list = append(list, i)
		}
	}
	return list, ok
}

// SameInterface reports whether two names are of the same interface: "Vl10" and "Vlan10", "GigabitEthernet1/0/1"
// and "Gi1/0/1".
func SameInterface(a, b string) bool {
	kindA, numberA := cutNumber(a)
	kindB, numberB := cutNumber(b)
	if len(kindA) > len(kindB) {
		kindA, kindB = kindB, kindA
	}
	const least = 2 // letters that a kind may be cut to
	return numberA == numberB && (kindA == kindB || len(kindA) >= least && strings.HasPrefix(kindB, kindA))
}

// cutNumber cuts "GigabitEthernet1/0/1" into its kind, in lower case, and its number.
func cutNumber(name string) (kind, number string) {
	name = strings.ReplaceAll(strings.ToLower(name), " ", "")
	at := strings.IndexAny(name, "0123456789")
	if at < 0 {
		return name, ""
	}
	return name[:at], name[at:]
}
