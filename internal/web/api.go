package web

import (
	"net/http"
	"time"

	"github.com/slp-exporter/slp-exporter/internal/advise"
	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/overview"
	"github.com/slp-exporter/slp-exporter/parser/cause"
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
	Age          *float64       `json:"age_seconds"`
	State        overview.State `json:"state"`
	Findings     []findingJSON  `json:"findings"`
	LicenceState licenceJSON    `json:"licence_state"`
	Polls        *pollsJSON     `json:"polls,omitempty"`
}

// findingJSON is a finding in short.
type findingJSON struct {
	ID       advise.ID       `json:"id"`
	Severity advise.Severity `json:"severity"`
	Summary  string          `json:"summary"`
	Runbook  string          `json:"runbook"`
}

// licenceJSON has the columns of the fleet page.
type licenceJSON struct {
	Trust *overview.Trust `json:"trust"`
	// Streak is how many messages in a row have failed since Since. With StreakMore others may have failed before.
	Streak     *int         `json:"streak"`
	StreakMore bool         `json:"streak_may_be_longer"`
	Cause      *cause.Cause `json:"cause"`
	// CauseText is the switch's own text.
	CauseText   *string    `json:"cause_text"`
	Since       *time.Time `json:"since"`
	LastReport  *time.Time `json:"last_report"`
	NextReport  *time.Time `json:"next_report"`
	AckDeadline *time.Time `json:"ack_deadline"`
	Backlog     *int       `json:"backlog"`
	Licences    *int       `json:"licences"`
}

// targets lists what is known of the targets that the query selects, and polls none. They come in the order of the
// configuration unless the query has another one.
func (h *handler) targets(w http.ResponseWriter, r *http.Request) {
	query, err := queryOf(r)
	if err != nil {
		refuse(w, err)
		return
	}
	now := h.Now()
	rows := h.Board.Rows(h.Fleet.All().Glance(), now)
	wanted, err := overview.Parse(query, overview.LabelsOf(rows))
	if err != nil {
		refuse(w, badRequest("%s", err))
		return
	}
	list := struct {
		Targets []targetJSON `json:"targets"`
	}{Targets: []targetJSON{}}
	links := h.Links()
	for _, row := range overview.Show(rows, wanted, now).Rows {
		list.Targets = append(list.Targets, targetOf(row, links))
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
	row := h.Board.Row(status, h.Now())
	document := targetOf(&row, h.Links())
	document.Polls = pollsOf(status.History())
	h.writeJSON(w, document)
}

func targetOf(r *overview.Row, links config.Links) targetJSON {
	t := targetJSON{
		Name: r.Target.Name, Address: r.Target.Address, Module: r.Target.Module.Name,
		Protocol: r.Target.Module.Protocol, NetconfAddress: orNull(r.Target.NetconfAddress()), Labels: r.Target.Labels,
		Reason: orNull(string(r.Reason)), Error: orNull(r.Error),
		LastPoll: stamp(r.LastPoll), LastSuccess: stamp(r.LastSuccess), NextTry: stamp(r.NextTry),
		State: r.State, LicenceState: licenceOf(r.Licence),
	}
	if !r.LastSuccess.IsZero() {
		t.Age = new(r.Age.Round(time.Millisecond).Seconds())
	}
	if r.LastPoll.IsZero() {
		return t
	}
	t.Up = new(r.State != overview.Down)
	if *t.Up {
		t.Findings = []findingJSON{}
	}
	for _, f := range r.Findings {
		t.Findings = append(t.Findings, findingJSON{f.ID, f.Severity, f.Summary, links.RunbookOf(f.Alert, f.Runbook)})
	}
	return t
}

func licenceOf(l overview.Licence) licenceJSON {
	return licenceJSON{
		Trust: orNull(l.Trust), Streak: l.Streak, StreakMore: l.StreakMore, Cause: orNull(l.Cause), CauseText: orNull(l.CauseText),
		Since: stamp(l.Since), LastReport: stamp(l.LastReport), NextReport: stamp(l.NextReport), AckDeadline: stamp(l.AckDeadline),
		Backlog: l.Backlog, Licences: l.Licences,
	}
}
