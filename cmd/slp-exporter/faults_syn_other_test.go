//go:build !linux

package main

import "testing"

// swallowsSYN reports whether swallowSYN works here.
const swallowsSYN = false

// swallowSYN is for systems whose backlog can be filled.
func swallowSYN(t *testing.T) string {
	t.Fatal("not on this system")
	return ""
}
