package parser

import (
	"time"

	"github.com/slp-exporter/slp-exporter/parser/eventlog"
	"github.com/slp-exporter/slp-exporter/parser/history"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/release"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"github.com/slp-exporter/slp-exporter/parser/reports"
	"github.com/slp-exporter/slp-exporter/parser/syslog"
)

// State is what one switch said about its licences in one poll, from one command or several
// (see Merge). A nil pointer, an empty slice or an empty text means: not reported. Every field with a text is exported, so
// that MapTexts finds it.
type State struct {
	// Hostname is taken from the prompt: by the session that polled, or from a capture's echo.
	Hostname string
	// Clock is the switch's own clock at the time of the output: "Current time:" of the scheduled
	// jobs, else the "Time source" line above the output.
	Clock *localtime.Time
	// NTPSynced is "Clock sync-ed with NTP" of Other Info.
	NTPSynced *bool

	// SmartLicensing is true for "Smart Licensing is ENABLED".
	SmartLicensing *bool
	// PolicyMode is the Status under "Smart Licensing Using Policy"; agents before SLP (before
	// IOS-XE 17.3.2) do not print it.
	PolicyMode *bool

	Account *Account
	// UDI is the product instance: Product Information, "UDI:".
	UDI *Device
	// HAUDIs is the "HA UDI List", which a switch on its own does not print.
	HAUDIs []Device
	// AgentVersion is "Smart Agent for Licensing:" as printed, such as 5.11.4_rel/20.
	AgentVersion string
	// SoftwareID is the software tag of Other Info.
	SoftwareID string
	// OSVersion is the release of "show version", as printed: 17.09.04a, on NX-OS 10.2(3).
	OSVersion string
	// Nexus is true if that is a release of NX-OS. Era is how such a switch licenses; nil if unknown, and on IOS-XE.
	Nexus bool         `json:",omitempty"`
	Era   *release.Era `json:",omitempty"`

	Transport *Transport
	Policy    *Policy
	Usage     *UsageReporting
	RUM       *RUMSummary
	Licenses  []License
	Jobs      []Job

	// TrustCodes is the "Trust Code Installed" section, one entry a member. A single entry without
	// PID and serial number stands for the switch as a whole: <none>, or the date after the
	// heading. nil if this release prints no such section, or prints it blank. TrustMembers joins
	// it with the other places that report trust.
	TrustCodes []TrustCode
	// TrustStore is the list of "… Trust Data INSTALLED" lines at the end of Other Info.
	TrustStore []TrustStoreEntry
	// OverallTrust is "Overall Trust:" without its number: INSTALLED, No ID.
	OverallTrust string `text:"word"`

	// CommLevel and CommState are "Communication Level Allowed" and "Overall State"; CommState
	// is empty for <empty>.
	CommLevel, CommState string
	// Messages are the Communication Statistics, in the order printed.
	Messages []Message

	// Eventlog is "show license eventlog".
	Eventlog *eventlog.Log
	// History is "show license history message".
	History *history.History
	// RUMStates is "show license rum id all": how many RUM reports are in which state, in the order
	// in which the states appear.
	RUMStates []reports.StateCount
	// Syslog is what "show logging | include SMART_LIC" has of the agent.
	Syslog *syslog.Log

	// Authorizations has one entry a device from "License Authorizations" or "Reservation Info".
	Authorizations []Authorization

	// Registration and Authorization are of agents before SLP.
	Registration  *Registration
	Authorization *LicenseAuthorization

	// Privacy and Evaluation are said by NETCONF alone.
	Privacy    *Privacy    `json:",omitempty"`
	Evaluation *Evaluation `json:",omitempty"`
	// OldestReport is when the oldest RUM report began that is closed but not acknowledged, from
	// NETCONF: the earliest report-start-time of rum-reports-closed-keys. It is what the switch says: one
	// that booted without a clock begins its reports in 2015, or whatever year its software starts
	// with, until NTP is there, and these are the oldest then. nil without such reports.
	OldestReport *localtime.Time `json:",omitempty"`

	// Dropped is how many licences, members, messages, jobs and the like were left out, because the output lists more than
	// 500 of a kind, and how many events, messages and reports were counted as "other", because it has too many names of
	// them. Merge does not add them up.
	Dropped int `json:"-"`
	// Unread lists lines whose key is known but whose value could not be read.
	Unread []reply.UnreadLine

	// ByNetconf is true if NETCONF said all this; see Merge.
	ByNetconf bool `json:"-"`
	// sides are what the state was joined of, if both
	// NETCONF and the CLI said it. See Merge.
	sides *sides
}

// Account is "Account Information", or the accounts of a registration before SLP.
type Account struct{ SmartAccount, VirtualAccount string }

// Device is one product instance of a switch: a stack member, a supervisor, or all there is.
type Device struct {
	Role         string `text:"word"` // active, standby or member
	PID          string
	SerialNumber string
}

// Transport is how the agent reaches CSSM, CSLU or SSM On-Prem. Proxy credentials are never kept.
type Transport struct {
	Type         string `text:"word"` // smart, callhome, cslu, off, automatic
	URL          string // "URL:" or "Cslu address:"
	ProxyAddress string
	ProxyPort    string
	VRF          string
	IPMode       string // "IPv4 ONLY"
	TrustPoint   string
}

// Policy is the reporting policy in force.
type Policy struct {
	Name string
	// Source is "Policy in use" without its date: "Installed On", "Merged from multiple sources."
	Source      string
	InstalledOn *localtime.Time
	AckRequired *bool
	// Classes in the order printed.
	Classes []PolicyClass
}

// PolicyClass is what the policy asks of one class of licences. nil means not printed; zero is
// the agent's way to say "not required".
type PolicyClass struct {
	// Class is unenforced_perpetual, unenforced_subscription, enforced or export.
	Class                                 string `text:"word"`
	FirstReport, ReportInterval, OnChange *time.Duration
}

// UsageReporting is the section of that name: the cadence of usage reports and ACKs.
type UsageReporting struct {
	LastAck, AckDeadline, NextAckCheck, NextPush, LastPush, LastFileWrite *localtime.Time
	// PushInterval is zero for "0 (no reporting)".
	PushInterval *time.Duration
	// LastPushSuccess reports whether the last push succeeded, and LastPushFailure why not: NETCONF's
	// utility/reporting-times, last-report-success and fail-message. nil and empty if there was no push.
	LastPushSuccess *bool  `json:",omitempty"`
	LastPushFailure string `json:",omitempty"`
}

// Privacy is what the agent keeps out of its messages to CSSM: true means that it is not sent.
type Privacy struct{ Hostname, Version *bool }

// Evaluation is the evaluation period, which begins when licences are used before there is a
// registration or a trust code. It runs only while they are.
type Evaluation struct {
	InUse, Expired *bool
	// Left is what remains of the period, of use; nil once it expired.
	Left *time.Duration
	// ExpiredOn is nil before that.
	ExpiredOn *localtime.Time
}

// RUMSummary is "Usage Report Summary". The numbers are the agent's tallies of RUM reports.
type RUMSummary struct {
	Total, Purged, Acknowledged, WaitingAck *float64
	// Unacknowledged is the number in parentheses after "Waiting for Ack".
	Unacknowledged                            *float64
	Available, Collecting, InStorage, Missing *float64
}

// License is one licence in use, from a "Handle:" block of tech support or a "name (tag):" block.
type License struct {
	Name string
	// EntitlementTag is the regid of tech support, else the short name in parentheses.
	EntitlementTag string
	Description    string
	Count          *float64
	// Status is "IN USE", without its code; from NETCONF the enforcement mode, such as in-compliance.
	Status       string `text:"word"`
	ExportStatus string
	Enforcement  string
	Type         string // Perpetual, Subscription

	// ShortName of the tag, by which some commands name the licence; from NETCONF.
	ShortName string `json:"-"`
}

// InUse reports whether the licence is IN USE or NOT IN USE; nil for any other status.
func (l License) InUse() *bool {
	switch l.Status {
	case "IN USE":
		return new(true)
	case "NOT IN USE":
		return new(false)
	}
	return nil
}

// Job is one of the agent's Upcoming Scheduled Jobs.
type Job struct {
	// Name in lower_snake: send_utility_rum_reports.
	Name string `text:"word"`
	// At is nil for "Expired Not Rescheduled" and "Not Available".
	At *localtime.Time
}

// TrustStoreEntry is one trust line of Other Info.
type TrustStoreEntry struct {
	Device // Role is always empty; PID and serial are empty for "Local Device: No Trust Data"
	// Local is true for "Local Device:", which is the active one.
	Local bool
	// Installed is nil if the line says neither.
	Installed *bool
	// TrustID is the number after "TrustId:", empty if it is missing.
	TrustID string
}

// TrustCode is what is known of one member's trust code.
type TrustCode struct {
	Device
	// Installed is nil if the switch does not say.
	Installed *bool
	// InstalledOn, ValidOn and Expires are nil if not printed; Expires is also nil for the epoch
	// (1970), by which the agent says that it knows no expiry.
	InstalledOn, ValidOn, Expires *localtime.Time
	TrustID, Type                 string
}

// Message is the tally of one message type of the Communication Statistics.
type Message struct {
	// Name in lower_snake: trust_sync.
	Name                        string `text:"word"`
	Success, Failure            *float64
	OngoingOverall, OngoingComm *float64
	// Response is the Last Response without its time: OK, OK_POLL, NO REPLY; empty for <none>.
	Response     string `text:"word"`
	ResponseTime *localtime.Time
	// Reason is the Failure Reason; empty for <none>.
	Reason                   string
	LastSuccess, LastFailure *localtime.Time
}

// Authorization reports whether a device has an authorization code (SLAC) or a reservation.
type Authorization struct {
	Device
	Installed *bool
}

// Registration is of agents before SLP.
type Registration struct {
	// Registered is true for REGISTERED, whatever follows it.
	Registered *bool
	Expires    *localtime.Time
}

// LicenseAuthorization is "License Authorization" of agents before SLP.
type LicenseAuthorization struct {
	// Authorized is true for AUTHORIZED, false for any other status.
	Authorized   *bool
	CommDeadline *localtime.Time
}
