package agent

// talk sends a message and reports whether the server answered with success.
func (a *automaton) talk(m Message, response string) bool {
	nonce := a.rng.Uint64()
	if a.outage {
		a.History[m] = remember(a.History[m], Exchange{At: a.Now, Nonce: nonce}, a.Profile.historyDepth)
		a.Tallies[m].failed(a.Now, ResponseNoReply, "", false)
		a.note(EventCommFail, int(a.reason))
		a.lost = true
		return false
	}
	a.Tallies[m].succeed(a.Now, response)
	a.History[m] = remember(a.History[m], AnsweredNow(a.Now, nonce, response, response), a.Profile.historyDepth)
	a.restored()
	return true
}

// denied sends a message that the server answers with an error.
func (a *automaton) denied(m Message, reason string) {
	a.Tallies[m].failed(a.Now, ResponseInvalid, reason, true)
	a.History[m] = remember(a.History[m], AnsweredNow(a.Now, a.rng.Uint64(), ResponseInvalid, reason), a.Profile.historyDepth)
	a.restored()
}

// restored logs the recovery after a failure.
func (a *automaton) restored() {
	if a.lost {
		a.note(EventCommRestored, 0)
		a.lost = false
	}
}

// hello keeps the connection to CSLU alive.
func (a *automaton) hello() {
	a.Due[TimerHello] = a.after(helloInterval)
	if !a.talk(MessageHello, ResponseOK) {
		a.Due[TimerHello] = a.after(retryInterval)
	}
}
