package scaffold

import (
	"fmt"
	"io"
	"strings"
)

// Step is one thing to do next.
type Step struct {
	// Say is what it is for.
	Say string
	// Type is the command, or what to change; empty where Say says it all.
	Type string
}

// Next returns what to do once the plan is written, in order. usual is the file that commands read by themselves.
func (p Plan) Next(usual string) []Step {
	flag := ""
	if p.File != usual {
		flag = " --config.file=" + shell(p.File)
	}
	known := p.KnownHosts
	if known == "" {
		known = strings.TrimSuffix(p.PasswordFile(), passwordFile) + "known_hosts"
	}
	var steps []Step
	if !p.Password.IsSet() && !p.HasPassword() {
		steps = append(steps, Step{"Put the password of " + p.Username + " into a file. It is not shown while you type it:", fmt.Sprintf(
			`(umask 077; IFS= read -rsp 'Password: ' p && printf '%%s\n' "$p" >%s)`, shell(p.PasswordFile()))})
	}
	if p.InventoryURL == "" {
		steps = append(steps, Step{"Name your switches under targets in " + p.File + ".", ""})
	}
	return append(steps,
		Step{"See whether all is right, and how many switches there are:", "slp-exporter check " + shell(p.File)},
		Step{"Fetch the switches' host keys, and compare some with the switches' own:", "slp-exporter fingerprint" + flag + " --all >>" + shell(known)},
		Step{"Poll every switch once:", "slp-exporter poll" + flag + " --all"},
		Step{"Serve, and open http://localhost:9952/ :", "slp-exporter" + flag},
		Step{"Let Prometheus scrape it: deploy/prometheus/README.md. Dashboards: dashboards/README.md.", ""},
	)
}

// WriteNext writes what Next returns, with a number for each step.
func (p Plan) WriteNext(w io.Writer, usual string) error {
	text := "\nNext:\n"
	for i, step := range p.Next(usual) {
		text += fmt.Sprintf("%d. %s\n", i+1, step.Say)
		if step.Type != "" {
			text += "     " + step.Type + "\n"
		}
	}
	_, err := io.WriteString(w, text)
	return err
}

// shell returns a text as one word of a shell.
func shell(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+,:@%", r)
	}
	if text != "" && strings.TrimLeftFunc(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
