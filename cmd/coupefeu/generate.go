package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"coupefeu/inventory/sample"
)

// runGenerate writes a made-up inventory into a folder that is not there yet.
func runGenerate(c command, args []string, s streams) int {
	l := newCommandLine(c)
	l.arguments = "DIR"
	services := l.flags.Int("services", 1000, "how many services")
	seed := l.flags.Uint64("seed", 1, "the same seed gives the same bytes")
	status, ended := l.read(args, s, func() error {
		switch {
		case l.flags.NArg() != 1:
			return errors.New("name one folder to write into, which is not there yet")
		case *services < 0:
			return fmt.Errorf("--services %d is negative", *services)
		}
		return os.Mkdir(l.flags.Arg(0), 0o777)
	})
	if ended {
		return status
	}
	err := sample.Generate(*services, *seed, func(name string, data []byte) error {
		path := filepath.Join(l.flags.Arg(0), filepath.FromSlash(name))
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
