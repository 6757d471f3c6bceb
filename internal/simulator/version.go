package simulator

// trustForm is how tech support, status and all print the installed trust codes.
type trustForm int

const (
	trustFormDate     trustForm = iota // "Trust Code Installed: <date>" in status; nothing in tech support
	trustFormTrailing                  // a member list, in tech support only behind the report summary
	trustFormList                      // a member list behind Usage Reporting
	trustFormValidity                  // with "Valid on", "Expired on", type and attributes
)

// telemetryForm is the section behind Usage Report Summary.
type telemetryForm int

const (
	telemetryNone             telemetryForm = iota
	telemetryOld                            // Telemetry Report Summary
	telemetryDevice                         // Device Telemetry Report Summary
	telemetryProductAnalytics               // Product Analytics Report Summary
)

// agentVersion is one row of what differs between releases of the licensing agent.
type agentVersion struct {
	number string // as asked for: 5.5.29
	full   string // as printed: 5.5.29_rel/114
	ios    string // 17.09.04a

	preSLP          bool
	account         bool // Account Information in tech support
	vrf             bool
	ipMode          bool // IP Mode and Trust Point
	reportingMode   bool
	conversion      int // lines of License Conversion: 0, 1, 3 (with pushes) or 4 (with Status)
	trust           trustForm
	trustID         bool
	telemetryStats  bool // the Telemetry Reporting message
	telemetry       telemetryForm
	rumSummary      bool     // tech support has Usage Report Summary
	currentReport   bool     // "Current Report" under a licence's measurements
	reservationPad  int      // blanks before a member's reservation lines
	reservationLog  bool     // Last Data Push and Last File Export
	enforcement     bool     // Device Enforcement State
	authRequests    bool     // polls "Authorization Request"
	initNotAvail    bool     // "Init Flag Check: Not Available"
	persist         bool     // Config Persist Received
	renewal         bool     // the Authorization Renewal job still runs
	noAuthorization bool     // "show license usage" begins with the licences
	lateValidation  bool     // SmartAgentDelayCertValidation
	tailBlank       bool     // a blank behind the very last word
	capabilities    string   // the agent's
	peerCaps        string   // what CSSM answers beyond the basic ones
	extraKeys       []string // Other Info: keys behind SmartTransportProxySupport
	laterKeys       int      // Other Info: 0, 1 (agent 5.3), 2 (5.10 on)
	jobs            []string
}

const (
	capBase      = "UTILITY, DLC, AppHA, MULTITIER, EXPORT_2, OK_TRY_AGAIN, POLICY_USAGE"
	capTelemetry = capBase + ", TELEMETRY"
	capPolicy    = capTelemetry + ", TELEMETRY_POLICY"
	capAnalytics = capBase + ", PRODUCT-ANALYTICS, TELEMETRY_POLICY"
)

// AgentVersions returns the agent versions a switch may run, oldest first. The first
// is of the registration era.
func AgentVersions() []string {
	var out []string
	for _, v := range agentVersions() {
		out = append(out, v.number)
	}
	return out
}

// agentVersions is the table, oldest first. What a release prints was taken from the
// sections each one has and from their order, not from the release notes.
func agentVersions() []agentVersion {
	store := []string{"SmartAgentTelemetryRumReportMax: 600", "SmartAgentRumTelemetryRumStoreMin: 500"}
	store1000 := []string{"SmartAgentTelemetryRumReportMax: 1000", "SmartAgentRumTelemetryRumStoreMin: 500"}
	comply := append([]string{"SmartAgentComplianceStatus: False"}, store...)
	single40 := append([]string{"SmartAgentMaxSingleReportSize: 40", "SmartAgentSLACReturnForcedAllowed: False"}, comply...)
	single0 := append([]string{"SmartAgentMaxSingleReportSize: 0", "SmartAgentSLACReturnForcedAllowed: False"}, comply...)
	agent6 := append([]string{"SmartAgentSLPEnhanced: False", "SmartAgentPurgeAllReports: False", "trustpointEnrollmentOnBoot: False"}, single0...)
	list6 := append([]string{"SmartAgentMaxERMNotifyListSize: 6000"}, agent6...)
	unified := append([]string{"SmartAgentMaxERMNotifyListSize: 6000", "SmartAgentUnifiedLicensing: False"}, agent6...)

	base := agentVersion{account: true, vrf: true, rumSummary: true, currentReport: true, reservationPad: 6, laterKeys: 1, tailBlank: true, capabilities: capBase}
	row := func(number, full, ios string, from agentVersion, change func(*agentVersion)) agentVersion {
		v := from
		v.number, v.full, v.ios = number, full, ios
		if change != nil {
			change(&v)
		}
		return v
	}

	v48 := row("4.8", "4.8.8_rel/27", "16.12.04", agentVersion{preSLP: true, reservationPad: 6}, nil)
	v51 := row("5.1.26", "5.1.26_rel/120", "17.03.05", base, func(v *agentVersion) {
		v.account, v.vrf, v.rumSummary, v.currentReport, v.laterKeys = false, false, false, false, 0
		v.persist, v.renewal = true, true
		v.jobs = jobs51()
	})
	v53 := row("5.3.16", "5.3.16_rel/55", "17.06.04", base, func(v *agentVersion) { v.jobs, v.renewal = jobs53(), true })
	v55 := row("5.5.11", "5.5.11_rel/43", "17.08.01", base, func(v *agentVersion) { v.extraKeys, v.jobs = store1000, jobs55() })
	v5529 := row("5.5.29", "5.5.29_rel/114", "17.09.04a", v55, func(v *agentVersion) {
		v.trustID, v.telemetry, v.telemetryStats, v.capabilities = true, telemetryOld, true, capTelemetry
	})
	v57 := row("5.7.6", "5.7.6_rel/15", "17.10.01", v5529, func(v *agentVersion) { v.extraKeys, v.jobs, v.tailBlank = store, jobs57(), false })
	v58 := row("5.8.3", "5.8.3_rel/7", "17.11.01", v57, func(v *agentVersion) { v.telemetry = telemetryDevice })
	v510 := row("5.10.1", "5.10.1_rel/5", "17.13.01", v58, func(v *agentVersion) {
		v.conversion, v.trust, v.extraKeys, v.laterKeys = 1, trustFormTrailing, comply, 2
		v.capabilities, v.jobs, v.authRequests = capPolicy, jobs510(), true
		v.reservationPad, v.tailBlank, v.peerCaps = 4, true, ", TELEMETRY, TELEMETRY_POLICY"
	})
	v511 := row("5.11.4", "5.11.4_rel/20", "17.14.01", v510, func(v *agentVersion) {
		v.conversion, v.trust, v.extraKeys, v.reportingMode = 3, trustFormList, single40, true
		v.reservationLog, v.tailBlank = true, false
	})
	v60 := row("6.0.1", "6.0.1_rel/11a656bb3", "17.15.01", v511, func(v *agentVersion) {
		v.ipMode, v.persist, v.noAuthorization, v.extraKeys, v.jobs = true, true, true, list6, jobs60()
	})
	v62 := row("6.2.0", "6.2.0/11094e344", "17.16.01", v60, func(v *agentVersion) { v.conversion = 4 })
	v63 := row("6.3.10", "6.3.10/58086906e", "17.17.01", v60, func(v *agentVersion) {
		v.trust, v.telemetry, v.enforcement, v.extraKeys = trustFormValidity, telemetryProductAnalytics, true, unified
		v.capabilities, v.peerCaps, v.initNotAvail, v.jobs = capAnalytics, ", TELEMETRY_POLICY", true, jobs63()
		v.lateValidation = true
	})
	return []agentVersion{v48, v51, v53, v55, v5529, v57, v58, v510, v511, v60, v62, v63}
}
