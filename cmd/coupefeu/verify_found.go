package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"coupefeu/inventory/source"
	"coupefeu/report"
)

// checkFolder says which report this is, and what is wrong with its folder.
func (v *verification) checkFolder() {
	v.ledger.title = v.title()
	seal := v.sealed.Seal
	if path, err := filepath.Abs(v.dir); err == nil && v.sealed.Misnamed(filepath.Base(path)) {
		v.ledger.add(lineFault, "folder", "named %s, and holds the report of %s", filepath.Base(path), v.sealed.Head.Period.ID)
	}
	for _, f := range seal.Faults {
		v.ledger.add(lineFault, "seal", "%s", faultWords(f))
	}
	if len(seal.Faults) == 0 {
		v.ledger.add(lineHolds, "seal", "%s, %s", counted(len(seal.Files), "file"), seal.SHA256)
	}
}

// title names the report.
func (v *verification) title() string {
	a := v.sealed.Head
	if a == nil {
		return fmt.Sprintf("%s: a report that can't be read any more: %v", v.dir, reason(v.sealed.Unread))
	}
	what := "sealed report of "
	switch {
	case a.Fictitious && a.Draft:
		what = "a draft, not sealed, on the sample, a fictitious organisation: "
	case a.Fictitious:
		what = "sealed report on the sample, a fictitious organisation: "
	case a.Draft:
		what = "a draft, not sealed, of "
	}
	return fmt.Sprintf("%s: %s%s, %s, as of %s", v.dir, what, a.Organisation.Name, a.Period.ID, a.AsOf.Format("2006-01-02 15:04"))
}

// faultWords say what is wrong with a file.
func faultWords(f report.Fault) string {
	switch f.Kind {
	case report.Changed:
		return f.File + " was changed"
	case report.Missing:
		return f.File + " is missing"
	case report.Added:
		return f.File + " was added"
	}
	if f.Line == 0 {
		return f.File + " was changed: it is not such a file as report writes"
	}
	return fmt.Sprintf("%s was changed: line %d is not as report writes it", f.File, f.Line)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// relations are the checks that the relations between reports are printed under.
var relations = []struct {
	relation report.Relation
	check    string
}{
	{report.Precedes, "chain"},
	{report.LookedBackAt, "history"},
	{report.Replaced, "supersedes"},
}

// checkChain says what was found of the reports that this one names: those that hold in one line, then what is worth a
// line of its own.
func (v *verification) checkChain() {
	if v.sealed.Head == nil {
		v.ledger.add(lineNote, "chain", "not checked: %s does not say which reports it names", assessmentName)
		return
	}
	if v.sealed.Head.Previous == nil {
		v.ledger.add(lineHolds, "chain", "the first: it names no quarter before")
	}
	for _, r := range relations {
		v.checkWhole(r.check, r.relation)
		for i := range v.links {
			if v.links[i].Relation == r.relation {
				v.checkLink(r.check, &v.links[i])
			}
		}
	}
}

// checkWhole names the reports that hold: those beside, then those inside the program.
func (v *verification) checkWhole(check string, relation report.Relation) {
	var beside, inside []string
	for i := range v.links {
		l := &v.links[i]
		switch {
		case l.Relation != relation || !l.Holds():
		case l.Inside:
			inside = append(inside, folderOf(l))
		default:
			beside = append(beside, folderOf(l))
		}
	}
	if len(beside) > 0 {
		v.ledger.add(lineHolds, check, "%s", strings.Join(beside, ", "))
	}
	if len(inside) > 0 {
		v.ledger.add(lineHolds, check, "%s, inside the program", strings.Join(inside, ", "))
	}
}

// folderOf names the folder of a report, and says where the chain begins with it.
func folderOf(l *report.Link) string {
	if l.First && l.Relation == report.Precedes {
		return l.Folder + " (the first)"
	}
	return l.Folder
}

// checkLink says what is worth a line of its own.
func (v *verification) checkLink(check string, l *report.Link) {
	add := func(word, format string, arguments ...any) { v.ledger.add(word, check, format, arguments...) }
	switch {
	case l.Folder == "" && len(l.Others) == 0 && l.Relation == report.Precedes:
		add(lineNote, "%s is not at hand: the chain is checked as far as %s", l.Period, l.By)
	case l.Folder == "" && len(l.Others) == 0:
		add(lineNote, "the report of %s with the seal %s is not at hand", l.Period, short(l.SHA256))
	case l.Folder == "":
		add(lineFault, "%s names the report of %s by the seal %s, and %s", l.By, l.Period, short(l.SHA256), others(l.Others))
	case l.Superseded() && l.Relation != report.Replaced && l.Holds():
		add(lineNote, "the link to %s holds: that is the report of %s that was looked back at, and was replaced since", l.Folder, l.Period)
	}
	for _, f := range l.Faults {
		add(lineFault, "%s: %s", l.Folder, faultWords(f))
	}
	if l.Wrong != "" {
		add(lineFault, "%s: %s", l.Folder, l.Wrong)
	}
	if l.Folder != "" && !l.Followed && l.Relation != report.LookedBackAt {
		add(lineNote, "what %s names is not checked", l.Folder)
	}
}

// others say which seals were found instead.
func others(list []report.Other) string {
	var words []string
	for _, o := range list {
		if o.SHA256 == "" {
			words = append(words, o.Folder+" bears none")
		} else {
			words = append(words, o.Folder+" bears "+short(o.SHA256))
		}
	}
	return strings.Join(words, ", ")
}

// short is a digest as people compare it.
func short(digest string) string {
	if len(digest) > 12 {
		return digest[:12] + "…"
	}
	return digest
}

// checkSignature says who signed the sums, and whether they may.
func (v *verification) checkSignature(s streams) {
	signer, forged := v.sealed.Signer, v.sealed.Forged
	switch {
	case forged != nil:
		v.ledger.add(lineFault, "signature", "%s: %v", report.Signature, reason(forged))
	case signer == nil && v.signers != "":
		v.ledger.add(lineFault, "signature", "none: there is no %s", report.Signature)
	case signer == nil:
		v.ledger.add(lineNote, "signature", "none")
	case v.signers == "":
		v.ledger.add(lineHolds, "signature", "by the %s; whether it may sign takes --allowed-signers", signer)
	default:
		v.checkSigner(s)
	}
}

// checkSigner holds the signer against the file of --allowed-signers.
func (v *verification) checkSigner(s streams) {
	who, err := v.allowed.Principal(*v.sealed.Signer, s.now)
	if err != nil {
		v.ledger.add(lineFault, "signature", "by the %s: %s", v.sealed.Signer, strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	v.ledger.add(lineHolds, "signature", "by %s, with the %s", who, v.sealed.Signer)
}

// ledger is what was found, one line a check.
type ledger struct {
	title  string
	lines  []string
	faults int
	fails  []string
}

// The words that lines begin with.
const (
	lineHolds = "ok"
	lineNote  = "note"
	lineFault = "FAIL"
)

// add notes what a check found.
func (l *ledger) add(word, check, format string, arguments ...any) {
	line := source.Safe(fmt.Sprintf("%-4s  %-10s  %s", word, check, fmt.Sprintf(format, arguments...)))
	l.lines = append(l.lines, line)
	if word == lineFault {
		l.faults++
		l.fails = append(l.fails, line)
	}
}

// print prints all of it; quiet, what does not hold.
func (l *ledger) print(w io.Writer, quiet bool) error {
	lines := l.fails
	if !quiet {
		lines = append([]string{source.Safe(l.title)}, l.lines...)
	}
	return buffered(w, func(w io.Writer) error {
		for _, line := range lines {
			if _, err := fmt.Fprintln(w, line); err != nil {
				return err
			}
		}
		return nil
	})
}
