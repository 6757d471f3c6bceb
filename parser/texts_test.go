package parser_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/slp-exporter/slp-exporter/parser"
	"github.com/slp-exporter/slp-exporter/parser/capture"
	"github.com/slp-exporter/slp-exporter/parser/internal/fixture"
)

// fill puts text into every field of a value, and returns how many it has.
func fill(t *testing.T, v reflect.Value, text string) (texts int) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return 1
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(t, v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		return fill(t, v.Index(0), text) + fill(t, v.Index(1), text)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				texts += fill(t, v.Field(i), text)
			} else if v.Type() != reflect.TypeFor[time.Time]() && v.Type() != reflect.TypeFor[parser.State]() {
				t.Errorf("%s.%s is not exported: MapTexts cannot change it", v.Type(), f.Name)
			}
		}
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
	default:
		t.Errorf("a %s: does MapTexts know it?", v.Type())
	}
	return texts
}

// TestMapTexts: no field of the model is forgotten.
func TestMapTexts(t *testing.T) {
	var s parser.State
	texts := fill(t, reflect.ValueOf(&s).Elem(), "hunter2")
	changed := 0
	s.MapTexts(func(text string) string {
		if text == "hunter2" {
			changed++
		}
		return "changed"
	})
	if texts < 100 || changed != texts {
		t.Errorf("%d of %d texts were changed", changed, texts)
	}
	text, err := json.Marshal(s)
	if err != nil || strings.Contains(string(text), "hunter2") {
		t.Errorf("%v, %s", err, text)
	}
}

// TestWordsStay: what an output says by words of the agent stays whatever is masked: nothing that is counted or that
// decides over a series is lost.
func TestWordsStay(t *testing.T) {
	kept := 0
	for name, text := range fixture.Fixtures(t) {
		s, _ := capture.Detect(text, "").Parse(capture.Output(text))
		masked, _ := capture.Detect(text, "").Parse(capture.Output(text))
		if s == nil {
			continue
		}
		masked.MapTexts(func(string) string { return "<secret>" })
		for i, m := range masked.Messages {
			kept++
			if m.Name != s.Messages[i].Name || m.Response != s.Messages[i].Response {
				t.Errorf("%s: %q, %q in place of %q, %q", name, m.Name, m.Response, s.Messages[i].Name, s.Messages[i].Response)
			}
		}
		for i, l := range masked.Licenses {
			kept++
			if l.Status != s.Licenses[i].Status || l.Name != "" && l.Name != "<secret>" {
				t.Errorf("%s: licence %q, status %q in place of %q", name, l.Name, l.Status, s.Licenses[i].Status)
			}
		}
		for i, j := range masked.Jobs {
			kept++
			if j.Name != s.Jobs[i].Name {
				t.Errorf("%s: job %q in place of %q", name, j.Name, s.Jobs[i].Name)
			}
		}
		for i, c := range masked.RUMStates {
			kept++
			if c != s.RUMStates[i] {
				t.Errorf("%s: %+v in place of %+v", name, c, s.RUMStates[i])
			}
		}
		if masked.OverallTrust != s.OverallTrust || (masked.Transport != nil && masked.Transport.Type != s.Transport.Type) {
			t.Errorf("%s: trust %q, transport %+v", name, masked.OverallTrust, masked.Transport)
		}
	}
	if kept < 100 {
		t.Errorf("only %d words", kept)
	}
}

func BenchmarkMapTexts(b *testing.B) {
	s, err := parser.ParseTechSupport(capture.Output(fixture.Fixtures(b)["testdata/techsupport-6.3.10-svl-healthy"]))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		s.MapTexts(func(text string) string { return text })
	}
}
