package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kingpin/v2"

	"github.com/slp-exporter/slp-exporter/internal/config"
	"github.com/slp-exporter/slp-exporter/internal/scaffold"
	"github.com/slp-exporter/slp-exporter/internal/terminal"
)

func initCommand(app *kingpin.Application) command {
	c := app.Command("init", "Write a first configuration with comments, and say what to do next.")
	file := c.Arg("FILE", "Configuration file to write; one that exists is left as it is.").Default(localConfig).String()
	username := c.Flag("username", "Account on the switches.").Default("slp-ro").String()
	fromStdin := c.Flag("password-stdin", "Read its password from standard input; on a terminal it is asked for, and not shown.").Bool()
	url := c.Flag("inventory-url", "URL that lists the switches, as the Prometheus plugins of NetBox and Nautobot do.").PlaceHolder("URL").String()
	token := c.Flag("inventory-token-file", "File with the token that the inventory wants.").PlaceHolder("FILE").String()
	known := c.Flag("known-hosts", "known_hosts file with the switches' host keys; one beside the configuration if left out.").PlaceHolder("FILE").String()
	return command{c, func(ctx context.Context, s streams) error {
		plan := scaffold.Plan{File: *file, Username: *username, InventoryURL: *url, TokenFile: *token, KnownHosts: *known}
		if err := plan.Check(); err != nil {
			return err
		}
		if err := plan.Learn(ctx, s.err); err != nil {
			return err
		}
		if err := askPassword(ctx, &plan, *fromStdin, s); err != nil {
			return err
		}
		written, err := plan.Write()
		for _, path := range written {
			_, _ = fmt.Fprintf(s.out, "wrote %s\n", path)
		}
		if err != nil {
			return err
		}
		return plan.WriteNext(s.out, localConfig)
	}}
}

// askPassword gets the password, unless its file exists or it cannot be had now.
func askPassword(ctx context.Context, plan *scaffold.Plan, fromStdin bool, s streams) error {
	if plan.HasPassword() {
		_, _ = fmt.Fprintf(s.out, "%s exists and is left as it is\n", plan.PasswordFile())
		return nil
	}
	var text string
	var err error
	if fromStdin {
		text, err = unlessStopped(ctx, func() (string, error) { return terminal.ReadLine(s.in) })
	} else {
		text, err = terminal.ReadSecret(ctx, s.in, s.err, "Password of "+plan.Username+" on the switches (Enter: later): ")
		if errors.Is(err, terminal.ErrNotTerminal) {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("no password: %w", err)
	}
	plan.Password = config.NewSecret(strings.TrimRight(text, "\r\n"))
	return nil
}
