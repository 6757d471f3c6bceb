package main

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	toolkit "github.com/prometheus/exporter-toolkit/web"
)

// checkWebConfig reads the file of --web.config.file as the server will. The error is one line.
func checkWebConfig(file string) error {
	err := toolkit.Validate(file)
	if err == nil {
		return nil
	}
	return fmt.Errorf("--web.config.file: %s: %s", file, webConfigProblem(err))
}

// webConfigProblem says what the toolkit found, in words that help where its own do not.
func webConfigProblem(err error) string {
	text := err.Error()
	var path *fs.PathError
	switch {
	case strings.Contains(text, "bcrypt"): // which also quotes the beginning of the password
		return "a password in basic_auth_users is not a bcrypt hash, write what `htpasswd -nB USER` prints behind the colon"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	text = strings.TrimPrefix(text, "yaml: ")
	text = strings.TrimPrefix(text, "unmarshal errors:")
	text = strings.ReplaceAll(strings.TrimSpace(text), " in type web.Config", "")
	return hideQuoted(strings.Join(strings.Fields(strings.ReplaceAll(text, "\n", ";")), " "))
}

// quoted is how the YAML library shows the beginning of a value that it cannot take.
var quoted = regexp.MustCompile("`[^`]*`")

// hideQuoted takes out what may be the beginning of a password.
func hideQuoted(text string) string { return quoted.ReplaceAllString(text, "<hidden>") }
