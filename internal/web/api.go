package web

import (
	"net/http"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/fleet"
)

// targetJSON is what is known of a target. The names are part of the interface. What is unknown or does not
// exist is null.
type targetJSON struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Module   string `json:"module"`
	Protocol string `json:"protocol"`
	// NetconfAddress is null where the protocol is ssh.
	NetconfAddress *string           `json:"netconf_address"`
	Labels         map[string]string `json:"labels"`
	Up             *bool             `json:"up"`
	Reason         *string           `json:"reason"`
	Error          *string           `json:"error"`
	// LastPoll is when the poll ended that Up, Reason and Error are about.
	LastPoll    *time.Time `json:"last_poll"`
	LastSuccess *time.Time `json:"last_success"`
	// NextTry is the end of a pause in which the switch is not polled.
	NextTry *time.Time `json:"next_try"`
	// Age is the time since LastSuccess.
	Age   *float64   `json:"age_seconds"`
	Polls *pollsJSON `json:"polls,omitempty"`
}

// targets lists what is known of all targets, and polls none.
func (h *handler) targets(w http.ResponseWriter, _ *http.Request) {
	list := struct {
		Targets []targetJSON `json:"targets"`
	}{Targets: []targetJSON{}}
	now := h.Now()
	for _, s := range h.Fleet.All().Peek() {
		list.Targets = append(list.Targets, targetOf(s, now))
	}
	h.writeJSON(w, list)
}

// target says what is known of one target, by name or address, and how its last polls went.
func (h *handler) target(w http.ResponseWriter, r *http.Request) {
	targets, err := h.named(r.PathValue("name"))
	if err != nil {
		refuse(w, err)
		return
	}
	status := targets.Peek()[0]
	document := targetOf(status, h.Now())
	document.Polls = pollsOf(status.History())
	h.writeJSON(w, document)
}

func targetOf(s fleet.Status, now time.Time) targetJSON {
	t := targetJSON{
		Name: s.Target.Name, Address: s.Target.Address, Module: s.Target.Module.Name,
		Protocol: s.Target.Module.Protocol, NetconfAddress: orNull(s.Target.NetconfAddress()), Labels: s.Target.Labels, LastSuccess: stamp(s.LastSuccess),
	}
	if !s.LastSuccess.IsZero() {
		age := now.Sub(s.LastSuccess).Round(time.Millisecond).Seconds()
		t.Age = &age
	}
	r := s.Result
	if r == nil {
		return t
	}
	up := r.Up()
	t.Up, t.Reason = &up, orNull(string(r.Reason()))
	t.LastPoll, t.NextTry = stamp(r.Ended), stamp(r.NextTry)
	if r.Err != nil {
		t.Error = orNull(r.Err.Error())
	}
	return t
}
