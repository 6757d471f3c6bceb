package collector

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/cause"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
)

// The corpus holds outputs of real switches with what a person reads out of them. It is not part
// of the project: where it is missing, the project's own fixtures have to do.
const corpus = "../../shared/corpus"

// TestCorpus holds the metrics of every real output against the facts beside it: all of them
// there, with the right value, and nothing that the text does not say.
func TestCorpus(t *testing.T) {
	commands := map[string]func(string) (*parser.State, error){
		"show-license-tech-support":    pasted(parser.ParseTechSupport),
		"show-license-status":          pasted(parser.ParseStatus),
		"show-license-all":             pasted(parser.ParseAll),
		"show-license-eventlog":        pasted(parser.ParseEventlog),
		"show-license-usage":           pasted(parser.ParseUsage),
		"show-license-summary":         pasted(parser.ParseSummary),
		"show-license-history-message": pasted(parser.ParseHistory),
		"show-license-rum-id-all":      pasted(parser.ParseReports),
		"show-license-udi":             pasted(parser.ParseUDI),
		"show-license-authorization":   pasted(parser.ParseAuthorization),
		"show-logging":                 pasted(parser.ParseSyslog),
	}
	for command, parse := range commands {
		cases, err := filepath.Glob(filepath.Join(corpus, command, "*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(cases) == 0 {
			t.Skipf("no real outputs of %s in %s", command, corpus)
		}
		for _, dir := range cases {
			t.Run(command+"/"+filepath.Base(dir), func(t *testing.T) { checkCase(t, dir, parse) })
		}
	}
}

func checkCase(t *testing.T, dir string, parse func(string) (*parser.State, error)) {
	output, err := os.ReadFile(filepath.Join(dir, "output.txt"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var facts map[string]any
	if err := json.Unmarshal(text, &facts); err != nil {
		t.Fatal(err)
	}
	state, err := parse(string(output))
	want := expectations(facts)
	if state == nil {
		if len(want) > 0 {
			t.Fatal(err)
		}
		return
	}
	if err != nil && facts["partial_output"] != true && !endsInEvent(facts) {
		t.Errorf("a whole output: %v", err)
	}
	for _, u := range state.Unread {
		t.Errorf("line %d not read: %s", u.Line, u.Text)
	}
	state.Hostname = "" // not among the facts of every case
	clock := localtime.NewClock(state.Clock, time.Time{}, nil)
	got := series(NewBuilder().CaptureFamilies(Capture{Target: "t", State: state, Clock: clock}))
	for _, s := range slices.Sorted(maps.Keys(want)) {
		if v, ok := got[s]; !ok {
			t.Errorf("missing %s %v", s, want[s])
		} else if v != want[s] {
			t.Errorf("%s is %v, want %v", s, v, want[s])
		}
	}
	for _, s := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[s]; !ok {
			t.Errorf("nothing says %s %v", s, got[s])
		}
	}
}

// series flattens families to text and value, leaving out the target and the poll's own.
func series(families []*dto.MetricFamily) map[string]float64 {
	out := make(map[string]float64)
	for _, f := range families {
		if f.GetName() == "slp_up" || strings.HasPrefix(f.GetName(), "slp_collector_") {
			continue
		}
		for _, m := range f.Metric {
			labels := map[string]string{}
			for _, l := range m.Label {
				labels[l.GetName()] = l.GetValue()
			}
			delete(labels, "target")
			out[key(f.GetName(), labels)] = m.GetGauge().GetValue() + m.GetUntyped().GetValue()
		}
	}
	return out
}

func key(name string, labels map[string]string) string {
	var parts []string
	for _, l := range slices.Sorted(maps.Keys(labels)) {
		if labels[l] != "" {
			parts = append(parts, l+"="+strconv.Quote(labels[l]))
		}
	}
	return name + "{" + strings.Join(parts, ",") + "}"
}

// facts is what expected.json says, with a way to go down into it.
type facts map[string]any

func (f facts) in(path ...string) facts {
	for _, p := range path {
		f, _ = f[p].(map[string]any)
	}
	return f
}

func (f facts) list(name string) []facts {
	var out []facts
	l, _ := f[name].([]any)
	for _, x := range l {
		m, _ := x.(map[string]any)
		out = append(out, m)
	}
	return out
}

func (f facts) text(name string) string {
	switch v := f[name].(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	}
	return ""
}

// expected collects series.
type expected struct {
	facts
	series map[string]float64
}

func (e expected) add(value float64, name string, labels ...string) {
	m := map[string]string{}
	for i := 0; i < len(labels); i += 2 {
		m[labels[i]] = labels[i+1]
	}
	e.series[key(name, m)] = value
}

func (e expected) number(from facts, fact, name string, labels ...string) {
	if v, ok := from[fact].(float64); ok {
		e.add(v, name, labels...)
	}
}

func (e expected) days(from facts, fact, name string, labels ...string) {
	if v, ok := from[fact].(float64); ok {
		e.add(v*86400, name, labels...)
	}
}

func (e expected) flag(from facts, fact, name string, labels ...string) {
	if v, ok := from[fact].(bool); ok {
		e.add(oneIf(v), name, labels...)
	}
}

// time adds a timestamp if the case says what it is in UTC; the others cannot be told.
func (e expected) time(path, name string, labels ...string) {
	e.number(e.in("utc_epoch"), path, name, labels...)
}

func expectations(f map[string]any) map[string]float64 {
	e := expected{facts: f, series: map[string]float64{}}
	e.device()
	e.trust()
	e.comm()
	e.rum()
	e.policy()
	e.licenses()
	e.registration()
	e.eventlog()
	e.history()
	e.reportStates()
	e.syslog()
	return e.series
}

func (e expected) device() {
	udi, other := e.in("product_udi"), e.in("other_info")
	if udi.text("pid")+e.text("os_version")+e.text("agent_version")+other.text("software_id") != "" {
		e.add(1, "slp_device_info", "pid", udi.text("pid"), "serial_number", udi.text("sn"), "os_version", e.text("os_version"),
			"agent_version", e.text("agent_version"), "software_id", other.text("software_id"))
	}
	e.flag(e.facts, "smart_licensing_enabled", "slp_smart_licensing_enabled")
	e.flag(e.facts, "slp_enabled", "slp_policy_mode_enabled")
	e.flag(e.facts, "ntp_synced", "slp_device_ntp_synced")
	if e.text("smart_account")+e.text("virtual_account") != "" {
		e.add(1, "slp_account_info", "smart_account", e.text("smart_account"), "virtual_account", e.text("virtual_account"))
	}
	t := e.in("transport")
	if t != nil {
		e.add(1, "slp_transport_info", "type", t.text("type"), "url", t.text("url"),
			"proxy_address", t.text("proxy_address"), "proxy_port", t.text("proxy_port"), "vrf", t.text("vrf"),
			"ip_mode", t.text("ip_mode"), "trust_point", t.text("trust_point"))
	}
}

func (e expected) trust() {
	devices := e.list("devices")
	for _, d := range devices {
		at := []string{"role", d.text("role"), "pid", d.text("pid"), "serial_number", d.text("sn")}
		e.flag(d, "trust_installed", "slp_trust_code_installed", at...)
		if id, kind := d.text("trust_id"), d.text("trust_code_type"); id+kind != "" {
			e.add(1, "slp_trust_code_info", append(at[:6:6], "trust_id", id, "type", kind)...)
		}
		e.trustTimes(d, at)
	}
	if len(devices) == 0 {
		e.trustOfNobody()
	}
	if s := e.text("overall_trust"); s != "" {
		word, _, _ := strings.Cut(s, " (")
		e.add(oneIf(word == "INSTALLED"), "slp_trust_installed")
		e.add(1, "slp_trust_info", "state", word)
	}
}

// trustTimes: the epochs of devices are not in utc_epoch, so UTC is read here.
func (e expected) trustTimes(d facts, at []string) {
	for fact, name := range map[string]string{
		"trust_installed_on": "slp_trust_code_installed_timestamp_seconds",
		"trust_expires":      "slp_trust_code_expiry_timestamp_seconds",
	} {
		moment, err := time.Parse("Jan 02 15:04:05 2006 UTC", d.text(fact))
		if err == nil && moment.Year() > 1970 {
			e.add(float64(moment.Unix()), name, at...)
		}
	}
}

// trustOfNobody: outputs that name no device, such as show license status.
func (e expected) trustOfNobody() {
	store := e.list("trust_store")
	switch {
	case e.text("trust_code_form") == "none":
		e.add(0, "slp_trust_code_installed", "role", "active")
	case e.text("trust_code_form") == "single_date":
		e.add(1, "slp_trust_code_installed", "role", "active")
		e.time("trust_code_installed_on", "slp_trust_code_installed_timestamp_seconds", "role", "active")
	case len(store) > 0:
		at := []string{"role", "active", "pid", store[0].text("pid"), "serial_number", store[0].text("sn")}
		e.flag(store[0], "installed", "slp_trust_code_installed", at...)
		e.add(1, "slp_trust_code_info", append(at, "trust_id", store[0].text("trust_id"))...)
	}
}

func (e expected) comm() {
	streak, reported := 0.0, false
	for name, v := range e.in("communications") {
		m := facts(v.(map[string]any))
		path := "communications." + name + "."
		e.number(m, "success", "slp_comm_attempts", "message", name, "result", "success")
		e.number(m, "fail", "slp_comm_attempts", "message", name, "result", "failure")
		e.number(m, "ongoing_overall", "slp_comm_ongoing_failures", "message", name, "scope", "overall")
		e.number(m, "ongoing_communication", "slp_comm_ongoing_failures", "message", name, "scope", "communication")
		streak, reported = max(streak, m["ongoing_communication"].(float64)), true
		if r := m.text("last_response"); r != "" {
			e.add(1, "slp_comm_last_response_info", "message", name, "response", r, "reason", m.text("failure_reason"),
				"cause", string(cause.Of(r, m.text("failure_reason"))))
		}
		e.time(path+"last_response_time", "slp_comm_last_response_timestamp_seconds", "message", name)
		e.time(path+"last_success", "slp_comm_last_success_timestamp_seconds", "message", name)
		e.time(path+"last_failure", "slp_comm_last_failure_timestamp_seconds", "message", name)
	}
	if reported {
		e.add(streak, "slp_comm_failed_streak")
	}
	if l := e.text("communication_level_allowed"); l != "" {
		e.add(1, "slp_comm_level_info", "level", l, "overall_state", e.text("communication_overall_state"))
	}
}

func (e expected) rum() {
	r := e.in("rum_summary")
	for fact, state := range map[string]string{
		"acknowledged": "acknowledged", "waiting_ack": "waiting_ack", "available": "available",
		"collecting": "collecting", "purged": "purged", "mia": "missing",
	} {
		e.number(r, fact, "slp_rum_reports", "state", state)
	}
	e.number(r, "total", "slp_rum_reports_created")
	e.number(r, "waiting_ack_paren", "slp_rum_reports_unacknowledged")
	e.number(r, "in_storage", "slp_rum_reports_in_storage")
	e.days(e.in("usage_reporting"), "push_interval_days", "slp_usage_reporting_push_interval_seconds")
	for fact, name := range map[string]string{
		"last_ack": "last_ack", "next_ack_deadline": "ack_deadline", "next_ack_push_check": "next_ack_check",
		"next_report_push": "next_push", "last_report_push": "last_push", "last_file_write": "last_file_write",
	} {
		e.time("usage_reporting."+fact, "slp_usage_reporting_"+name+"_timestamp_seconds")
	}
	for name := range e.in("scheduled_jobs") {
		job := strings.ReplaceAll(strings.ToLower(name), " ", "_")
		e.time("scheduled_jobs."+name+".at", "slp_scheduled_job_timestamp_seconds", "job", job)
	}
}

func (e expected) policy() {
	p := e.in("policy")
	if p == nil {
		return
	}
	if raw := p.text("in_use_raw"); raw != "" {
		source := raw
		if strings.HasPrefix(raw, "Installed On ") {
			source = "Installed On"
		}
		e.add(1, "slp_policy_info", "policy", p.text("name"), "source", source)
	}
	e.time("policy.installed_on", "slp_policy_installed_timestamp_seconds")
	e.flag(p, "ack_required", "slp_policy_ack_required")
	for class := range p.in("classes") {
		c := p.in("classes", class)
		e.days(c, "first_report_days", "slp_policy_first_report_seconds", "class", class)
		e.days(c, "frequency_days", "slp_policy_report_interval_seconds", "class", class)
		e.days(c, "on_change_days", "slp_policy_report_on_change_seconds", "class", class)
	}
}

func (e expected) licenses() {
	counts := map[string]float64{}
	for _, l := range e.list("licenses") {
		tag := l.text("entitlement_tag") + l.text("entitlement_short") + l.text("entitlement")
		by := []string{"license", l.text("name"), "entitlement_tag", tag}
		counts[tag+l.text("name")] += l["count"].(float64)
		e.add(counts[tag+l.text("name")], "slp_license_count", by...)
		if status := l.text("status"); strings.HasSuffix(status, "IN USE") {
			e.add(oneIf(status == "IN USE"), "slp_license_in_use", by...)
		}
		e.add(1, "slp_license_info", append(by, "description", l.text("description"), "status", l.text("status"),
			"enforcement", l.text("enforcement"), "type", l.text("type"), "export_status", l.text("export_status"))...)
	}
	for _, d := range append(e.in("reservation").list("devices"), e.in("authorizations").list("devices")...) {
		e.add(oneIf(d.text("status") != "NOT INSTALLED"), "slp_authorization_code_installed",
			"role", d.text("role"), "pid", d.text("pid"), "serial_number", d.text("sn"))
	}
}

func (e expected) registration() {
	if r := e.in("registration"); r != nil {
		e.add(oneIf(r.text("status") == "REGISTERED"), "slp_registration_registered")
	}
	if a := e.in("license_authorization"); a != nil && a.text("status") != "Not Applicable" {
		e.add(oneIf(strings.HasPrefix(a.text("status"), "AUTHORIZED")), "slp_authorization_authorized")
	}
	e.time("registration.registration_expires", "slp_registration_expiry_timestamp_seconds")
	e.time("license_authorization.communication_deadline", "slp_authorization_comm_deadline_timestamp_seconds")
}

func (e expected) history() {
	for name := range e.in("sections") {
		exchanges := e.in("sections").list(name)
		e.add(float64(len(exchanges)), "slp_history_messages", "message", name)
		unanswered := 0
		for i, x := range exchanges {
			path := fmt.Sprintf("sections.%s.%d.", name, i)
			switch {
			case x["response_payload"] == true:
				e.time(path+"response_time", "slp_history_last_response_timestamp_seconds", "message", name)
			case x["response_time"] != nil:
				unanswered++
			}
			e.time(path+"request_time", "slp_history_last_request_timestamp_seconds", "message", name)
			if code := x.text("status_code"); code != "" { // the corpus' only message is the same word
				e.add(1, "slp_history_last_status_info", "message", name, "status_code", code, "status_message", code)
			}
		}
		e.add(float64(unanswered), "slp_history_unanswered", "message", name)
	}
	for kind := range e.in("imports") {
		e.time("imports."+kind, "slp_history_last_import_timestamp_seconds", "kind", kind)
	}
}

func (e expected) reportStates() {
	for state := range e.in("count_by_state") {
		e.number(e.in("count_by_state"), state, "slp_rum_report_states", "state", strings.ToLower(state))
	}
}

// syslog: the stamps of these captures have no zone, so that no time can be told.
func (e expected) syslog() {
	counts := map[string]float64{}
	reason := ""
	for _, m := range e.list("smart_lic_messages") {
		counts[m.text("mnemonic")]++
		e.add(counts[m.text("mnemonic")], "slp_syslog_messages", "mnemonic", m.text("mnemonic"), "severity", m.text("severity"))
		if r := m.text("reason"); r != "" {
			reason = r
		}
	}
	if reason != "" {
		e.add(1, "slp_syslog_comm_failed_info", "cause", string(cause.Of("", reason)), "reason", reason)
	}
}
