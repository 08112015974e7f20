package report

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"testing"

	"coupefeu/inventory"
	"coupefeu/inventory/evidence"
	"coupefeu/inventory/source"
	"coupefeu/rules"
)

// quarter is what one quarter is assessed from, as an organisation keeps it: files, a rule pack and a day.
type quarter struct {
	files fs.FS
	pack  string
	asOf  string
}

// input reads what a quarter is made of, as the program does.
func (q quarter) input(t testing.TB) (rules.Input, Request) {
	t.Helper()
	roots := []inventory.Root{{FS: q.files, Shown: "test"}}
	inv, mistakes := inventory.Load(roots)
	if len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	pack := loadedPack(t, q.pack)
	moment, err := source.ParseMoment(q.asOf, inv.Zone)
	if err != nil {
		t.Fatal(err)
	}
	notices, mistakes := rules.Check(pack, inv, moment.End())
	if len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	known := inv.At(moment.End())
	observed, mistakes := evidence.Observe(roots, known, moment.End())
	if len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	period := PeriodOf(moment.End(), inv.Zone)
	return rules.Input{Pack: pack, Inventory: known, Observed: observed, AsOf: moment.End(), Start: period.Start},
		Request{Version: "0.0.0", Period: period, Notices: notices}
}

// assess assesses a quarter that looks back at earlier ones.
func (q quarter) assess(t testing.TB, earlier ...*Earlier) *Assessment {
	t.Helper()
	in, request := q.input(t)
	request.History.Quarters = earlier
	return Assess(in, request)
}

// readBack is an assessment as later quarters see it: written as JSON and read again.
func readBack(t testing.TB, a *Assessment) *Earlier {
	t.Helper()
	var b bytes.Buffer
	if err := WriteJSON(&b, a); err != nil {
		t.Fatal(err)
	}
	e := &Earlier{Seal: digestOfText(b.String())}
	var err error
	if e.Assessment, err = ReadAssessment(&b, e.Grid.add); err != nil {
		t.Fatal(err)
	}
	return e
}

// remembered is the same without the detour through text, for tests that do it thousands of times.
func remembered(t testing.TB, a *Assessment) *Earlier {
	t.Helper()
	e := &Earlier{Assessment: a, Seal: "of " + a.Period.ID}
	for i := range a.Findings {
		f := &a.Findings[i]
		entry := Entry{Rule: f.Rule, Service: f.Service, Status: f.Status.String()}
		if f.Waiver != "" {
			entry.Waiver = &f.Waiver
		}
		if err := e.Grid.add(&entry); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// reconcile checks that the opening figure, less what closed and plus what opened, is the closing one, and that every
// other count of the changes agrees with the items.
func reconcile(t testing.TB, a *Assessment, before *Earlier) {
	t.Helper()
	c := a.Changes
	if c.Opening != before.Summary.Checks.Open() || c.OpeningChecks != before.Summary.Checks.Applicable() {
		t.Errorf("opening %d of %d, the earlier report has %+v", c.Opening, c.OpeningChecks, before.Summary.Checks)
	}
	if c.Closing != a.Summary.Checks.Open() || c.ClosingChecks != a.Summary.Checks.Applicable() {
		t.Errorf("closing %d of %d, the report has %+v", c.Closing, c.ClosingChecks, a.Summary.Checks)
	}
	sum, items := c.Opening, 0
	for _, cause := range Causes {
		n, given := c.ByCause[cause]
		if !given || c.ByRule[cause] == nil {
			t.Errorf("nothing is said of the cause %s", cause)
		}
		if cause.Opens() {
			sum += n
		} else {
			sum -= n
		}
		items += n
		for _, of := range c.ByRule[cause] {
			n -= of
		}
		if n != 0 {
			t.Errorf("%s: %d too many for its rules %v", cause, n, c.ByRule[cause])
		}
	}
	if sum != c.Closing || items != len(c.Items) || len(c.ByCause) != len(Causes) {
		t.Errorf("opening %d and %v come to %d with %d items, closing is %d with %d", c.Opening, c.ByCause, sum, items, c.Closing, len(c.Items))
	}
}

// word is a status of a change, "-" where there is none.
func word(status *string) string {
	if status == nil {
		return "-"
	}
	return *status
}

// shown writes a change on one line.
func (c *Change) shown() string {
	return fmt.Sprintf("%s %s: %s, %s > %s %s", c.Rule, c.Service, c.Cause, word(c.Before), word(c.Now), c.Waiver)
}

func digestOfText(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func loadedPack(t testing.TB, text string) *rules.Pack {
	t.Helper()
	pack, mistakes := rules.Load(source.File{Name: "pack.yaml", Shown: "pack.yaml", Data: []byte(text), SHA256: digestOfText(text)})
	if len(mistakes) > 0 {
		t.Fatal(mistakes.Format())
	}
	return pack
}
