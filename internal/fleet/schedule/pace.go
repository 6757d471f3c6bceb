package schedule

import "time"

// pace spaces logins out, so that a big fleet's first polls come one after the other and the AAA
// servers, which see each of them, are spared. Of a second's logins an eighth, at least
// leastBurst, may come at once: a small fleet feels nothing.
type pace struct {
	every time.Duration
	burst int
	until time.Time // the places up to then are taken
}

const leastBurst = 8

// set makes it so many logins a second.
func (p *pace) set(perSecond int) {
	p.every, p.burst = time.Second/time.Duration(perSecond), max(perSecond/8, leastBurst)
}

// wait is how long the next login has to wait; not above 0 if it may come now.
func (p *pace) wait(now time.Time) time.Duration {
	return max(p.until.Sub(now), 0) - time.Duration(p.burst-1)*p.every
}

// take is a login that comes now.
func (p *pace) take(now time.Time) {
	if p.until.Before(now) {
		p.until = now
	}
	p.until = p.until.Add(p.every)
}
