// Command slp-exporter tells Prometheus how Cisco Smart Licensing Using Policy fares on Catalyst
// switches.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // time zones of the configuration, also where the system has none
)

func main() {
	os.Exit(mainCode())
}

func mainCode() int {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals) // first: from now on a signal ends the program at once
		stop()
	}()
	return run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
}
