package config

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/prometheus/common/model"
)

// maxLabelValue is the greatest length of a label value, in characters.
const maxLabelValue = 200

// ReservedLabels returns the label names that a target's own labels cannot have: every label of
// the metric contract, and Prometheus' own job and instance.
func ReservedLabels() []string {
	return []string{
		"target", "address", "module", "protocol", "platform", "collector", "reason", "hostname", "pid",
		"serial_number", "os_version", "agent_version", "software_id", "smart_account",
		"virtual_account", "role", "trust_id", "type", "state", "message", "result", "scope",
		"response", "cause", "level", "overall_state", "url", "proxy_address", "proxy_port", "vrf",
		"ip_mode", "trust_point", "event", "status_code", "status_message", "kind", "mnemonic",
		"severity", "job", "instance", "policy", "source", "class", "license", "entitlement_tag",
		"description", "status", "enforcement", "export_status",
	}
}

// labels returns the labels of a mapping, never nil, and reports invalid ones. A name for which special returns
// true is not a label.
func (v value) labels(special func(v value) bool) map[string]string {
	labels := map[string]string{}
	reserved := ReservedLabels()
	for _, e := range v.entries() {
		child := v.child(e)
		if isNull(child.node) || special(child) {
			continue
		}
		if !v.labelName(e, reserved) {
			continue
		}
		// To Prometheus, an empty label is the same as a missing one.
		if text, ok := child.labelValue(); ok && text != "" {
			labels[e.name] = text
		}
	}
	return labels
}

func noSpecial(value) bool { return false }

// labelName reports a name that a label of a target cannot have.
func (v value) labelName(e entry, reserved []string) bool {
	v.line = e.line
	switch {
	case strings.HasPrefix(e.name, "__"):
		v.bad("holds "+quoted(e.name)+", but names that begin with __ are Prometheus' own", "a name without (in target files, __slp_name, __slp_module and __slp_netconf_port are known)")
	case !model.LegacyValidation.IsValidLabelName(e.name) || len(e.name) > maxLabelValue:
		v.bad("holds "+quoted(e.name)+", which is no label name", "letters, digits and _, and no digit in front")
	case slices.Contains(reserved, e.name):
		v.bad("holds "+strconv.Quote(e.name)+", which the exporter or Prometheus sets itself", "another name, such as site_"+e.name)
	default:
		return true
	}
	return false
}

// labelValue returns a label's value, which may be empty.
func (v value) labelValue() (string, bool) {
	text, ok := v.scalar("!!str")
	switch {
	case !ok && v.isMapping() || !ok && v.isList():
		v.wrongType("text in quotes")
	case !ok:
		v.wrongType("it in quotes")
	default:
		return text, v.shortText(text)
	}
	return "", false
}

// shortText reports a text that is too long for a label value or holds a control character. It is UTF-8, like
// the whole file.
func (v value) shortText(text string) bool {
	switch {
	case strings.ContainsFunc(text, isControl):
		v.bad("holds a control character", "one line of plain text")
	case utf8.RuneCountInString(text) > maxLabelValue:
		v.bad("is longer than "+strconv.Itoa(maxLabelValue)+" characters", "less")
	default:
		return true
	}
	return false
}
