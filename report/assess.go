package report

import (
	"sort"
	"sync"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/report/decision"
	"coupefeu/rules"
)

// Schema is the name and version of the form of assessment.json.
const Schema = "coupefeu.assessment/1"

// Request is what an assessment is made from beside the inventory: which quarter, by whom, from what.
type Request struct {
	Version    string // of the program
	Period     Period
	Fictitious bool // made from the sample inside the program
	Notices    []inventory.Notice
	History    History // the earlier sealed reports that are looked back at
	Seed       string  // of the auditor's sample; "": the period and the organisation's id
}

// Assess evaluates the rules and sets down the one account that every output is rendered from. in.Inventory is as of
// in.AsOf already, and in.Start is the first instant of the period.
func Assess(in rules.Input, q Request) *Assessment {
	result := rules.Evaluate(in)
	inv := in.Inventory
	each := tallies(inv, result.Findings)
	a := &Assessment{
		Schema:       Schema,
		Generator:    Generator{Name: "coupefeu", Version: q.Version},
		Organisation: describeOrganisation(inv),
		AsOf:         in.AsOf.In(inv.Zone),
		Period:       q.Period,
		Draft:        in.AsOf.Before(q.Period.End),
		Fictitious:   q.Fictitious,
		Pack:         describePack(in.Pack),
		Inputs:       inputs(in),
		Previous:     q.History.Previous().named(),
		Findings:     result.Findings,
		Waivers:      describeWaivers(in, result.Waivers, &q.History),
		Notices:      notices(inv.Notices, in.Observed.Notices, q.Notices, q.History.Notices),
		Rules:        describeRules(in.Pack),
		Members:      describeMembers(inv),
		Providers:    describeProviders(inv),
		Campuses:     describeCampuses(inv),
		Sites:        describeSites(inv),
		Evidence:     describeEvidence(in),
		Commitments:  describeCommitments(in, result.Findings, q.History.Previous()),
	}
	a.CampusLinks = linkCampuses(a.Campuses)
	// What is long for a large inventory is told side by side: each part reads the same input and fills its own field.
	var parts sync.WaitGroup
	parts.Go(func() { a.Summary = summarise(in, result.Findings, each) })
	parts.Go(func() { a.Scenarios = DescribeScenarios(inv, in.Pack.Tiers, result.Played) })
	parts.Go(func() {
		a.Services = describeServices(in, each)
		countPlacements(in, a.Services)
	})
	parts.Go(func() { a.Backups = describeBackups(in) })
	parts.Go(func() { a.RestoreTests = describeTests(in) })
	parts.Go(func() { stamp(in, result.Findings, q.History.Quarters, q.Period.ID) })
	var unread []inventory.Notice
	parts.Go(func() { a.Changes, unread = changesSince(q.History.Previous(), in, result.Findings) })
	parts.Go(func() {
		a.Decisions, a.Outlook = decision.Ask(decision.Input{Input: in, Result: result, Period: q.Period.End, Ending: endingSoon(a.Waivers)})
	})
	parts.Wait()
	// From here on each step reads what those before it filled in.
	a.Notices = append(a.Notices, unread...)
	parts.Go(func() { a.Sample = Draw(a, q.Seed) })
	a.Frameworks = describeFrameworks(a.Rules, a.Summary.ByRule)
	a.Highlights = Highlight(a)
	a.Highlights.Waivers.Since = q.History.Previous().moves(a.Waivers)
	a.Trend = trendOf(a, q.History.Quarters, inv.Zone)
	parts.Wait()
	a.Highlights.Progress = progressOf(a) // last: it reads the trend
	return a
}

// endingSoon are the ids of the waivers that end soon.
func endingSoon(waivers []Waiver) []string {
	var out []string
	for i := range waivers {
		if waivers[i].EndsSoon {
			out = append(out, waivers[i].ID)
		}
	}
	return out
}

func describeOrganisation(inv *inventory.Inventory) Organisation {
	o := &inv.Organisation
	return Organisation{ID: o.ID, Name: o.Name, Timezone: inv.Zone.String(), Language: o.Language.Value}
}

// inputs lists every file that was read, sorted, each once.
func inputs(in rules.Input) []Input {
	out := []Input{}
	add := func(path, digest string, bytes int64) {
		if digest != "" {
			out = append(out, Input{Path: path, SHA256: digest, Bytes: bytes})
		}
	}
	for _, f := range in.Inventory.Files {
		add(f.Name, f.SHA256, f.Bytes)
	}
	for _, f := range in.Observed.Files() {
		add(f.Name, f.SHA256, f.Bytes)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	unique := out[:0] // one file may be the evidence of several sources
	for i, input := range out {
		if i == 0 || input.Path != out[i-1].Path {
			unique = append(unique, input)
		}
	}
	return unique
}

func notices(lists ...[]inventory.Notice) []inventory.Notice {
	out := []inventory.Notice{}
	for _, list := range lists {
		out = append(out, list...)
	}
	return out
}

func describePack(p *rules.Pack) Pack {
	longest := make(map[string]int64, len(p.Longest))
	for tier, d := range p.Longest {
		longest[tier] = int64(d)
	}
	return Pack{ID: p.ID, Version: p.Version, Title: p.Title, SHA256: p.File.SHA256, Text: string(p.File.Data),
		Tiers: p.Tiers, Longest: longest}
}

// wholeDays counts the days of 24 h from one moment to another, rounded towards the past.
func wholeDays(from, to time.Time) int {
	seconds := to.Unix() - from.Unix()
	days := seconds / 86400
	if seconds%86400 < 0 {
		days--
	}
	return int(days)
}

func ids(references []inventory.Reference) []string {
	out := make([]string, 0, len(references))
	for _, r := range references {
		out = append(out, r.ID)
	}
	return out
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// seconds turns an optional duration into a figure; nil where it is not given.
func seconds(d source.Optional[source.Duration]) *float64 {
	if !d.Given {
		return nil
	}
	value := float64(d.Value)
	return &value
}
