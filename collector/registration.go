package collector

import "slices"

// registrationMetrics are of agents before SLP, which register with CSSM.
func registrationMetrics() []Metric { return slices.Concat(registration(), authorization()) }

func registration() []Metric {
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
			Name: "slp_registration_expiry_timestamp_seconds", Type: gauge,
			From: "Registration: `Registration Expires` (before SLP); NETCONF: `registration-complete/expire-time`",
			Help: "When the registration expires.",
			State: func(s *Sample, emit Emit) {
				if s.Registration != nil {
					s.at(s.Registration.Expires, emit)
				}
			},
		},
	}
}

func authorization() []Metric {
	return []Metric{
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
