package grafana

import (
	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Scale holds the colours of values, from the lowest value up.
type Scale []dashboard.Threshold

// Plain is the colour of text: no judgement.
var Plain = Colour("text")

// Colour is a scale of one colour.
func Colour(colour string) Scale {
	return Scale{{Color: colour}}
}

// From returns the scale with another colour from that value on.
func (s Scale) From(value float64, colour string) Scale {
	return append(s[:len(s):len(s)], dashboard.Threshold{Value: &value, Color: colour})
}

// Build returns the scale as the SDK's type.
func (s Scale) Build() (dashboard.ThresholdsConfig, error) {
	return s.config(), nil
}

func (s Scale) config() dashboard.ThresholdsConfig {
	return dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute, Steps: s}
}

// or returns the scale, or another if it is nil.
func (s Scale) or(other Scale) Scale {
	if s == nil {
		return other
	}
	return s
}

// Words are shown instead of values, each as value, word and colour.
type Words [][3]string

// mappings returns the words in the form that Grafana reads, in their order.
func (w Words) mappings() []dashboard.ValueMapping {
	if w == nil {
		return nil
	}
	options := map[string]dashboard.ValueMappingResult{}
	for i, word := range w {
		options[word[0]] = dashboard.ValueMappingResult{
			Text: &word[1], Color: &word[2], Index: cog.ToPtr(int32(i)), // #nosec G115 -- a few words
		}
	}
	return []dashboard.ValueMapping{{ValueMap: &dashboard.ValueMap{Type: dashboard.MappingTypeValueToText, Options: options}}}
}
