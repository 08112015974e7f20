package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"coupefeu/inventory/source"
	"coupefeu/report"
	quarters "coupefeu/report/sample"
	"coupefeu/report/sign"
)

// verifyHelp is what people must know to trust the answer.
const verifyHelp = `DIR is the folder of one quarter, such as out/2026-Q3. Nothing is written there.

  seal        every file is as SHA256SUMS lists it, and there is no other
  chain       the sealed report that this one names as the quarter before is beside it, byte
              for byte, and that one's too, back to the first; likewise what --force replaced.
              A quarter that is not beside is said: the chain is checked as far as it is there
  signature   SHA256SUMS.sig is a whole signature of SHA256SUMS; with --allowed-signers it
              must be there, and be by somebody whom that file allows
  reproduced  with --inventory or --sample: assessed again, with the as-of, the languages, the
              formats, the audit seed and the earlier quarters of DIR, every file comes out byte
              for byte. If not, the first difference is said in words

The exit status is 0 if all of it holds, 1 if not, 2 if DIR is no report that can be verified
or the input is wrong, 4 if the machine failed.
`

// verification is what verify is asked for, and what it finds.
type verification struct {
	*options        // inventory, sample, rules, quiet, and history: where the earlier quarters lie
	dir      string // as it was given
	signers  string // file of --allowed-signers; "": none
	allowed  sign.Allowed

	again   bool // assess again
	sealed  *report.Sealed
	links   []report.Link
	shelves []report.Shelf
	ledger  ledger
}

func runVerify(c command, args []string, s streams) int {
	v, status, ended := parseVerify(c, args, s)
	if ended {
		return status
	}
	p := newProgress(s, v.quiet)
	defer p.finish()
	if err := v.readSigners(s, p); err != nil {
		p.finish()
		return inputStatus(err, s)
	}
	p.at("checking the seal and the chain")
	if err := v.open(); err != nil {
		p.finish()
		complain(s.err, source.Safe(err.Error()), v.hint(err))
		return exitInput
	}
	v.checkFolder()
	v.checkChain()
	v.checkSignature(s)
	status = v.reproduce(s, p)
	p.finish()
	if err := v.ledger.print(s.out, v.quiet); err != nil {
		return failed(fmt.Errorf("printing what was found: %w", err), s)
	}
	if status == exitDone && v.ledger.faults > 0 {
		return exitGate
	}
	return status
}

// parseVerify reads the command line. Where the program ends here, ended is true and status the exit status.
func parseVerify(c command, args []string, s streams) (v *verification, status int, ended bool) {
	v = &verification{options: &options{}}
	l := newCommandLine(c)
	l.arguments, l.about, l.hint = "DIR", verifyHelp, "; as-of, languages and formats are taken from DIR"
	flags := l.flags
	flags.StringArrayVarP(&v.inventory, "inventory", "i", nil, "assess again the inventory file or folder `PATH` (repeatable), and compare")
	flags.BoolVar(&v.sample, "sample", false, "assess again the sample inside the program, and compare")
	flags.StringVarP(&v.rules, "rules", "r", "", "with the rule pack `FILE` (default: the baseline pack inside the program)")
	v.templateFlag(flags)
	flags.StringVar(&v.history, "history", "", "`DIR` that holds the earlier reports (default: the folder that holds DIR)")
	flags.StringVar(&v.signers, "allowed-signers", "", "`FILE` of who may sign, as ssh-keygen -Y verify takes it: the signature must be there and be theirs")
	flags.BoolVarP(&v.quiet, "quiet", "q", false, "print only what does not hold")
	status, ended = l.read(args, s, func() error { return v.check(flags) })
	return v, status, ended
}

// check refuses what cannot be meant, all of it in one error.
func (v *verification) check(flags *pflag.FlagSet) error {
	var faults []string
	switch flags.NArg() {
	case 0:
		faults = append(faults, "name the folder to verify, such as out/2026-Q3")
	case 1:
		v.dir = flags.Arg(0)
	default:
		faults = append(faults, fmt.Sprintf("unexpected argument %q: one folder is verified at a time", flags.Arg(1)))
	}
	v.again = v.sample || len(v.inventory) > 0
	if v.sample && len(v.inventory) > 0 {
		faults = append(faults, "--sample and --inventory exclude each other")
	}
	faults = append(faults, repeated(v.inventory)...)
	if v.rules != "" && !v.again {
		faults = append(faults, "--rules is for assessing again: give --inventory or --sample too")
	}
	if v.template != "" && !v.again {
		faults = append(faults, "--template is for assessing again: give --inventory or --sample too")
	}
	return together(faults)
}

// readSigners reads the file of --allowed-signers, so that one that cannot be used is found first.
func (v *verification) readSigners(s streams, p *progress) error {
	if v.signers == "" {
		return nil
	}
	data, err := readBounded(v.signers)
	if err != nil {
		return fmt.Errorf("--allowed-signers %s: %w", v.signers, err)
	}
	v.allowed, err = sign.ReadAllowed(source.File{Name: v.signers, Shown: v.signers, Data: data, Bytes: int64(len(data))})
	var mistakes source.Diagnostics
	if errors.As(err, &mistakes) {
		return printMistakes(s, p, mistakes)
	}
	return err
}

// open checks the folder byte by byte and looks for what its report names. Its error says why there is nothing to verify.
func (v *verification) open() error {
	info, err := os.Stat(v.dir)
	if err == nil && !info.IsDir() {
		err = errors.New("it is no folder")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", v.dir, reason(err))
	}
	if v.sealed, err = report.OpenSealed(os.DirFS(v.dir)); err != nil {
		return v.unusable(err)
	}
	if v.sealed.Head == nil {
		return nil
	}
	if v.shelves, err = v.besides(); err != nil {
		return err
	}
	v.links, err = v.sealed.Follow(v.shelves)
	return err
}

// unusable says why a folder holds no report that can be verified.
func (v *verification) unusable(err error) error {
	var newer *report.SchemaError
	var file *fs.PathError
	switch {
	case errors.As(err, &newer):
		return fmt.Errorf("%s/%s: %w", v.dir, assessmentName, newer)
	case errors.Is(err, report.ErrForeign):
		return fmt.Errorf("%s/%s: %w", v.dir, assessmentName, report.ErrForeign)
	case errors.Is(err, fs.ErrNotExist) && errors.As(err, &file):
		return fmt.Errorf("%s has no %s: it is no report that can be verified", v.dir, filepath.Base(file.Path))
	case errors.As(err, &file):
		return fmt.Errorf("%s cannot be read: %w", filepath.Join(v.dir, file.Path), file.Err)
	}
	return fmt.Errorf("%s: %w", v.dir, err)
}

// hint says what to do about a folder that is no report: perhaps those that are meant lie in it.
func (v *verification) hint(err error) string {
	if v.sealed != nil || errors.Is(err, fs.ErrPermission) {
		return ""
	}
	inside, err := filepath.Glob(filepath.Join(v.dir, "[0-9][0-9][0-9][0-9]-Q[1-4]", report.Sums))
	if err == nil && len(inside) > 0 {
		return "name one quarter, such as " + source.Safe(filepath.Dir(inside[len(inside)-1]))
	}
	return "DIR is the folder of one quarter that coupefeu report wrote, such as out/2026-Q3"
}

// besides are the folders in which to look for the reports that this one names: that which holds it, or --history; for
// the sample also its own earlier quarters.
func (v *verification) besides() ([]report.Shelf, error) {
	path, err := filepath.Abs(v.dir)
	if err != nil {
		return nil, fmt.Errorf("finding the folder that holds %s: %w", v.dir, err)
	}
	shelves := []report.Shelf{{FS: os.DirFS(filepath.Dir(path)), Own: filepath.Base(path)}}
	if v.history != "" {
		_, folder, err := historyFolder(v.options)
		if err != nil {
			return nil, err
		}
		if !sameFile(v.history, filepath.Dir(path)) {
			shelves = append([]report.Shelf{{FS: folder}}, shelves...)
		}
	}
	if v.sealed.Head.Fictitious {
		inside, err := quarters.Quarters()
		if err != nil {
			return nil, err
		}
		shelves = append(shelves, report.Shelf{FS: inside, Inside: true})
	}
	return shelves, nil
}

func sameFile(a, b string) bool {
	one, errOne := os.Stat(a)
	two, errTwo := os.Stat(b)
	return errOne == nil && errTwo == nil && os.SameFile(one, two)
}
