package agent

import (
	"cmp"
	"slices"
	"time"
)

// bootStep is one log entry that the agent writes whenever it starts.
type bootStep struct {
	after  time.Duration
	kind   EventKind
	detail uint8
}

// clockSet is how long after boot NTP sets the clock of the switch.
const clockSet = 45 * time.Second

// bootSteps returns the log entries of a start in time order.
func (p *Profile) bootSteps() []bootStep {
	ms := time.Millisecond
	steps := []bootStep{
		{0, EventStart, 0}, {22 * ms, EventCryptoWait, 0}, {22 * ms, EventHARegister, 0}, {3720 * ms, EventReady, 0},
		{3721 * ms, EventEnabled, 0}, {3765 * ms, EventExport, 0}, {6525 * ms, EventHAInit, 0}, {6531 * ms, EventHAChassis, 0},
		{14075 * ms, EventHARole, 0}, {14162 * ms, EventConfigBegin, 0}, {16984 * ms, EventHostname, 0},
		{17020 * ms, EventRestart, 0}, {18508 * ms, EventConfigDone, 0}, {18631 * ms, EventPlatformOIR, 0},
		{18631 * ms, EventHAConfig, 0}, {18631 * ms, EventHAUDI, 0}, {19240 * ms, EventSystemInit, 0},
		{20243 * ms, EventCryptoWait, 0}, {50243 * ms, EventCryptoDone, 0}, {50244 * ms, EventCommRestored, 0},
		{50276 * ms, EventInitComplete, 0}, {110245 * ms, EventPrivacy, 0},
	}
	if p.Version.PreSLP {
		steps = append(steps, bootStep{18700 * ms, EventEvalState, 0}, bootStep{50263 * ms, EventCallHome, 0})
	} else {
		steps = append(steps, bootStep{110300 * ms, EventReportingRequired, 0})
	}
	if p.Topology.members() > 1 {
		steps = append(steps, bootStep{96410 * ms, EventStandbyReady, 1}, bootStep{97022 * ms, EventStandbyRole, 1})
	}
	for i, l := range p.Licences {
		if l.Count > 0 && !p.Version.PreSLP {
			each := time.Duration(i) * 12 * ms
			steps = append(steps, bootStep{18800*ms + each, EventUsageDestroy, uint8(i)}, bootStep{18810*ms + each, EventUsageTotal, uint8(i)})
		}
	}
	slices.SortStableFunc(steps, func(a, b bootStep) int { return cmp.Compare(a.after, b.after) })
	return steps
}

// boot starts the agent: it writes the start-up log and opens a report for each licence in use. The
// steps take no simulated time; only their stamps spread over the first minutes.
func (a *automaton) boot() {
	a.Booted = a.Now
	for _, step := range a.Profile.bootSteps() {
		a.Log.Add(Event{At: a.Now.Add(step.after), Kind: step.kind, Detail: step.detail, Early: step.after < clockSet})
	}
	if a.Profile.Version.PreSLP {
		return
	}
	a.Measured = a.Now.Add(19 * time.Second)
	a.RUM = Reports{nextID: int64(a.Now)/1000 + 20}
	for i, l := range a.Profile.Licences {
		if l.Count > 0 {
			a.RUM.open(i, a.Now)
		}
	}
}
