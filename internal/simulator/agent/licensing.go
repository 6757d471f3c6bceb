package agent

// Transport is the setting "license smart transport".
type Transport struct {
	Kind      string // Smart, cslu, Callhome, Transport Off
	URL       string // empty if not configured
	ProxyHost string
	ProxyPort int
}

// Peer returns the name of the server as used in the syslog.
func (t Transport) Peer() string {
	if t.Kind == "cslu" {
		return "Cisco Smart License Utility (CSLU)"
	}
	return "Cisco Smart Software Manager (CSSM)"
}

// byName replaces addresses by names, which have to be resolved.
func (t *Transport) byName() {
	if t.Kind == "cslu" && t.URL != "" {
		t.URL = "http://" + hostCSLU + ":8182/cslu/v1/pi"
	}
	if t.ProxyHost != "" {
		t.ProxyHost = hostProxy
	}
}

// Policy is a reporting policy.
type Policy struct {
	Name string
	Days [4][3]int // for each class: days until the first report, between reports, and after a change
}

// PolicyClasses returns the headings of the classes of a policy.
func PolicyClasses() [4]string {
	return [4]string{
		"Unenforced/Non-Export Perpetual Attributes",
		"Unenforced/Non-Export Subscription Attributes",
		"Enforced (Perpetual/Subscription) License Attributes",
		"Export (Perpetual/Subscription) License Attributes",
	}
}

// DefaultPolicy returns the policy in force until another is installed.
func DefaultPolicy() Policy {
	return Policy{Days: [4][3]int{{365, 0, 90}, {90, 90, 90}, {0, 0, 0}, {0, 0, 0}}}
}

func policies() []Policy {
	return []Policy{
		{"SLE Policy", [4][3]int{{30, 60, 60}, {120, 111, 111}, {30, 90, 60}, {30, 30, 30}}},
		{"Custom Policy", [4][3]int{{365, 0, 90}, {90, 90, 90}, {365, 90, 90}, {365, 90, 90}}},
	}
}
