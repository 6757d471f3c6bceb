//go:build !unix

package hold

import "os"

// Port returns nil: ports are not kept on this system.
func Port(string) *os.File { return nil }
