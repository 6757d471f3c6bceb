package agent

// Transport is "license smart transport".
type Transport struct {
	Kind      string // Smart, cslu, Callhome, Transport Off
	URL       string // empty: not configured
	ProxyHost string
	ProxyPort int
}

// Peer is the server in syslog's words.
func (t Transport) Peer() string {
	if t.Kind == "cslu" {
		return "Cisco Smart License Utility (CSLU)"
	}
	return "Cisco Smart Software Manager (CSSM)"
}

// Policy is the reporting policy once one is installed.
type Policy struct {
	Name string
	Days [4][3]int // per class: first report, frequency, on change
}

// PolicyClasses are the headings of a policy's classes.
func PolicyClasses() [4]string {
	return [4]string{
		"Unenforced/Non-Export Perpetual Attributes",
		"Unenforced/Non-Export Subscription Attributes",
		"Enforced (Perpetual/Subscription) License Attributes",
		"Export (Perpetual/Subscription) License Attributes",
	}
}

// DefaultPolicy is in force until a policy is installed.
func DefaultPolicy() Policy {
	return Policy{Days: [4][3]int{{365, 0, 90}, {90, 90, 90}, {0, 0, 0}, {0, 0, 0}}}
}

func policies() []Policy {
	return []Policy{
		{"SLE Policy", [4][3]int{{30, 60, 60}, {120, 111, 111}, {30, 90, 60}, {30, 30, 30}}},
		{"Custom Policy", [4][3]int{{365, 0, 90}, {90, 90, 90}, {365, 90, 90}, {365, 90, 90}}},
	}
}
