package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"coupefeu/inventory/sample"
)

// runGenerate writes a made-up inventory into a folder that is not there yet.
func runGenerate(c command, args []string, s streams) int {
	flags := pflag.NewFlagSet(c.name, pflag.ContinueOnError)
	services := flags.Int("services", 1000, "how many services")
	seed := flags.Uint64("seed", 1, "the same seed gives the same bytes")
	flags.SetOutput(s.err)
	flags.Usage = func() {}
	err := flags.Parse(args)
	if errors.Is(err, pflag.ErrHelp) {
		fmt.Fprintf(s.out, "coupefeu %s %s.\n\nExample: %s\n\n%s", c.name, c.summary, c.example, flags.FlagUsages())
		return exitDone
	}
	if err == nil && flags.NArg() != 1 {
		err = errors.New("name one folder to write into")
	}
	if err == nil && *services < 0 {
		err = fmt.Errorf("--services %d is negative", *services)
	}
	if err == nil {
		err = os.Mkdir(flags.Arg(0), 0o777)
	}
	if err != nil {
		complain(s.err, err.Error(), "example: "+c.example)
		return exitInput
	}
	err = sample.Generate(*services, *seed, func(name string, data []byte) error {
		path := filepath.Join(flags.Arg(0), filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o666)
	})
	if err != nil {
		complain(s.err, fmt.Sprintf("generating the inventory: %v", err), "")
		return exitFailed
	}
	return exitDone
}
