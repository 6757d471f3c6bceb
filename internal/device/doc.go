// Package device holds a command line session on one Catalyst switch: dial, SSH handshake, host
// key, login, the exact prompt, commands, logout.
//
// The dialogue runs over scrapligo's generic driver, on a transport of this package's own
// (golang.org/x/crypto/ssh), because scrapligo's transports know no context and hang for ever on a
// host that accepts TCP and then stays silent. What scrapligo reads is matched here rather than
// with its ReadUntilPrompt: that one takes any line looking like a prompt for the end of an output,
// polls while it waits, knows no pager and no bound.
//
// Three promises hold for everything here. A context that ends, ends the call at once, by closing
// the connection. No path leaves a goroutine or a descriptor behind once Close has returned. An
// output is either whole or an error: its end is proven by a marker line, see [Session.Run].
package device
