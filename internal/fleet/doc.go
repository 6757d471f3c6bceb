// Package fleet decides which switch is polled when. It holds one entry a target, lets at most one
// poll and one session exist per switch, bounds how many polls run at once, serves a poll's result
// to every scrape that asks while it is fresh, and lets no switch use up the time of another. Logins
// are paced, dead switches are tried less often, and so are those that refuse the password. The
// configuration may change while all of this goes on.
package fleet
