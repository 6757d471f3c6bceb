package netconf

import (
	"errors"
	"fmt"
)

// ErrNoLicensing is returned for a reply without licence state. A switch answers so if its NACM rules
// hide the model from the user, or if it does not have the model.
var ErrNoLicensing = errors.New("the reply holds nothing of the licence state")

// configOnlyError is the ErrNoLicensing of what a get-config brings.
type configOnlyError struct{}

func (configOnlyError) Error() string { return "the reply holds `config` but no `state`" }

// Unwrap makes it an ErrNoLicensing.
func (configOnlyError) Unwrap() error { return ErrNoLicensing }

// RPCError is an rpc-error in a NETCONF reply (RFC 6241, section 4.3).
type RPCError struct {
	// Tag is the error-tag: access-denied, unknown-namespace, operation-not-supported and so on.
	Tag string
	// Path and Message are the error-path and error-message; empty if there are none.
	Path, Message string
}

// Error has the tag, and message and path if there are any.
func (e *RPCError) Error() string {
	text := "the switch answered with rpc-error " + e.Tag
	if e.Message != "" {
		text += ": " + e.Message
	}
	if e.Path != "" {
		text += " (at " + e.Path + ")"
	}
	return text
}

// XMLError says that a reply is not XML, or has something that no reply has: a document type, a second root, an
// element beyond the bounds.
type XMLError struct {
	// Line in the reply, from 1.
	Line int
	// What is wrong there.
	What string
}

// Error has the line and what is wrong there.
func (e *XMLError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }
