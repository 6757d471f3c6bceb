package advise_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/advise/evidence"
	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/localtime"
	"github.com/slp-exporter/slp-exporter/parser/reply"
	"time"
)

func fromText(text string) (in advise.Input) {
	in.Outputs, _ = evidence.Split(text)
	parts, _ := capture.Split(text, "")
	for _, part := range parts {
		state, err := part.Parse()
		o := evidence.Output{Command: part.Command.Text, Text: part.Text}
		var old *reply.RightToUseError
		if errors.As(err, &old) {
			in.RightToUse = old.Text
		}
		in.Outputs = append(in.Outputs, o)
		if state == nil {
			continue
		}
		if in.State == nil {
			in.State = &parser.State{}
		}
		in.State.Merge(state)
	}
	if in.State != nil {
		in.Clock = localtime.NewClock(in.State.Clock, time.Time{}, nil)
	}
	return in
}

// judgement is what a person says who reads an output: the verdict, and the finding that comes first, if any.
type judgement struct {
	verdict advise.Verdict
	first   advise.ID
}

// judged has the judgement on each output of the corpus that says something of trust or communication, by command and case. It was written down
// before the advice was. Of all others a person can say nothing.
var judged = map[string]judgement{
	// The server answers, and trust is there.
	"show-license-all/genie-02-c9407r-dualsup-agent5.11.2-smart-proxy":          {advise.OK, ""},
	"show-license-all/genielibs-01-c9300-standalone-agent5.8.3-pacific":         {advise.OK, ""},
	"show-license-tech-support/genie-02-c9300-stack-agent5.1.26-smart":          {advise.OK, ""},
	"show-license-tech-support/genie-09-c9407r-dualsup-agent5.10.1-smart-proxy": {advise.OK, ""},
	"show-license-tech-support/genie-18-c9500-svl-agent6.3.10-trust-validity":   {advise.OK, ""},
	"show-license-tech-support/seed-01-section-trust-ok":                        {advise.OK, ""},
	"show-license-tech-support/seed-04-section-trust-after-sync":                {advise.OK, ""},
	"show-license-status/seed-01-filter-trust-date":                             {advise.OK, ""},
	"show-license-history-message/seed-01-trust-ok":                             {advise.OK, ""},
	"show-license-eventlog/seed-01-c9300-5.5.29-comm-fail":                      {advise.OK, ""}, // it was restored, and not by a start

	// Well, with a remark: what was thrown away, nobody knows when; an error of the agent that is none of the network.
	"show-license-all/cube-01-c8000v-slac-installed":                    {advise.OK, "reports_purged"},
	"show-license-all/cube-02-c8200l-agent6.2-cslu-onprem-ist":          {advise.OK, "reports_purged"},
	"show-license-all/genie-04-c9350-stack4-agent5.11.4-smart-proxy":    {advise.OK, "reports_unacknowledged"},
	"show-license-tech-support/genie-05-c9410r-dualsup-agent5.7.6-cslu": {advise.OK, "ntp_unsynchronised"},

	// Offline by design, or older than Smart Licensing Using Policy.
	"show-license-status/cube-01-17.18.1-cslu-empty":           {advise.OK, "offline_by_design"},
	"show-license-status/ntc-02-transport-off-edt":             {advise.OK, "offline_by_design"},
	"show-license-status/frinx-cbr8-pre-slp-registered-cet":    {advise.OK, "before_slp"},
	"show-license-status/genie-02-csr1000v-pre-slp-registered": {advise.OK, "before_slp"},
	"show-license-status/xvalette-02-csr-pre-slp-registered":   {advise.OK, "before_slp"},
	"show-license-status/ntc-01-pre-slp-out-of-compliance":     {advise.Problem, "out_of_compliance"},
	"show-license-status/xvalette-01-csr-pre-slp-unregistered": {advise.Problem, "not_registered"},
	"show-license-summary/ansible-c9200l-pre-slp-eval-mode":    {advise.Problem, "not_registered"},
	"show-license-legacy/genie-01-isr-rtu":                     {advise.OK, "right_to_use"},
	"show-license-legacy/ntc-01-isr-rtu-cut":                   {advise.OK, "right_to_use"},

	// The CSLU does not answer the hello; nothing resolves; no answer to the request for trust.
	"show-license-tech-support/genie-01-c9300-stack-agent5.3.16-cslu": {advise.Problem, "no_reply"},
	"show-license-tech-support/genie-03-c9300-stack-agent5.5.11-cslu": {advise.Problem, "no_reply"},
	"show-logging/genielibs-01-hourly-comm-failed":                    {advise.Problem, "name_resolution_failing"},
	"show-logging/isr1100-17.6.4-boot-excerpt":                        {advise.Problem, "name_resolution_failing"},
	"show-logging/muninn-c8000v-17.16-live":                           {advise.Unknown, "message_unanswered"}, // once, in the first minute
	"show-license-history-message/seed-02-no-response":                {advise.Problem, "message_unanswered"},

	// No trust; the last of these says that it is offline, and has a smart transport.
	"show-license-tech-support/seed-02-section-trust-no-reply":          {advise.Problem, "trust_code_missing"},
	"show-license-tech-support/genie-06-c9500x-svl-agent5.7.15-smart":   {advise.Problem, "trust_code_missing"},
	"show-license-tech-support/genie-15-c9300-stack-agent6.0.1-offline": {advise.Problem, "trust_code_missing"},

	// 300 reports without an ACK, which push others out.
	"show-license-tech-support/genie-13-c9350-stack4-agent5.11.4-smart-proxy": {advise.Problem, "reports_purged"},
}

// TestCorpus holds the advice against what a person says of real outputs.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/*/*/output.txt")
	if err != nil || len(files) == 0 {
		t.Skip("no outputs of real switches in ../shared/corpus")
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(file), "../../../shared/corpus/"), "/output.txt")
		want, ok := judged[name]
		if !ok {
			want = judgement{advise.Unknown, ""}
		}
		judge(t, name, fromText(string(text)), want)
	}
}
