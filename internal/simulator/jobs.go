package simulator

import "slices"

// The names of Upcoming Scheduled Jobs, in the order in which agents print them.
const (
	jobDaily        = "Daily"
	jobRenewal      = "Authorization Renewal"
	jobInit         = "Init Flag Check"
	jobRegister     = "Register Period Expiration Check"
	jobAckExpiry    = "Ack Expiration Check"
	jobReservation  = "Reservation configuration mismatch between nodes in HA mode"
	jobRetrieve     = "Retrieve data processing result"
	jobMeasure      = "Start Utility Measurements"
	jobSend         = "Send Utility RUM reports"
	jobSave         = "Save unreported RUM Reports"
	jobProcess      = "Process Utility RUM reports"
	jobTelemetry    = "Telemetry Reporting"
	jobAuthCode     = "Authorization Code Process"
	jobSync         = "Data Synchronization"
	jobExternal     = "External Event"
	jobOperational  = "Operational Model"
	jobHelloMessage = "Hello Message"
)

func allJobs() []string {
	return []string{
		jobDaily, jobRenewal, jobInit, jobRegister, jobAckExpiry, jobReservation, jobRetrieve,
		jobMeasure, jobSend, jobSave, jobProcess, jobTelemetry, jobAuthCode, jobSync,
		jobExternal, jobOperational, jobHelloMessage,
	}
}

// without is the full list less some jobs.
func without(missing ...string) []string {
	return slices.DeleteFunc(allJobs(), func(j string) bool { return slices.Contains(missing, j) })
}

func jobs51() []string { return without(jobTelemetry, jobAuthCode, jobHelloMessage) }
func jobs53() []string { return without(jobRegister, jobAckExpiry, jobTelemetry, jobAuthCode) }
func jobs55() []string {
	return without(jobRegister, jobAckExpiry, jobRetrieve, jobProcess, jobTelemetry, jobAuthCode, jobHelloMessage)
}
func jobs57() []string  { return without(jobAckExpiry, jobHelloMessage) }
func jobs510() []string { return without(jobRenewal, jobRegister, jobAckExpiry, jobHelloMessage) }
func jobs60() []string {
	return without(jobRenewal, jobRegister, jobAckExpiry, jobTelemetry, jobAuthCode, jobHelloMessage)
}
func jobs63() []string { return without(jobRenewal, jobRetrieve, jobTelemetry, jobHelloMessage) }
