package config

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

// authText is one auth as written: the values by key.
type authText struct {
	username, agent value
	given           map[string]value
}

// keep remembers a value until the auth is read as a whole.
func keep(a *authText, v value) { a.given[v.key] = v }

func authFields() []field[authText] {
	return []field[authText]{
		{"username", func(a *authText, v value) { a.username = v }},
		{"password", keep},
		{"password_file", keep},
		{"password_env", keep},
		{"private_key_file", keep},
		{"private_key_passphrase", keep},
		{"private_key_passphrase_file", keep},
		{"private_key_passphrase_env", keep},
		{"ssh_agent", func(a *authText, v value) { a.agent = v }},
		{"enable_password", keep},
		{"enable_password_file", keep},
		{"enable_password_env", keep},
	}
}

// validName is what auths and modules may be called: a word that fits into a label, a flag and an address without
// quoting, and that is unlikely to be a value in the wrong place.
var validName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$`)

// named lists the entries of a mapping whose keys are names that the operator chooses.
func (v value) named(kind string) []value {
	var list []value
	for _, e := range v.entries() {
		if !validName.MatchString(e.name) {
			v.line = e.line
			v.bad("holds a name for "+kind+" that is not one word", "up to 63 letters, digits and _ . - (and a blank after the colon)")
			continue
		}
		list = append(list, v.child(e))
	}
	return list
}

const authExample = "auths: {readonly: {username: …, password_file: …}}"

func (l *loader) readAuths(root, section value) {
	if !section.given() {
		root.at("auths").bad("no credentials are given", authExample)
		return
	}
	entries := section.named("an auth")
	if section.isMapping() && len(section.node.Content) == 0 {
		section.bad("holds no auth", authExample)
	}
	for _, v := range entries {
		l.config.Auths[v.key] = readAuth(v)
	}
}

func readAuth(v value) *Auth {
	auth := &Auth{Name: v.key, origins: map[string]string{}}
	text := authText{given: map[string]value{}}
	if isNull(v.node) {
		v.bad("is empty", "username and password_file below it")
		return auth
	}
	if !v.isMapping() {
		v.wrongType("username and password_file below it")
		return auth
	}
	fill(v, authFields(), &text)
	auth.Username = readUsername(v, text.username)
	auth.Password = auth.secret(text, "password")
	auth.EnablePassword = auth.secret(text, "enable_password")
	auth.PrivateKeyPassphrase = auth.secret(text, "private_key_passphrase")
	auth.readPrivateKey(text)
	auth.readAgent(text.agent)
	if !text.hasLogin() && !auth.SSHAgent {
		v.bad("has neither a password nor a private key", "password_file, password_env, private_key_file or ssh_agent: true")
	}
	return auth
}

// AgentVariable names the environment variable that holds the path of the ssh-agent's socket.
const AgentVariable = "SSH_AUTH_SOCK"

// readAgent reads ssh_agent. A missing agent is not an error, because it may be started later.
func (a *Auth) readAgent(v value) {
	if !v.given() {
		return
	}
	v.boolean(&a.SSHAgent)
	socket := os.Getenv(AgentVariable)
	switch {
	case !a.SSHAgent:
	case socket == "":
		v.warn("no ssh-agent can be asked: the environment variable "+AgentVariable+" of the exporter is not set",
			"the path of the agent's socket into it, where the exporter is started")
	default:
		if info, err := v.src.disk.Stat(socket); err != nil || info.Mode()&os.ModeSocket == 0 {
			v.warn("no ssh-agent can be asked: there is no socket at "+socket+", which "+AgentVariable+" names",
				"the path of the socket of an agent that this user may ask")
		}
	}
}

// hasLogin reports whether a password or a key is named at all, right or wrong: a wrong one has its own
// message.
func (a authText) hasLogin() bool {
	if a.agent.given() {
		if _, ok := a.agent.scalar("!!bool"); !ok {
			return true
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Keys(a.given)), func(key string) bool {
		return key == "private_key_file" || strings.HasPrefix(key, "password")
	})
}

func readUsername(auth, v value) string {
	const write = "the name of a read-only account of the switch"
	if !v.given() {
		auth.at("username").bad("is missing", write)
		return ""
	}
	name, ok := v.text(write)
	if ok && strings.ContainsFunc(name, isControl) {
		v.bad("holds a control character", write)
	}
	return name
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }
