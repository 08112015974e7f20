package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
)

// periods names the entries of a trend, those without figures in brackets.
func periods(trend []Quarter) string {
	var names []string
	for _, q := range trend {
		name := q.Period
		if q.Figures == nil {
			name = "(" + name + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestTrendShowsGaps(t *testing.T) {
	for _, c := range []struct{ earlier, now, want string }{
		{"", "2026-Q3", "2026-Q3"},
		{"2026-Q2", "2026-Q3", "2026-Q2 2026-Q3"},
		{"2025-Q3", "2026-Q2", "2025-Q3 (2025-Q4) (2026-Q1) 2026-Q2"},
		{"2024-Q4 2025-Q1 2025-Q4", "2026-Q2", "2024-Q4 2025-Q1 (2025-Q2) (2025-Q3) 2025-Q4 (2026-Q1) 2026-Q2"},
		{"9999-Q3", "9999-Q4", "9999-Q3 9999-Q4"},
	} {
		var quarters []*Earlier
		for _, period := range strings.Fields(c.earlier) {
			quarters = append(quarters, &Earlier{Assessment: &Assessment{Period: Period{ID: period}}})
		}
		if got := periods(trendOf(&Assessment{Period: Period{ID: c.now}}, quarters, time.UTC)); got != c.want {
			t.Errorf("%s, then %s: %s, want %s", c.earlier, c.now, got, c.want)
		}
	}
}

// TestTrendKeepsWhatWasSealed: the figures of an earlier quarter are those of its own report, even where today's program
// would draw others from it.
func TestTrendKeepsWhatWasSealed(t *testing.T) {
	before := readBack(t, plainQuarter(t, "2026-06-30", slow, nil).assess(t))
	before.Trend[0].Figures.Campuses = 77
	before.Summary.Services = 99
	a := plainQuarter(t, "2026-09-30", nil, nil).assess(t, before)
	f := a.Trend[0].Figures
	if f.Campuses != 77 || f.Services != 2 || f.Seal != before.Seal || f.Open != 1 || f.ByTier["vital"].Open != 1 {
		t.Errorf("the earlier quarter's figures are %+v", f)
	}
	if before.Trend[0].Figures.Seal != "" {
		t.Error("the earlier report was written to")
	}
}

// TestTrendOfReportsWithoutOne: an older program sealed no trend, and a summary does not say everything.
func TestTrendOfReportsWithoutOne(t *testing.T) {
	made := plainQuarter(t, "2026-06-30", edits(slow, accepted), nil).assess(t)
	want := *made.Trend[0].Figures
	want.Restores, want.Worst, want.Lost, want.Unproven = nil, nil, nil, nil
	for about, change := range map[string]func(*Earlier){
		"none":                     func(e *Earlier) { e.Trend = nil },
		"without figures":          func(e *Earlier) { e.Trend[0].Figures = nil },
		"that ends with another":   func(e *Earlier) { e.Trend[0].Period = "2026-Q1" },
		"of another quarter later": func(e *Earlier) { e.Trend = append(e.Trend, Quarter{Period: "2026-Q3", Figures: &Figures{}}) },
	} {
		t.Run(about, func(t *testing.T) {
			before := readBack(t, made)
			change(before)
			want.Seal = before.Seal
			a := plainQuarter(t, "2026-09-30", nil, nil).assess(t, before)
			if diff := cmp.Diff(&want, a.Trend[0].Figures); diff != "" {
				t.Errorf("figures (-want +got):\n%s", diff)
			}
		})
	}
	if want.Waivers["in_force"] != 1 || len(want.Waivers) != 5 || len(want.Commitments) != 4 || want.Demonstrated == nil {
		t.Errorf("the summary gives %+v", want)
	}
}

// TestDemonstratedComesBackWhole: a share gives its count back only where it is exactly that of one.
func TestDemonstratedComesBackWhole(t *testing.T) {
	for of := 1; of < 400; of++ {
		for count := 0; count <= of; count++ {
			part := float64(count) / float64(of)
			if got := wholeShare(&part, of); got == nil || *got != (Share{count, of}) {
				t.Fatalf("%d of %d comes back as %v", count, of, got)
			}
		}
	}
	rounded := 0.71
	if got := wholeShare(&rounded, 197); got != nil {
		t.Errorf("0.71 of 197 checks is %v: it was rounded, and no count", got)
	}
	if wholeShare(nil, 3) != nil || wholeShare(&rounded, 0) != nil {
		t.Error("nothing has a share")
	}
}

// TestFiguresOfNothing: what is not there is null and never zero.
func TestFiguresOfNothing(t *testing.T) {
	a := plainQuarter(t, "2026-09-30", nil, []string{"{each: [campus]}", "{each: [site]}", "  - {id: proven,", "  # {id: proven,"}).assess(t)
	f := a.Trend[0].Figures
	if f.Worst != nil || f.Lost == nil || *f.Lost != 0 || f.Restores != nil {
		t.Errorf("without a campus that is played and a rule that asks for tests: %+v", f)
	}
	a = plainQuarter(t, "2026-09-30", nil, []string{"{each: [campus]}", "{each: []}"}).assess(t)
	if f = a.Trend[0].Figures; f.Lost != nil || f.Unproven != nil || f.Restores == nil {
		t.Errorf("without any scenario: %+v", f)
	}
}

// TestAlteredQuarterIsAGap makes three quarters, and touches the middle one after it was sealed.
func TestAlteredQuarterIsAGap(t *testing.T) {
	out := t.TempDir()
	plainQuarter(t, "2026-06-30", slow, nil).run(t, out)
	plainQuarter(t, "2026-09-30", slow, nil).run(t, out)
	file := filepath.Join(out, "2026-Q3", assessmentFile)
	text := bytes.Replace([]byte(read(t, file)), []byte("Mail"), []byte("Male"), 1)
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	a, _, _ := plainQuarter(t, "2026-12-31", slow, nil).run(t, out)
	if got, want := periods(a.Trend), "2026-Q2 (2026-Q3) 2026-Q4"; got != want {
		t.Errorf("the trend is %s, want %s", got, want)
	}
	if a.Previous.Period != "2026-Q2" || a.Changes.Opening != 1 || len(a.Changes.Items) != 0 {
		t.Errorf("previous %v, changes %+v", a.Previous, a.Changes)
	}
	for i := range a.Findings {
		if f := &a.Findings[i]; f.Rule == "often" && f.Service == "mail" && f.Since != "2026-Q2" {
			t.Errorf("open since %s: a gap ends no run", f.Since)
		}
	}
	last := a.Notices[len(a.Notices)-1]
	if !AboutHistory(last) || last.Code != noticeAltered || !strings.Contains(last.Text, "2026-Q3") {
		t.Errorf("the last notice is %+v", last)
	}
}

// TestNoticesOfHistoryComeLast, after those about the inventory and the rules.
func TestNoticesOfHistoryComeLast(t *testing.T) {
	in, request := plainQuarter(t, "2026-09-30", []string{"instances: [{site: a, role: active}], ", ""}, nil).input(t)
	request.Notices = append(request.Notices, inventory.Notice{Code: "check"})
	request.History.Notices = []inventory.Notice{{Code: noticeDraft}}
	before := readBack(t, plainQuarter(t, "2026-06-30", nil, strict).assess(t))
	before.Pack.Text = "pack: {"
	request.History.Quarters = []*Earlier{before}
	var codes []string
	for _, n := range Assess(in, request).Notices {
		codes = append(codes, n.Code)
	}
	if diff := cmp.Diff([]string{"no-instance", "check", noticeDraft, noticeEarlierRules}, codes); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
}
