package agent

// TrustForm is how tech support, status and all print the installed trust codes.
type TrustForm int

// The forms of trust codes.
const (
	TrustFormDate     TrustForm = iota // "Trust Code Installed: <date>" in status; nothing in tech support
	TrustFormTrailing                  // a member list; in tech support after the report summary
	TrustFormList                      // a member list after Usage Reporting
	TrustFormValidity                  // with "Valid on", "Expired on", type and attributes
)

// TelemetryForm is the section after Usage Report Summary.
type TelemetryForm int

// The sections about telemetry.
const (
	TelemetryNone             TelemetryForm = iota
	TelemetryOld                            // Telemetry Report Summary
	TelemetryDevice                         // Device Telemetry Report Summary
	TelemetryProductAnalytics               // Product Analytics Report Summary
)

// Version is one row of the differences between releases of the licensing agent.
type Version struct {
	Number string // as used in SwitchOptions: 5.5.29
	Full   string // as printed: 5.5.29_rel/114
	IOS    string // 17.09.04a

	PreSLP           bool
	Account          bool // tech support has Account Information
	VRF              bool
	IPMode           bool // IP Mode and Trust Point
	ReportingMode    bool
	Conversion       int // number of lines of License Conversion: 0, 1, 3 (with pushes) or 4 (with Status)
	Trust            TrustForm
	TrustID          bool
	TelemetryStats   bool // the statistics have Telemetry Reporting
	Telemetry        TelemetryForm
	RUMSummary       bool     // tech support has Usage Report Summary
	CurrentReport    bool     // "Current Report" under a licence's measurements
	ReservationPad   int      // number of blanks before the reservation lines of a member
	ReservationLog   bool     // Last Data Push and Last File Export
	Enforcement      bool     // Device Enforcement State
	authRequests     bool     // polls "Authorization Request"
	InitNotAvailable bool     // "Init Flag Check: Not Available"
	Persist          bool     // Config Persist Received
	Renewal          bool     // the job Authorization Renewal still runs
	NoAuthorization  bool     // "show license usage" begins with the licences
	LateValidation   bool     // SmartAgentDelayCertValidation
	TailBlank        bool     // the very last word is followed by a blank
	Capabilities     string   // of the agent
	PeerCapabilities string   // of CSSM, beyond the basic ones
	ExtraKeys        []string // Other Info: keys after SmartTransportProxySupport
	LaterKeys        int      // Other Info: 0, 1 (agent 5.3 and later) or 2 (5.10 and later)
	Jobs             []string
}

// The capabilities of agents; each release builds on CapabilitiesBase.
const (
	CapabilitiesBase = "UTILITY, DLC, AppHA, MULTITIER, EXPORT_2, OK_TRY_AGAIN, POLICY_USAGE"
	capTelemetry     = CapabilitiesBase + ", TELEMETRY"
	capPolicy        = capTelemetry + ", TELEMETRY_POLICY"
	capAnalytics     = CapabilitiesBase + ", PRODUCT-ANALYTICS, TELEMETRY_POLICY"
)

// Versions returns the agent versions that a switch may run, oldest first. The first is of the
// registration era.
func Versions() []string {
	var out []string
	for _, v := range agentVersions() {
		out = append(out, v.Number)
	}
	return out
}

// agentVersions is the table, oldest first. It was derived from the sections that each release
// prints and their order, not from release notes.
func agentVersions() []Version {
	store := []string{"SmartAgentTelemetryRumReportMax: 600", "SmartAgentRumTelemetryRumStoreMin: 500"}
	store1000 := []string{"SmartAgentTelemetryRumReportMax: 1000", "SmartAgentRumTelemetryRumStoreMin: 500"}
	comply := append([]string{"SmartAgentComplianceStatus: False"}, store...)
	single40 := append([]string{"SmartAgentMaxSingleReportSize: 40", "SmartAgentSLACReturnForcedAllowed: False"}, comply...)
	single0 := append([]string{"SmartAgentMaxSingleReportSize: 0", "SmartAgentSLACReturnForcedAllowed: False"}, comply...)
	agent6 := append([]string{"SmartAgentSLPEnhanced: False", "SmartAgentPurgeAllReports: False", "trustpointEnrollmentOnBoot: False"}, single0...)
	list6 := append([]string{"SmartAgentMaxERMNotifyListSize: 6000"}, agent6...)
	unified := append([]string{"SmartAgentMaxERMNotifyListSize: 6000", "SmartAgentUnifiedLicensing: False"}, agent6...)

	base := Version{Account: true, VRF: true, RUMSummary: true, CurrentReport: true, ReservationPad: 6, LaterKeys: 1, TailBlank: true, Capabilities: CapabilitiesBase}
	row := func(number, full, ios string, from Version, change func(*Version)) Version {
		v := from
		v.Number, v.Full, v.IOS = number, full, ios
		if change != nil {
			change(&v)
		}
		return v
	}

	v48 := row("4.8", "4.8.8_rel/27", "16.12.04", Version{PreSLP: true, ReservationPad: 6}, nil)
	v51 := row("5.1.26", "5.1.26_rel/120", "17.03.05", base, func(v *Version) {
		v.Account, v.VRF, v.RUMSummary, v.CurrentReport, v.LaterKeys = false, false, false, false, 0
		v.Persist, v.Renewal = true, true
		v.Jobs = jobs51()
	})
	v53 := row("5.3.16", "5.3.16_rel/55", "17.06.04", base, func(v *Version) { v.Jobs, v.Renewal = jobs53(), true })
	v55 := row("5.5.11", "5.5.11_rel/43", "17.08.01", base, func(v *Version) { v.ExtraKeys, v.Jobs = store1000, jobs55() })
	v5529 := row("5.5.29", "5.5.29_rel/114", "17.09.04a", v55, func(v *Version) {
		v.TrustID, v.Telemetry, v.TelemetryStats, v.Capabilities = true, TelemetryOld, true, capTelemetry
	})
	v57 := row("5.7.6", "5.7.6_rel/15", "17.10.01", v5529, func(v *Version) { v.ExtraKeys, v.Jobs, v.TailBlank = store, jobs57(), false })
	v58 := row("5.8.3", "5.8.3_rel/7", "17.11.01", v57, func(v *Version) { v.Telemetry = TelemetryDevice })
	v510 := row("5.10.1", "5.10.1_rel/5", "17.13.01", v58, func(v *Version) {
		v.Conversion, v.Trust, v.ExtraKeys, v.LaterKeys = 1, TrustFormTrailing, comply, 2
		v.Capabilities, v.Jobs, v.authRequests = capPolicy, jobs510(), true
		v.ReservationPad, v.TailBlank, v.PeerCapabilities = 4, true, ", TELEMETRY, TELEMETRY_POLICY"
	})
	v511 := row("5.11.4", "5.11.4_rel/20", "17.14.01", v510, func(v *Version) {
		v.Conversion, v.Trust, v.ExtraKeys, v.ReportingMode = 3, TrustFormList, single40, true
		v.ReservationLog, v.TailBlank = true, false
	})
	v60 := row("6.0.1", "6.0.1_rel/11a656bb3", "17.15.01", v511, func(v *Version) {
		v.IPMode, v.Persist, v.NoAuthorization, v.ExtraKeys, v.Jobs = true, true, true, list6, jobs60()
	})
	v62 := row("6.2.0", "6.2.0/11094e344", "17.16.01", v60, func(v *Version) { v.Conversion = 4 })
	v63 := row("6.3.10", "6.3.10/58086906e", "17.17.01", v60, func(v *Version) {
		v.Trust, v.Telemetry, v.Enforcement, v.ExtraKeys = TrustFormValidity, TelemetryProductAnalytics, true, unified
		v.Capabilities, v.PeerCapabilities, v.InitNotAvailable, v.Jobs = capAnalytics, ", TELEMETRY_POLICY", true, jobs63()
		v.LateValidation = true
	})
	return []Version{v48, v51, v53, v55, v5529, v57, v58, v510, v511, v60, v62, v63}
}
