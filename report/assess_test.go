package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// assessed loads texts as an inventory and a pack, and assesses them as of a moment.
func assessed(t testing.TB, inventoryText, packText, asOf string) *Assessment {
	t.Helper()
	return assessedAfter(t, History{}, inventoryText, packText, asOf)
}

// assessedAfter does so with earlier reports to look back at.
func assessedAfter(t testing.TB, h History, inventoryText, packText, asOf string) *Assessment {
	t.Helper()
	return assessedFiles(t, h, map[string]string{"inventory.yaml": inventoryText}, packText, asOf)
}

// assessedFiles does so with an inventory of several files, evidence among them.
func assessedFiles(t testing.TB, h History, files map[string]string, packText, asOf string) *Assessment {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	in, request := quarter{folder, packText, asOf}.input(t)
	request.History = h
	return Assess(in, request)
}

const testPack = `
pack: {id: test, version: 1.0.0, title: {fr: Essai, en: Trial}}
tiers: [vital, standard]
rules:
  - id: frequency
    title: {fr: Fréquence, en: Frequency}
    severity: high
    metric: backup.interval
    at_most: {vital: 4h, standard: 7d}
    references: {iso27001-2022: [A.8.13, A.5.30]}
  - id: tested
    title: {fr: Essai, en: Tested}
    severity: {vital: critical, standard: low}
    metric: restore_test.age
    at_most: 92d
    references: {iso27001-2022: [A.8.13]}
  - id: loss
    title: Loss
    severity: low
    metric: backup.interval
    at_most: service.rpo
`

const testInventory = `
organisation: {id: test, name: Test, timezone: Europe/Brussels, language: fr}
members:
  - {id: a, name: A, kind: commune}
  - {id: b, name: B, kind: cpas}
  - {id: c, name: C, kind: commune}
providers: [{id: p, name: P}]
sites:
  - {id: s1, name: S1, provider: p, campus: x, coordinates: [50, 5]}
  - {id: s2, name: S2, provider: p, campus: y, coordinates: [51, 5]}
  - {id: s3, name: S3, provider: p, campus: y}
services:
  - {id: mail, name: "Mail \"quoted\" <b>\u2028\\", tier: vital, owner: Anne, members: all, rpo: 1h, instances: [{site: s1, role: active}], backups: [{id: n, site: s2, every: 1h}]}
  - {id: wiki, name: Wiki, tier: standard, owner: Anne, members: {kinds: [commune]}, backups: [{id: n, site: s2, every: 30d}]}
  - {id: blog, name: Blog, tier: standard, members: [b]}
  - {id: portal, name: Portal, tier: standard, stateful: false}
restore_tests:
  - {service: mail, date: 2026-06-01, outcome: passed, document: PV-1, duration: 2h}
  - {service: wiki, date: 2026-06-02, outcome: failed}
waivers:
  - {id: W-1, rule: frequency, services: [wiki], reason: r, approved_by: CA, approved_on: 2026-06-01, expires: 2026-12-31}
commitments:
  - {id: C-kept, what: w, service: mail, rule: tested, owner: o, due: 2026-01-01, decided_on: 2025-12-01}
  - {id: C-waived, what: w, service: wiki, rule: frequency, owner: o, due: 2026-06-30, decided_on: 2025-12-01}
  - {id: C-late, what: w, service: wiki, rule: tested, owner: o, due: 2026-06-29, decided_on: 2025-12-01}
  - {id: C-claimed, what: w, service: wiki, rule: tested, owner: o, due: 2027-01-01, decided_on: 2025-12-01, done_on: 2026-06-30}
  - {id: C-early, what: w, service: wiki, rule: tested, owner: o, due: 2027-01-01, decided_on: 2025-12-01, done_on: 2026-07-01}
  - {id: C-paper, what: w, owner: o, due: 2026-01-01, decided_on: 2025-12-01, done_on: 2026-02-01, document: PV-2}
  - {id: C-word, what: w, owner: o, due: 2026-01-01, decided_on: 2025-12-01, done_on: 2026-02-01}
  - {id: C-future, what: w, owner: o, due: 2026-12-01, decided_on: 2026-07-01}
`

func TestCommitmentStates(t *testing.T) {
	a := assessed(t, testInventory, testPack, "2026-06-30")
	got := map[string]string{}
	for _, c := range a.Commitments {
		got[c.ID] = c.State
	}
	// As of the last instant of 30 June a promise due that day is not late yet; one of 29 June is.
	want := map[string]string{"C-kept": Kept, "C-waived": StillOpen, "C-late": Late, "C-claimed": Undemonstrated,
		"C-early": StillOpen, "C-paper": Kept, "C-word": Undemonstrated}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("commitments are\n%v\nwant\n%v", got, want)
	}
}

func TestSummaryCountsByHand(t *testing.T) {
	a := assessed(t, testInventory, testPack, "2026-06-30")
	half := func(g Group) string {
		shown := "none"
		if g.Demonstrated != nil {
			shown = fmt.Sprintf("%.3f", *g.Demonstrated)
		}
		return fmt.Sprint(g.Services, g.Compliant, g.CompliantWithWaivers, g.Checks, " ", shown)
	}
	// mail: 3 pass. wiki: frequency waived, tested fail, loss unknown. blog: none fails thrice. portal: nothing applies.
	for name, c := range map[string]struct {
		got  Group
		want string
	}{
		"all":      {a.Summary.Group, "4 1 0 {3 4 1 1 3} 0.111"},
		"vital":    {a.Summary.ByTier["vital"], "1 1 0 {3 0 0 0 0} 0.333"},
		"standard": {a.Summary.ByTier["standard"], "3 0 0 {0 4 1 1 3} 0.000"},
		"Anne":     {a.Summary.ByOwner["Anne"], "2 1 0 {3 1 1 1 0} 0.167"},
		"nobody":   {a.Summary.ByOwner[""], "2 0 0 {0 3 0 0 3} 0.000"},
		"a":        {a.Summary.ByMember["a"], "2 1 0 {3 1 1 1 0} 0.167"},
		"b":        {a.Summary.ByMember["b"], "2 1 0 {3 3 0 0 0} 0.167"},
	} {
		if got := half(c.got); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got, want := fmt.Sprint(a.Summary.ByControl), "map[iso27001-2022:map[A.5.30:{1 1 0 1 1} A.8.13:{2 3 0 1 2}]]"; got != want {
		t.Errorf("by control %s, want %s", got, want)
	}
	if a.Summary.Sites != 3 || a.Summary.Campuses != 2 || a.Summary.Members != 3 || a.Summary.Providers != 1 {
		t.Errorf("scope %+v", a.Summary)
	}
	if got := a.Services[1].Compliance + " " + a.Services[2].Compliance; got != "compliant nothing_to_check" {
		t.Errorf("compliance of mail and portal: %s", got)
	}
}

// TestTierRuleAndOwnerCountsAddUp draws findings at random and adds every breakdown up again in the simplest way.
func TestTierRuleAndOwnerCountsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		in, findings := randomFindings(random)
		s := summarise(in, findings, tallies(in.Inventory, findings))
		var total, tiers, ruleSum, owners Checks
		for i := range findings {
			total.count(findings[i].Status)
		}
		for _, g := range s.ByTier {
			tiers.add(g.Checks)
		}
		for _, c := range s.ByRule {
			ruleSum.add(c)
		}
		for _, g := range s.ByOwner {
			owners.add(g.Checks)
		}
		if s.Checks != total || tiers != total || ruleSum != total || owners != total {
			t.Fatalf("total %v, summary %v, tiers %v, rules %v, owners %v", total, s.Checks, tiers, ruleSum, owners)
		}
		compliant := 0
		for service := range in.Inventory.Services {
			good, applicable := true, 0
			for i := range findings {
				if int(findings[i].ServiceIndex) == service && findings[i].Status != rules.NotApplicable {
					applicable++
					good = good && findings[i].Status == rules.Pass
				}
			}
			if good && applicable > 0 {
				compliant++
			}
		}
		if s.Compliant != compliant {
			t.Fatalf("compliant %d, want %d", s.Compliant, compliant)
		}
	}
}

func randomFindings(random *rand.Rand) (rules.Input, []rules.Finding) {
	pack := &rules.Pack{Tiers: []string{"one", "two"}, Rules: make([]rules.Rule, 1+random.IntN(4))}
	for i := range pack.Rules {
		pack.Rules[i].ID = fmt.Sprint("rule-", i)
	}
	inv := &inventory.Inventory{Services: make([]inventory.Service, random.IntN(6))}
	for i := range inv.Services {
		tier := random.IntN(2)
		inv.Services[i].Tier = inventory.Reference{ID: pack.Tiers[tier], Index: int32(tier)}
		inv.Services[i].Owner.Value = []string{"", "Anne", "Bob"}[random.IntN(3)]
	}
	var findings []rules.Finding
	for r := range pack.Rules {
		for s := range inv.Services {
			findings = append(findings, rules.Finding{RuleIndex: int32(r), ServiceIndex: int32(s),
				Status: rules.Status(random.IntN(5)), Basis: rules.Basis(random.IntN(4))})
		}
	}
	return rules.Input{Pack: pack, Inventory: inv}, findings
}

// TestJSONReadsBack reads assessment.json with the standard library and holds what it says against the assessment.
func TestJSONReadsBack(t *testing.T) {
	a := assessed(t, testInventory, testPack, "2026-06-30")
	var b bytes.Buffer
	if err := WriteJSON(&b, a); err != nil {
		t.Fatal(err)
	}
	var back struct {
		AsOf     time.Time `json:"as_of"`
		Services []Service `json:"services"`
		Findings []struct {
			Rule, Service, Status, Severity, Reason string
			Number                                  int32
			Measured                                *struct {
				Low  float64
				High *float64
				Unit string
			}
			Waiver, Since *string
			Provenance    []struct {
				File string
				Line int32
			}
		} `json:"findings"`
	}
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if !back.AsOf.Equal(a.AsOf) || back.Services[1].Name != a.Services[1].Name || len(back.Findings) != len(a.Findings) {
		t.Fatalf("read back %v, %q, %d findings", back.AsOf, back.Services[1].Name, len(back.Findings))
	}
	for i := range a.Findings {
		f, g := &a.Findings[i], &back.Findings[i]
		if g.Rule != f.Rule || g.Service != f.Service || g.Status != f.Status.String() || g.Number != f.Number || g.Reason == "" {
			t.Errorf("finding %d reads back as %+v", i, g)
		}
		if (g.Measured == nil) != (f.Measured.Known != rules.Measured) || g.Measured != nil && g.Measured.Low != f.Measured.Low {
			t.Errorf("finding %d: measured %+v, want %+v", i, g.Measured, f.Measured)
		}
		if (g.Waiver != nil) != (f.Status == rules.Waived) || (g.Since == nil) != slices.Contains([]rules.Status{rules.Pass, rules.NotApplicable}, f.Status) {
			t.Errorf("finding %d: waiver %v, since %v, status %s", i, g.Waiver, g.Since, f.Status)
		}
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, b.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
}

// TestJSONIsTheSameOnAnyNumberOfProcessors writes more findings than one goroutine takes at once.
func TestJSONIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	a := assessed(t, testInventory, testPack, "2026-06-30")
	for len(a.Findings) < 3*entriesAtOnce {
		a.Findings = append(a.Findings, a.Findings...)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var one, many bytes.Buffer
	if err := WriteJSON(&one, a); err != nil {
		t.Fatal(err)
	}
	runtime.GOMAXPROCS(5)
	if err := WriteJSON(&many, a); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), many.Bytes()) || !json.Valid(one.Bytes()) {
		t.Errorf("%d bytes on one processor, %d on five", one.Len(), many.Len())
	}
}

func TestAppendTextQuotesLikeTheStandardLibrary(t *testing.T) {
	for _, text := range []string{"", "plain é ✓", `"`, `\`, "\n\t\x00\x1f", "\u2028\u2029", "<b>&", "\xff broken", "\U0001f600"} {
		var got string
		if err := json.Unmarshal(appendText(nil, text), &got); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if want := string([]rune(text)); got != want {
			t.Errorf("%q reads back as %q", text, got)
		}
	}
}
