package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"coupefeu/inventory/source"
	"coupefeu/report"
	"coupefeu/report/sign"
)

// readKey reads the key of --sign, so that one that cannot sign is found before anything is assessed.
func readKey(o *options, s streams) error {
	if o.sign == "" {
		return nil
	}
	file, err := readBounded(o.sign)
	if err != nil {
		return err
	}
	o.key, err = sign.ReadKey(file, func() ([]byte, error) { return askPassphrase(o.sign, s) })
	return err
}

// askPassphrase asks on the terminal, where what is typed does not show.
func askPassphrase(path string, s streams) ([]byte, error) {
	file, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, &sign.KeyError{Reason: "the key is encrypted, and there is no terminal to ask for its passphrase on",
			Hint: "run this on a terminal, give a key without a passphrase that this job alone can read, or sign later: ssh-keygen -Y sign -n " +
				sign.Namespace + " -f KEY OUT/PERIOD/" + report.Sums}
	}
	fmt.Fprintf(s.err, "Passphrase of %s: ", source.Safe(path))
	word, err := term.ReadPassword(int(file.Fd()))
	fmt.Fprintln(s.err)
	if errors.Is(err, io.EOF) {
		return nil, &sign.KeyError{Reason: "no passphrase was given"}
	}
	return word, err
}

// keyStatus says what is wrong with the key of --sign, and what to do.
func keyStatus(err error, o *options, s streams) int {
	hint := ""
	var wrong *sign.KeyError
	if errors.As(err, &wrong) {
		err = wrong
		hint = strings.NewReplacer("KEY", source.Safe(o.sign), "OUT/", source.Safe(o.out)+"/").Replace(wrong.Hint)
	}
	complain(s.err, source.Safe(fmt.Sprintf("--sign %s: %v", o.sign, err)), hint)
	return exitInput
}

// printSigned says with which key the report in a folder is signed.
func printSigned(w io.Writer, key *sign.Key, target string, saved report.Saved) {
	if key == nil {
		return
	}
	verb := "signed"
	if saved == report.SavedNothing {
		verb = "signed already"
	}
	fmt.Fprintf(w, "%s: %s with the %s\n", filepath.Join(target, report.Signature), verb, key.Signer())
}
