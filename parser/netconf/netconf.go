// Package netconf reads what a switch answers by NETCONF, the YANG module cisco-smart-license, into the
// same State as the outputs of the CLI. It holds the filter that asks for it too, but no session: XML in,
// State out. The fleet merges the State with what the CLI said.
package netconf

import (
	"github.com/slp-exporter/slp-exporter/internal/platform"
	"github.com/slp-exporter/slp-exporter/parser"
)

// Filter is the content of the subtree filter of a get: only the leaves that Parse uses.
// So the customer's address, for example, never leaves the switch.
const Filter = `<licensing xmlns="` + Namespace + `"><state><smart-enabled/><version/><state-info>` +
	`<registration><registration-state/><registration-complete><expire-time/><smart-account/><virtual-account/></registration-complete></registration>` +
	`<authorization><authorization-state/><authorization-authorized><comm-deadline-time/></authorization-authorized>` +
	`<authorization-out-of-compliance><comm-deadline-time/></authorization-out-of-compliance>` +
	`<authorization-authorization-expired><comm-deadline-time/></authorization-authorization-expired></authorization>` +
	`<utility><reporting-times><last-report-time/><last-report-success/><fail-message/><next-report-time/></reporting-times></utility>` +
	`<transport><transport-type/><url-settings><url-registration/><url-utility/></url-settings></transport>` +
	`<privacy><hostname/><version/></privacy>` +
	`<evaluation><eval-in-use/><eval-expired/><eval-period-left><time-left/></eval-period-left><eval-expire-time><expire-time/></eval-expire-time></evaluation>` +
	`<udi><pid/><sn/></udi>` +
	`<usage><entitlement-tag/><short-name/><license-name/><description/><count/><enforcement-mode/></usage>` +
	`<policy><policy-type/><policy-name/><install-time/><ack-required/>` +
	`<policy-perpetual><reporting-first-time/><reporting-ongoing/><reporting-macd/></policy-perpetual>` +
	`<policy-subscription><reporting-first-time/><reporting-ongoing/><reporting-macd/></policy-subscription>` +
	`<policy-enforced><reporting-first-time/><reporting-ongoing/><reporting-macd/></policy-enforced>` +
	`<policy-export><reporting-first-time/><reporting-ongoing/><reporting-macd/></policy-export></policy>` +
	`<trust-code><key_udi/><is-installed/><time-installed/><udi><pid/><sn/></udi></trust-code>` +
	`<rum-reports-closed-keys><rum-report-key/><report-start-time/><report-state/></rum-reports-closed-keys>` +
	`<rum-ack><last-received-time/><next-report-deadline/></rum-ack>` +
	`<imported-authorizations><overall-status><key_udi/><udi><pid/><sn/></udi><installed-list><install-type/></installed-list></overall-status></imported-authorizations>` +
	`</state-info></state></licensing>`

const collector = "netconf"

// Command is the only request by NETCONF: a get with Filter. It is not in parser.Commands, which are typed
// on the CLI.
func Command() parser.Command {
	return parser.Command{
		Collector: collector, Text: commandText, Parse: Parse,
		Reports: "the same state from the YANG model, with exact times: trust codes, usage reporting, policy, licences, reports without ACK, evaluation",
	}
}

// Parse reads the answer to a get with Filter, or with a filter for more: a whole
// rpc-reply, the data element in it, or the licensing element alone. It knows the revisions
// 2017-10-11, 2019-07-01, 2020-11-01 and 2021-03-01 of the YANG module cisco-smart-license, and passes
// over leaves that it does not know. State.Clock is nil: times in the model are exact.
//
// With any error the State is nil. ErrEmpty: no text. ErrNoLicensing: an answer without licence state.
// *TruncatedError: the text ends within the reply. *RPCError: the switch refused. *UnrecognisedError:
// the reply is about something else. *XMLError: it is not XML, or XML that no reply would have.
// Values that cannot be read are in State.Unread.
func Parse(out platform.Output) (*parser.State, error) {
	r, err := readReply(out.Text)
	if err != nil {
		return nil, err
	}
	return r.finish()
}
