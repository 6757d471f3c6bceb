package config

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// maxSecretSize bounds a secret's file; a large RSA key has 4 KiB.
const maxSecretSize = 64 << 10

// secret reads the secret of that key from the key itself, from the file that KEY_file names or from the
// environment variable that KEY_env names. The result is unset if none of them is given, or if the secret is
// wrong, which it reports.
func (a *Auth) secret(text authText, key string) Secret {
	forms := []struct {
		key  string
		read func(v value) string
	}{
		{key, plainSecret},
		{key + "_file", secretFromFile},
		{key + "_env", secretFromEnv},
	}
	var secret Secret
	var first string
	for _, form := range forms {
		v := text.given[form.key]
		switch {
		case !v.given():
		case first != "":
			v.bad(first+" is given as well", "only one of the two")
		default:
			first = form.key
			a.origins[key] = form.key
			if s := form.read(v); s != "" {
				secret = NewSecret(s)
			}
		}
	}
	return secret
}

func plainSecret(v value) string {
	text, ok := v.text("the secret in quotes")
	if !ok || !v.oneLine(text, "it") {
		return ""
	}
	v.warn("a secret is in the configuration file itself", v.key+"_file and keep the secret in a file of its own")
	return text
}

func secretFromFile(v value) string {
	text := v.secretFile()
	secret := strings.TrimRight(string(text), "\r\n")
	switch {
	case text == nil:
	case secret == "":
		v.bad(v.shownPath()+" is empty", "the secret into it")
	case v.oneLine(secret, v.shownPath()):
		return secret
	}
	return ""
}

// envName is a variable's usual name. Anything else may be the secret itself and is not shown.
var envName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]*$`)

func secretFromEnv(v value) string {
	const write = "the name of an environment variable of the exporter"
	name, ok := v.text(write)
	if !ok {
		return ""
	}
	shown := "the environment variable"
	if envName.MatchString(name) {
		shown += " " + name
	}
	secret, set := os.LookupEnv(name)
	switch {
	case !set:
		v.bad(shown+" is not set", write)
	case secret == "":
		v.bad(shown+" is empty", write)
	case v.oneLine(secret, shown):
		return secret
	}
	return ""
}

// oneLine reports a secret with a control character. At a prompt of a switch, a line end would send the first half
// as the secret, and the rest as a command.
func (v value) oneLine(secret, where string) bool {
	if !strings.ContainsFunc(secret, isControl) {
		return true
	}
	v.bad(where+" holds a control character or several lines", "one line")
	return false
}

// secretFile reads the file that v names. It returns nil after reporting why it cannot be used.
func (v value) secretFile() []byte {
	const write = "the path of a file that only the exporter's user can read"
	path, ok := v.file(write)
	if !ok {
		return nil
	}
	if strings.Contains(path, "-----BEGIN") {
		v.bad("holds a key itself", write)
		return nil
	}
	text, mode, err := readUpTo(maxSecretSize, v.src.disk, path)
	if err != nil {
		v.badBecause(withoutPath(err), v.shownPath()+" "+describe(err), write)
		return nil
	}
	if mode&0o004 != 0 {
		v.warn(v.shownPath()+" can be read by every user of this machine; chmod 0600 makes it the owner's", "")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors write it first
	if text == nil {
		text = []byte{}
	}
	return text
}

// leadsSomewhere reports whether the directory of a path exists, or of an absolute path at least one above it.
func (v value) leadsSomewhere(path string) bool {
	isDir := func(dir string) bool {
		info, err := v.src.disk.Stat(dir)
		return err == nil && info.IsDir()
	}
	dir := filepath.Dir(path)
	if !filepath.IsAbs(v.node.Value) {
		return strings.Contains(v.node.Value, "/") && isDir(dir)
	}
	for above := filepath.Dir(dir); above != dir; dir, above = above, filepath.Dir(above) {
		if isDir(dir) {
			return true
		}
	}
	return false
}

// secretEnding is how the names of files with secrets end, and passwords hardly do.
var secretEnding = regexp.MustCompile(`(?i)[a-z0-9_-]\.(password|passwd|passphrase|pass|pwd|secret|enable|token|txt|key|pem)$`)

// shownPath is the path that v names. If that may be a secret in the wrong key, it says instead where the path was
// looked for.
func (v value) shownPath() string {
	path, _ := v.file("")
	if _, err := v.src.disk.Lstat(path); err == nil || secretEnding.MatchString(v.node.Value) || v.leadsSomewhere(path) {
		return path
	}
	return "the file named here (relative paths start in " + v.src.dir + ")"
}
