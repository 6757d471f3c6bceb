package netconf

import (
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reports"
)

// The paths below which the leaves are.
const (
	inState = "data/licensing/state/"
	inInfo  = inState + "state-info/"
)

// reading is a reply being read.
type reading struct {
	*parser.State
	xml *walker
	// facts counts the leaves of the model in the reply.
	facts int
	// seen has for each leaf of the table the entry in which it was seen last; entries counts the entries of
	// all lists from 1, which stands for anything outside of lists.
	seen    []int
	entries int
	inList  int

	// failure is the first rpc-error that is not a warning, warning the first that is; current is the one
	// being read.
	failure, warning *RPCError
	current          RPCError
	severity         string
	// foreign is true if the reply has data of another model, in its data element or in place of it.
	foreign bool
	trees   int
	// config is true if the reply has the configuration of licensing, which is beside its state.
	config bool

	license *parser.License
	device  deviceEntry
	report  reportEntry
	reports reports.Tally

	registration  parser.Registration
	authorization parser.LicenseAuthorization
	// policyMode is true if the reply has anything that agents before SLP do not have.
	policyMode bool
}

// deviceEntry is an entry of a list with one for each device.
type deviceEntry struct {
	parser.Device
	key         parser.Device // from key_udi
	installed   *bool
	installedOn *localtime.Time
}

// reportEntry is an entry of rum-reports-closed-keys.
type reportEntry struct {
	state string
	start *localtime.Time
}
