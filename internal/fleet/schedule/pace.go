package schedule

import "time"

// pace spaces logins out: the first polls of a big fleet come one after the other, which spares the AAA
// servers that see each of them. An eighth of a second's logins, and at least leastBurst, may come at once,
// so that a small fleet notices nothing.
type pace struct {
	every time.Duration
	burst int
	until time.Time // the logins up to then are taken
}

const leastBurst = 8

// set allows so many logins a second.
func (p *pace) set(perSecond int) {
	p.every, p.burst = time.Second/time.Duration(perSecond), max(perSecond/8, leastBurst)
}

// wait returns how long the next login has to wait. It is not above 0 if it may come now.
func (p *pace) wait(now time.Time) time.Duration {
	return max(p.until.Sub(now), 0) - time.Duration(p.burst-1)*p.every
}

// take notes a login that comes now.
func (p *pace) take(now time.Time) {
	if p.until.Before(now) {
		p.until = now
	}
	p.until = p.until.Add(p.every)
}
