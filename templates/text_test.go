package templates_test

import (
	"strings"
	"testing"

	"coupefeu/templates"
)

func TestTags(t *testing.T) {
	if got := strings.Join(templates.Tags(), " "); !strings.HasPrefix(got, "fr nl de en") {
		t.Errorf("Tags begin with %q, want fr nl de en", got)
	}
}

func TestLookupOfUnknownLanguage(t *testing.T) {
	_, err := templates.Lookup("eo")
	const want = `unknown language "eo": known are fr, nl, de, en`
	if err == nil || err.Error() != want {
		t.Errorf("error is %v, want %s", err, want)
	}
}

// TestZero has a form of its own where a text gives one, also where there is no form "one".
func TestZero(t *testing.T) {
	l := lookup(t, "fr")
	table := map[int]string{0: "La fiche est complète.", 1: "Rubriques absentes de la fiche\u202f: 1 (rto).", 2: "Rubriques absentes de la fiche\u202f: 2 (rto)."}
	for n, want := range table {
		got := l.Text("reasons.record.missing", templates.Args{"n": n, "measured": l.Integer(int64(n)), "names": "rto"})
		if got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// TestMistakesShow looks at what a mistake of the program prints: the key, between brackets that no text has.
func TestMistakesShow(t *testing.T) {
	l := lookup(t, "fr")
	table := []struct {
		mistake, key string
		args         templates.Args
	}{
		{"no such key", "words.status.gone", nil},
		{"a section", "words.status", nil},
		{"no such argument", "units.distance", nil},
		{"an argument of a type that has no print", "units.distance", templates.Args{"n": 1.5}},
		{"no n to choose the form", "reasons.record.missing", templates.Args{"measured": "5", "names": "rto"}},
		{"an n that is no whole number", "reasons.record.missing", templates.Args{"n": "5", "measured": "5", "names": "rto"}},
	}
	for _, c := range table {
		if got, want := l.Text(c.key, c.args), "⟦"+c.key+"⟧"; got != want {
			t.Errorf("%s: %q, want %q", c.mistake, got, want)
		}
	}
}

// TestVariants finds a text under its name where the name has variants below it.
func TestVariants(t *testing.T) {
	l := lookup(t, "en")
	got := l.Text("reasons.backup.interval", templates.Args{"measured": "24 h"})
	if want := "Shortest declared interval: 24 h."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := l.Text("reasons.backup.interval.none", nil); got != "No backup." {
		t.Errorf("%q, want %q", got, "No backup.")
	}
	if !l.Has("reasons.backup.interval") || l.Has("reasons.backup") {
		t.Error("Has must know a text with variants, and not take a section for one")
	}
}

func TestNotice(t *testing.T) {
	got, known := lookup(t, "fr").Notice("restore-test-backup-gone", []string{"paie", "nas", "2026-05-01"})
	want := "L’essai de restauration de paie du 1er mai 2026 nomme la sauvegarde nas, qui n’existe plus\u202f: il ne dit rien d’aucun jeu de données."
	if !known || got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got, _ = lookup(t, "nl").Notice("dependency-cycle", []string{"a", "b", "c"})
	if want := "Deze diensten hangen in een kring van elkaar af: a, b en c."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got, _ = lookup(t, "fr").Notice("history-altered", []string{"2026-Q1", "summary.md"})
	want = "Le rapport de 2026-T1 n’est pas utilisé, et ce trimestre manque aux comparaisons\u202f: des fichiers ont changé depuis qu’il a été scellé (summary.md)."
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, known := lookup(t, "fr").Notice("of-another-pack", nil); known || got != "" {
		t.Errorf("an unknown code gives %q, want nothing", got)
	}
}

func TestWorkbook(t *testing.T) {
	if got, want := templates.Workbook("1\u202f280 tenues\u202f: 71\u00a0%"), "1\u00a0280 tenues\u00a0: 71\u00a0%"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFont looks for the TrueType signature and the weight's own name in each file.
func TestFont(t *testing.T) {
	sizes := make(map[int]bool)
	for _, weight := range []templates.Weight{templates.Regular, templates.SemiBold, templates.Bold} {
		data := templates.Font(weight)
		if len(data) < 100_000 || string(data[:4]) != "\x00\x01\x00\x00" {
			t.Errorf("%s: no TrueType file", weight)
		}
		sizes[len(data)] = true
	}
	if len(sizes) != 3 {
		t.Errorf("%d different files for three weights", len(sizes))
	}
}

func BenchmarkLookup(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lookup(b, "fr")
	}
}

func BenchmarkText(b *testing.B) {
	l := lookup(b, "fr")
	args := templates.Args{"measured": "61 h", "from": "28/09/2026", "to": "30/09/2026"}
	b.ReportAllocs()
	for b.Loop() {
		l.Text("reasons.backup.gap", args)
	}
}

func BenchmarkDuration(b *testing.B) {
	l := lookup(b, "fr")
	b.ReportAllocs()
	for b.Loop() {
		l.Duration(7800)
	}
}
