package dashboards_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// release holds the types of a release of Grafana, as JSON schema: see testdata/README.md.
type release struct {
	Comment     string `json:"$comment"`
	Definitions map[string]*schema
	// Kinds are the types of panels' options, such as statOptions, and of what they set for all fields, such
	// as timeseriesCustom.
	Kinds map[string]*schema
}

// schema is the part of JSON schema that the types use.
type schema struct {
	Ref        string `json:"$ref"`
	Type       any    // a name, or several
	Properties map[string]*schema
	Required   []string
	// AdditionalProperties is false where a field that is not in Properties is an error.
	AdditionalProperties json.RawMessage
	Items                *schema
	AnyOf                []*schema
	Enum                 []any
	Const                any
}

func readRelease(t *testing.T, file string) release {
	t.Helper()
	text, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = text.Close() }()
	var r release
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields() // a keyword that is not checked would let wrong values pass
	if err := decoder.Decode(&r); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return r
}

// check returns what is wrong with a value, each with its path.
func (r release) check(path string, s *schema, value any) []string {
	switch {
	case s.Ref != "":
		return r.check(path, r.Definitions[strings.TrimPrefix(s.Ref, "#/definitions/")], value)
	case s.AnyOf != nil:
		return r.checkAny(path, s.AnyOf, value)
	case !s.hasType(value):
		return []string{fmt.Sprintf("%s: %v is not of type %v", path, value, s.Type)}
	case s.Const != nil && s.Const != value, s.Enum != nil && !slices.Contains(s.Enum, value):
		return []string{fmt.Sprintf("%s: %v is not one of %v%v", path, value, s.Enum, s.Const)}
	}
	switch value := value.(type) {
	case map[string]any:
		return r.checkObject(path, s, value)
	case []any:
		return r.checkArray(path, s, value)
	}
	return nil
}

// checkAny returns what is wrong according to the alternative that fits best.
func (r release) checkAny(path string, alternatives []*schema, value any) []string {
	best := r.check(path, alternatives[0], value)
	for _, s := range alternatives[1:] {
		if wrong := r.check(path, s, value); len(wrong) < len(best) {
			best = wrong
		}
	}
	return best
}

func (r release) checkObject(path string, s *schema, object map[string]any) []string {
	var wrong []string
	for _, name := range s.Required {
		if _, ok := object[name]; !ok {
			wrong = append(wrong, path+": no "+name)
		}
	}
	for name, value := range object {
		switch property := s.Properties[name]; {
		case property != nil:
			wrong = append(wrong, r.check(path+"."+name, property, value)...)
		case string(s.AdditionalProperties) == "false":
			wrong = append(wrong, path+": unknown "+name)
		case len(s.AdditionalProperties) > 0:
			wrong = append(wrong, r.checkAdditional(path+"."+name, s, value)...)
		}
	}
	return wrong
}

func (r release) checkAdditional(path string, s *schema, value any) []string {
	var additional schema
	if err := json.Unmarshal(s.AdditionalProperties, &additional); err != nil {
		return []string{path + ": " + err.Error()}
	}
	return r.check(path, &additional, value)
}

func (r release) checkArray(path string, s *schema, array []any) []string {
	if s.Items == nil {
		return nil
	}
	var wrong []string
	for i, value := range array {
		wrong = append(wrong, r.check(fmt.Sprintf("%s[%d]", path, i), s.Items, value)...)
	}
	return wrong
}

func (s *schema) hasType(value any) bool {
	if s.Type == nil {
		return true
	}
	if several, ok := s.Type.([]any); ok {
		return slices.Contains(several, any(typeOf(value)))
	}
	return s.Type == typeOf(value)
}

func typeOf(value any) string {
	switch value.(type) {
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	}
	return "null"
}
