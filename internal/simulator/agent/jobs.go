package agent

import "slices"

// The names in Upcoming Scheduled Jobs, in the order in which agents print them.
const (
	JobDaily        = "Daily"
	JobRenewal      = "Authorization Renewal"
	JobInit         = "Init Flag Check"
	JobRegister     = "Register Period Expiration Check"
	JobAckExpiry    = "Ack Expiration Check"
	JobReservation  = "Reservation configuration mismatch between nodes in HA mode"
	JobRetrieve     = "Retrieve data processing result"
	JobMeasure      = "Start Utility Measurements"
	JobSend         = "Send Utility RUM reports"
	JobSave         = "Save unreported RUM Reports"
	JobProcess      = "Process Utility RUM reports"
	JobTelemetry    = "Telemetry Reporting"
	JobAuthCode     = "Authorization Code Process"
	JobSync         = "Data Synchronization"
	JobExternal     = "External Event"
	JobOperational  = "Operational Model"
	JobHelloMessage = "Hello Message"
)

func allJobs() []string {
	return []string{
		JobDaily, JobRenewal, JobInit, JobRegister, JobAckExpiry, JobReservation, JobRetrieve,
		JobMeasure, JobSend, JobSave, JobProcess, JobTelemetry, JobAuthCode, JobSync,
		JobExternal, JobOperational, JobHelloMessage,
	}
}

// without returns the full list except some jobs.
func without(missing ...string) []string {
	return slices.DeleteFunc(allJobs(), func(j string) bool { return slices.Contains(missing, j) })
}

func jobs51() []string { return without(JobTelemetry, JobAuthCode, JobHelloMessage) }
func jobs53() []string { return without(JobRegister, JobAckExpiry, JobTelemetry, JobAuthCode) }
func jobs55() []string {
	return without(JobRegister, JobAckExpiry, JobRetrieve, JobProcess, JobTelemetry, JobAuthCode, JobHelloMessage)
}
func jobs57() []string  { return without(JobAckExpiry, JobHelloMessage) }
func jobs510() []string { return without(JobRenewal, JobRegister, JobAckExpiry, JobHelloMessage) }
func jobs60() []string {
	return without(JobRenewal, JobRegister, JobAckExpiry, JobTelemetry, JobAuthCode, JobHelloMessage)
}
func jobs63() []string { return without(JobRenewal, JobRetrieve, JobTelemetry, JobHelloMessage) }
