package config

import (
	"fmt"
	"log/slog"
)

const hidden = "<secret>"

// Secret is a text that never prints: every way of formatting, marshalling or logging it yields "<secret>". Only
// Reveal returns it, and only code that sends it to a switch calls that.
//
// The value is a pointer because fmt does not call the methods of a value in an unexported field: it prints the
// pointer there. Compare two secrets with Equal, not with ==.
type Secret struct{ value *string }

// NewSecret wraps value.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the text itself; empty if it is not set.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether the secret has a text.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// Equal reports whether both hold the same text.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String hides the text.
func (s Secret) String() string { return hidden }

// Format hides the text from every verb of fmt, %#v included.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(hidden)) }

// MarshalYAML hides the text.
func (s Secret) MarshalYAML() (any, error) { return hidden, nil }

// MarshalJSON hides the text.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText hides the text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the text.
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
