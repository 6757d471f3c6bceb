// Package fleet decides which switch is polled when. It holds one entry a target, lets at most one
// poll and one session exist per switch, bounds how many polls run at once, serves a poll's result
// to every scrape that asks while it is fresh, and lets no switch use up the time of another. Logins
// are paced, dead switches are tried less often, and so are those that refuse the password. The
// configuration may change while all of this goes on.
//
// A target has one or two sides: its CLI, and NETCONF. With both, a poll asks one after the other, and
// each has its own time, its own failure and its own pauses. A session of the CLI may be kept from poll
// to poll, also while NETCONF is asked; one of NETCONF never is.
package fleet
