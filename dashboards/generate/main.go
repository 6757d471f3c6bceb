// Command generate writes the dashboards as JSON into the current folder, which is dashboards when
// go generate ./dashboards runs it.
package main

import (
	"fmt"
	"os"

	"github.com/slp-exporter/slp-exporter/dashboards"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write() error {
	for _, f := range dashboards.All() {
		text, err := f.JSON()
		if err != nil {
			return err
		}
		if err := os.WriteFile(f.Name, text, 0o644); err != nil { // #nosec G306 -- everybody may read them
			return err
		}
	}
	return nil
}
