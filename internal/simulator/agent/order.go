package agent

import "time"

// syncAnswer is how long after "license smart sync" the answer to its first message arrives.
const syncAnswer = 7 * time.Second

// Sync is "license smart sync": the agent sends what is pending. Reports are sent once a day at most.
func (g *Agent) Sync() {
	g.act(func(a *automaton) {
		if a.Profile.Version.PreSLP || a.Profile.Scenario == Offline || a.off {
			return
		}
		a.Due[TimerSync] = a.shortly(syncAnswer)
		if a.RUM.Count(ReportClosed) > 0 && a.Now >= a.LastPush.Add(Day) {
			a.Due[TimerPush] = a.shortly(2 * syncAnswer)
		}
		if a.RUM.Count(ReportUnack) > 0 {
			a.Due[TimerPoll] = a.shortly(2 * syncAnswer)
		}
	})
}

// FactoryReset is "license smart factory reset".
func (g *Agent) FactoryReset() { g.act((*automaton).factoryReset) }

// shortly returns the instant d from now, shortened by the tempo.
func (a *automaton) shortly(d time.Duration) Instant {
	return a.Now.Add(max(time.Duration(float64(d)/max(a.tempo, 1)), time.Second))
}
