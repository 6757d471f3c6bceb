package collector

import "github.com/slp-exporter/slp-exporter/parser"

// licenseMetrics tell which licences are in use.
func licenseMetrics() []Metric {
	byTag := []string{"license", "entitlement_tag"}
	return []Metric{
		{
			Name: "slp_license_count", Type: untyped, Labels: byTag, From: "tech support, else usage, else summary: License Usage: `Count`; NETCONF: `usage`, `count`",
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
			Name: "slp_license_in_use", Type: gauge, Labels: byTag, From: "tech support, else usage, else summary: License Usage: `Status`",
			Help: "1 if the licence is IN USE, 0 if it is NOT IN USE.",
			State: func(s *Sample, emit Emit) {
				greatest := newGreatest(2)
				for _, l := range s.Licenses {
					boolean(l.InUse(), greatest.add, l.Name, l.EntitlementTag)
				}
				greatest.emit(emit)
			},
		},
		{
			Name: "slp_license_info", Type: gauge,
			Labels: append(byTag[:2:2], "description", "status", "enforcement", "type", "export_status"),
			From:   "tech support, else usage, else summary: License Usage; NETCONF: `usage`, with `enforcement-mode` as status",
			Help:   "What the switch says of a licence; always 1.",
			State: func(s *Sample, emit Emit) {
				for _, l := range s.Licenses {
					emit(1, l.Name, l.EntitlementTag, l.Description, l.Status, l.Enforcement, l.Type, l.ExportStatus)
				}
			},
		},
		{
			Name: "slp_authorization_code_installed", Type: gauge, Labels: memberLabels,
			From: "License Authorizations: `Status`, or Reservation Info: `Reservation status`; NETCONF: `imported-authorizations/overall-status`",
			Help: "1 if that member has an authorization code (SLAC) or a reservation, 0 if it says that it has none.",
			State: func(s *Sample, emit Emit) {
				for _, a := range s.Authorizations {
					boolean(a.Installed, emit, a.Role, a.PID, a.SerialNumber)
				}
			},
		},
	}
}

// registrationMetrics are of agents before SLP, which register with CSSM.
func registrationMetrics() []Metric {
	return []Metric{
		{
			Name: "slp_registration_registered", Type: gauge, From: "Registration: `Status` (before SLP); NETCONF: `registration-state`",
			Help: "1 if the switch is registered with CSSM.",
			State: func(s *Sample, emit Emit) {
				if s.Registration != nil {
					boolean(s.Registration.Registered, emit)
				}
			},
		},
		{
			Name: "slp_registration_expiry_timestamp_seconds", Type: gauge, From: "Registration: `Registration Expires` (before SLP); NETCONF: `registration-complete/expire-time`",
			Help: "When the registration expires.",
			State: func(s *Sample, emit Emit) {
				if s.Registration != nil {
					s.at(s.Registration.Expires, emit)
				}
			},
		},
		{
			Name: "slp_authorization_authorized", Type: gauge, From: "License Authorization: `Status` (before SLP); NETCONF: `authorization-state`",
			Help: "1 if the licences in use are AUTHORIZED, 0 for any other status.",
			State: func(s *Sample, emit Emit) {
				if s.Authorization != nil {
					boolean(s.Authorization.Authorized, emit)
				}
			},
		},
		{
			Name: "slp_authorization_comm_deadline_timestamp_seconds", Type: gauge,
			From: "License Authorization: `Communication Deadline` (before SLP); NETCONF: `comm-deadline-time`",
			Help: "When the authorization lapses if the switch cannot reach CSSM by then.",
			State: func(s *Sample, emit Emit) {
				if s.Authorization != nil {
					s.at(s.Authorization.CommDeadline, emit)
				}
			},
		},
	}
}

// evaluationMetrics tell of the evaluation period, of which NETCONF alone says whether it is in use.
func evaluationMetrics() []Metric {
	row := func(name, leaf, help string, field func(*parser.Evaluation) *bool) Metric {
		return Metric{
			Name: name, Type: gauge, From: "NETCONF: `evaluation/" + leaf + "`", Help: help,
			State: func(s *Sample, emit Emit) {
				if s.Evaluation != nil {
					boolean(field(s.Evaluation), emit)
				}
			},
		}
	}
	return []Metric{
		row("slp_evaluation_in_use", "eval-in-use",
			"1 if licences are used in the evaluation period, which is running down. A rise means that registration or trust is missing.",
			func(e *parser.Evaluation) *bool { return e.InUse }),
		row("slp_evaluation_expired", "eval-expired",
			"1 if the evaluation period is over.",
			func(e *parser.Evaluation) *bool { return e.Expired }),
	}
}
