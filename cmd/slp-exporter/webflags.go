package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"regexp"
	"strings"

	"github.com/alecthomas/kingpin/v2"
	toolkit "github.com/prometheus/exporter-toolkit/web"
	"github.com/prometheus/exporter-toolkit/web/kingpinflag"

	"github.com/slp-exporter/slp-exporter/internal/web"
	"github.com/slp-exporter/slp-exporter/internal/webfiles"
)

// webFlags are the flags of the commands that serve HTTP.
type webFlags struct {
	toolkit *toolkit.FlagConfig
	path    *string
	pprof   *bool
	reload  *bool
}

func addWebFlags(c *kingpin.CmdClause, address string) webFlags {
	return webFlags{
		toolkit: kingpinflag.AddFlags(c, address),
		path:    c.Flag("web.telemetry-path", "Path of the metrics.").Default("/metrics").String(),
		pprof:   c.Flag("web.enable-pprof", "Serve Go's profiles under /debug/pprof/.").Bool(),
		reload:  c.Flag("web.enable-lifecycle", "Reload the configuration on POST /-/reload, too, not only on SIGHUP.").Bool(),
	}
}

// check refuses what kingpin lets pass, and a web configuration that cannot be used.
func (f webFlags) check() error {
	if err := web.CheckMetricsPath(*f.path); err != nil {
		return usageError{fmt.Errorf("--web.telemetry-path=%s cannot be the path of the metrics: %w, write one such as /metrics", *f.path, err)}
	}
	return checkWebConfig(*f.toolkit.WebConfigFile)
}

// listen opens the addresses to serve on. It returns no listeners if only the toolkit can open them: systemd's
// sockets and vsock.
func (f webFlags) listen() (listeners []net.Listener, err error) {
	if *f.toolkit.WebSystemdSocket {
		return nil, nil
	}
	for _, address := range *f.toolkit.WebListenAddresses {
		if strings.HasPrefix(address, "vsock://") {
			return nil, closeAll(listeners)
		}
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("--web.listen-address: %w", err), closeAll(listeners))
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func closeAll(listeners []net.Listener) (err error) {
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

// checkWebConfig reads the file of --web.config.file as the server will. The error is one line.
func checkWebConfig(file string) error {
	if err := webfiles.New(file, nil).Check(); err != nil {
		return fmt.Errorf("--web.config.file: %w", err)
	}
	err := toolkit.Validate(file)
	if err == nil {
		return nil
	}
	return fmt.Errorf("--web.config.file: %s: %s", file, webConfigProblem(err))
}

// webConfigProblem says what the toolkit found, in words that help more than its own.
func webConfigProblem(err error) string {
	text := err.Error()
	var path *fs.PathError
	switch {
	case strings.Contains(text, "bcrypt"): // this error also quotes the beginning of the password
		return "a password in basic_auth_users is not a bcrypt hash, write what `htpasswd -nB USER` prints after the colon"
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

// hideQuoted replaces what may be the beginning of a password.
func hideQuoted(text string) string { return quoted.ReplaceAllString(text, "<hidden>") }
