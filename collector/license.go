package collector

import "slices"

// licenseMetrics say which licences are in use, and which are authorized.
func licenseMetrics() []Metric {
	return slices.Concat(licenseCounts(), licenseInfo(), authorizationCodes())
}

func licenseCounts() []Metric {
	return []Metric{
		{
			Name: "slp_license_count", Type: untyped, Labels: tagLabels(), From: "tech support, else usage, else summary: License Usage: `Count`; NETCONF: `usage`, `count`",
			Help: "Licences of that tag in use, over all handles.",
			State: func(s *Sample, emit Emit) {
				sums := newSums(2)
				for _, l := range s.Licenses {
					number(l.Count, sums.add, l.Name, l.EntitlementTag)
				}
				sums.emit(emit)
			},
		},
		{
			Name: "slp_license_in_use", Type: gauge, Labels: tagLabels(), From: "tech support, else usage, else summary: License Usage: `Status`",
			Help: "1 if the licence is IN USE, 0 if it is NOT IN USE.",
			State: func(s *Sample, emit Emit) {
				greatest := newGreatest(2)
				for _, l := range s.Licenses {
					boolean(l.InUse(), greatest.add, l.Name, l.EntitlementTag)
				}
				greatest.emit(emit)
			},
		},
	}
}

func licenseInfo() []Metric {
	return []Metric{{
		Name: "slp_license_info", Type: gauge,
		Labels: append(tagLabels(), "description", "status", "enforcement", "type", "export_status"),
		From:   "tech support, else usage, else summary: License Usage; NETCONF: `usage`, with `enforcement-mode` as status",
		Help:   "What the switch says of a licence; always 1.",
		State: func(s *Sample, emit Emit) {
			for _, l := range s.Licenses {
				emit(1, l.Name, l.EntitlementTag, l.Description, l.Status, l.Enforcement, l.Type, l.ExportStatus)
			}
		},
	}}
}

func authorizationCodes() []Metric {
	return []Metric{{
		Name: "slp_authorization_code_installed", Type: gauge, Labels: memberLabels(),
		From: "License Authorizations: `Status`, or Reservation Info: `Reservation status`; NETCONF: `imported-authorizations/overall-status`",
		Help: "1 if that member has an authorization code (SLAC) or a reservation, 0 if it says that it has none.",
		State: func(s *Sample, emit Emit) {
			for _, a := range s.Authorizations {
				boolean(a.Installed, emit, a.Role, a.PID, a.SerialNumber)
			}
		},
	}}
}

// tagLabels name a licence.
func tagLabels() []string { return []string{"license", "entitlement_tag"} }
