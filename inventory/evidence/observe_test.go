package evidence

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the cases' zones, wherever the tests run

	"coupefeu/inventory"
	"coupefeu/inventory/source"

	"github.com/google/go-cmp/cmp"
)

// A case is a list of lines whose fields are separated by " | ":
//
//	as-of | RFC 3339 time
//	zone | IANA name                             of the organisation
//	source | id | tool | file below testdata [| key=value …]
//	backup | service/id | source [| selector=pattern …]
//
// Its expectation is a dump of all that Observe makes of it.
func TestObserve(t *testing.T) {
	names, err := filepath.Glob("testdata/observe/*.case")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			inv, asOf := readCase(t, name)
			o, wrong := Observe([]inventory.Root{{FS: os.DirFS("testdata"), Shown: "shown"}}, inv, asOf)
			golden(t, strings.TrimSuffix(name, ".case")+".golden", dump(inv, o, wrong))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// caseReader builds the inventory of a case.
type caseReader struct {
	t    *testing.T
	inv  inventory.Inventory
	asOf time.Time
	at   source.Place
}

func readCase(t *testing.T, name string) (*inventory.Inventory, time.Time) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c := caseReader{t: t, at: source.Place{File: "observe/" + filepath.Base(name)}}
	c.inv.Zone = time.UTC
	c.asOf = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for line := range strings.Lines(string(text)) {
		c.at.Line++
		c.at.Column = 3
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			c.line(strings.Split(line, " | "))
		}
	}
	return &c.inv, c.asOf
}

func (c *caseReader) line(f []string) {
	switch f[0] {
	case "as-of":
		c.asOf = c.moment(f[1]).Time
	case "zone":
		c.inv.Zone = c.zone(f[1])
	case "source":
		e := inventory.Evidence{ID: f[1], Tool: inventory.Reference{ID: f[2], Line: c.at.Line}, File: f[3], Path: f[3], Place: c.at, Zone: c.inv.Zone}
		for _, option := range f[4:] {
			key, value, _ := strings.Cut(option, "=")
			c.option(&e, key, value)
		}
		c.inv.Evidence = append(c.inv.Evidence, e)
	case "backup":
		c.backup(f)
	default:
		c.t.Fatalf("line %d: what is %q?", c.at.Line, f[0])
	}
}

func (c *caseReader) option(e *inventory.Evidence, key, value string) {
	switch key {
	case "collected":
		e.Collected = source.Optional[source.Moment]{Value: c.moment(value), Given: true}
	case "zone":
		e.Zone = c.zone(value)
	case "optional":
		e.Optional = source.Optional[bool]{Value: value == "true", Given: true}
	case "exit":
		code, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			c.t.Fatal(err)
		}
		e.ExitCode = source.Optional[int64]{Value: code, Given: true}
	case "stderr":
		e.StderrPath = value
	default:
		c.t.Fatalf("line %d: what is %q?", c.at.Line, key)
	}
}

func (c *caseReader) backup(f []string) {
	service, id, _ := strings.Cut(f[1], "/")
	last := len(c.inv.Services) - 1
	if last < 0 || c.inv.Services[last].ID != service {
		c.inv.Services = append(c.inv.Services, inventory.Service{ID: service})
		last++
	}
	b := inventory.Backup{ID: id}
	if len(f) > 2 {
		b.Evidence = source.Optional[inventory.Link]{Given: true, Value: c.link(f[2], f[3:])}
	}
	c.inv.Services[last].Backups = append(c.inv.Services[last].Backups, b)
}

func (c *caseReader) link(id string, selectors []string) inventory.Link {
	l := inventory.Link{Source: inventory.Reference{ID: id, Index: -1}, Place: c.at}
	for i, e := range c.inv.Evidence {
		if e.ID == id {
			l.Source.Index = int32(i)
		}
	}
	for _, s := range selectors {
		key, pattern, _ := strings.Cut(s, "=")
		l.Select = append(l.Select, inventory.Selector{Key: key, Pattern: pattern, Place: c.at})
	}
	return l
}

func (c *caseReader) moment(text string) source.Moment {
	if t, err := time.ParseInLocation(time.DateOnly, text, c.inv.Zone); err == nil {
		return source.Moment{Time: t, Day: true}
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.t.Fatal(err)
	}
	return source.Moment{Time: t}
}

func (c *caseReader) zone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		c.t.Fatal(err)
	}
	return zone
}

// dump writes all that was observed; of many runs the first and the last, with a digest of them all.
func dump(inv *inventory.Inventory, o *Observed, wrong source.Diagnostics) string {
	var out strings.Builder
	for _, s := range o.Sources {
		fmt.Fprintf(&out, "source %s: %s %.12s %d bytes, %d runs, %d failed, %d passed over, usable %v\n",
			s.Entry.ID, s.Name, s.SHA256, s.Bytes, s.Runs, s.Failed, s.PassedOver, s.Usable)
		if s.Problem != "" {
			fmt.Fprintf(&out, "  %s\n", s.Problem)
		}
		if s.Stderr.Name != "" {
			fmt.Fprintf(&out, "  stderr %s %.12s %d bytes\n", s.Stderr.Name, s.Stderr.SHA256, s.Stderr.Bytes)
		}
	}
	for i, service := range inv.Services {
		for j, b := range service.Backups {
			s := o.Of(i, j)
			points, _ := s.Points()
			fmt.Fprintf(&out, "backup %s/%s: linked %v, %d runs, %d points\n", service.ID, b.ID, s.Linked, len(s.Runs), points)
			out.WriteString(dumpRuns(s.Runs))
		}
	}
	for _, n := range o.Notices {
		fmt.Fprintf(&out, "notice %s %s:%d:%d %q\n  %s\n", n.Code, n.At.File, n.At.Line, n.At.Column, n.Args, n.Text)
	}
	if len(wrong) > 0 {
		fmt.Fprintf(&out, "diagnostics\n%s", wrong.Format())
	}
	return out.String()
}

func dumpRuns(runs []Run) string {
	const ends = 4
	var lines []string
	for _, r := range runs {
		ok := "ok"
		if !r.OK {
			ok = "NOT ok"
		}
		lines = append(lines, fmt.Sprintf("  %s %s, %d bytes, %v, %s\n", r.Time.Format(time.RFC3339Nano), ok, r.Bytes, r.Duration, r.ID))
	}
	if len(lines) > 3*ends {
		between := fmt.Sprintf("  … %d more, all together %.12x\n", len(lines)-2*ends, sha256.Sum256([]byte(strings.Join(lines, ""))))
		lines = append(append(lines[:ends:ends], between), lines[len(lines)-ends:]...)
	}
	return strings.Join(lines, "")
}
