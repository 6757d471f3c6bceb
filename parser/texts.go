package parser

import (
	"reflect"
	"time"
)

// MapTexts replaces every text in s with what change makes of it. A caller that has to keep something out of what is shown
// of a switch needs no list of the fields, and the readers are not disturbed: they are done. Texts in a field with the tag
// text:"word" stay if they are words of the agent itself, the same on every switch; see words.
func (s *State) MapTexts(change func(string) string) {
	changeTexts(reflect.ValueOf(s).Elem(), false, textFields, change)
}

// changeTexts changes the texts in v. word is true for those with the tag; fields are those of the struct that v is, or
// that it leads to.
func changeTexts(v reflect.Value, word bool, fields []textField, change func(string) string) {
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		if text == "" {
			return
		}
		if changed := change(text); changed != text && (!word || !words[text]) {
			v.SetString(changed)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			changeTexts(v.Elem(), word, fields, change)
		}
	case reflect.Slice:
		for i := range v.Len() {
			changeTexts(v.Index(i), word, fields, change)
		}
	case reflect.Struct:
		for _, f := range fields {
			changeTexts(v.Field(f.index), f.word, f.fields, change)
		}
	}
}

// textField is a field of a struct that is a text or leads to some.
type textField struct {
	index  int
	word   bool
	fields []textField // of the struct that it leads to; nil for a text
}

// textFields are those of State.
var textFields = textsIn(reflect.TypeFor[State]())

// textsIn are the exported fields with texts, of the struct that a type leads to.
func textsIn(t reflect.Type) (fields []textField) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[time.Time]() {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		if inside := textsIn(f.Type); inside != nil || isText(f.Type) {
			fields = append(fields, textField{i, f.Tag.Get("text") == "word", inside})
		}
	}
	return fields
}

// isText reports whether values of a type are texts or lists of them.
func isText(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t.Kind() == reflect.String
}

// words are what the agent prints on every switch, as the readers write it, in the fields that say what something is. A
// metric's label or its value depends on them.
var words = setOf(
	"active", "standby", "member", // roles
	"unenforced_perpetual", "unenforced_subscription", "enforced", "export", // classes of licences
	"smart", "callhome", "cslu", "off", "automatic", // transports
	"IN USE", "NOT IN USE", "AUTHORIZED", "NOT AUTHORIZED", "OUT OF COMPLIANCE", "EVAL MODE", "EVAL EXPIRED",
	"AUTHORIZATION EXPIRED", "INVALID TAG", "RESERVED", "WAITING", // of licences
	"INSTALLED", "No ID", // of trust
	"open", "closed", "pending", "unack", "ack", "deleted", "other", // of RUM reports
	"policy", "auth", "rum_ack", "conversion_ack", "account_info", "trust_code", // imports
	"UTC", "GMT",

	"trust_establishment", "trust_acknowledgement", "usage_reporting", "result_polling", "authorization_request",
	"authorization_confirmation", "authorization_return", "trust_sync", "hello_message", "telemetry_reporting",
	"sustainability_reporting", // messages
	"OK", "OK_POLL", "OK_TRY_AGAIN", "NO REPLY", "NO DATA TO PROCESS", "BUILD REQUEST ERROR", "INVALID STATUS CODE",
	"LS_INVALID_DATA", "ERROR", "FAILED", // and the responses to them

	"daily", "authorization_renewal", "init_flag_check", "reservation_configuration_mismatch_between_nodes_in_ha_mode",
	"start_utility_measurements", "send_utility_rum_reports", "save_unreported_rum_reports", "data_synchronization",
	"external_event", "operational_model", "register_period_expiration_check", "retrieve_data_processing_result",
	"process_utility_rum_reports", "authorization_code_process", "ack_expiration_check", // jobs

	"SAEVT_COMM_FAIL", "SAEVT_COMM_RESTORED", "SAEVT_READY", "SAEVT_ENABLED", // events
	"COMM_FAILED", "COMM_RESTORED", "AGENT_READY", "TRUST_INSTALL_SUCCESS", // messages in the log
	"0", "1", "2", "3", "4", "5", "6", "7", // their severities
)

func setOf(list ...string) map[string]bool {
	set := make(map[string]bool, len(list))
	for _, word := range list {
		set[word] = true
	}
	return set
}
