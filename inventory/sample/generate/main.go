// Command generate writes the evidence of the sample from the table of its streams: go generate ./inventory/sample.
// With a day as argument it writes what the tools would have printed at the end of that day.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
	_ "time/tzdata" // the sample's zone, also on machines without a zone database

	"coupefeu/inventory/sample/streams"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// run writes into the folder named first; the day comes second.
func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: generate FOLDER DAY")
	}
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return fmt.Errorf("load zone: %w", err)
	}
	asOf, err := time.ParseInLocation(time.DateOnly, args[1], zone)
	if err != nil {
		return fmt.Errorf("read day: %w", err)
	}
	table, err := streams.Sample(zone)
	if err != nil {
		return err
	}
	return streams.Files(table, asOf.AddDate(0, 0, 1), func(name string, data []byte) error {
		return os.WriteFile(filepath.Join(args[0], name), data, 0o644)
	})
}
