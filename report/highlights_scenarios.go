package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"coupefeu/rules/scenario"
)

// ScenarioSum is what the board reads first of the scenarios. Ids of scenarios and campuses are in the order of Rows.
type ScenarioSum struct {
	Played int           `json:"played"`
	Rows   []ScenarioRow `json:"rows"` // whole campuses first; each kind by lost, unproven, members interrupted, name

	// Of the scenarios that destroy one campus. Worst is the one that loses most, then leaves most unproven, then
	// interrupts most services, then is first by id; "" where no campus is played.
	Campuses        int            `json:"campuses"`
	Worst           string         `json:"worst"`
	Losing          []string       `json:"losing"`           // ids of campuses without which data are lost
	Uncertain       []string       `json:"uncertain"`        // without which nothing is lost, but something is unproven
	Holding         []string       `json:"holding"`          // without which neither is
	LostElsewhere   int            `json:"lost_elsewhere"`   // services that are lost with a campus other than the worst
	MostElsewhere   int            `json:"most_elsewhere"`   // services that such a campus takes along at most
	UnprovenThere   int            `json:"unproven_there"`   // services unproven without one of the uncertain campuses
	HoldingStopping int            `json:"holding_stopping"` // of the holding campuses: those that interrupt a service
	LosingByKind    map[string]int `json:"losing_by_kind"`   // members losing data with the worst campus, by kind

	// Of all scenarios.
	Lost     int      `json:"lost"`     // services lost in one at least
	Unproven int      `json:"unproven"` // others unproven in one at least
	AtRisk   []AtRisk `json:"at_risk"`  // those services: lost before unproven, by tier, then id; at most AtRiskLength
}

// AtRiskLength is how many services the board may be shown by name as lost or unproven.
const AtRiskLength = 60

// ScenarioRow is the outcomes of a scenario in the classes that the board reads.
type ScenarioRow struct {
	Scenario string `json:"scenario"` // id
	Campus   string `json:"campus"`   // id, where it destroys just that campus; else ""
	Lost     int    `json:"lost"`
	Unproven int    `json:"unproven"`
	Stranded int    `json:"stranded"`
	Restore  int    `json:"restore"` // restored or rebuilt
	Waits    int    `json:"waits"`   // fails over, waits the outage out, or waits for another service
	GoesOn   int    `json:"goes_on"` // continues or is unaffected
}

// AtRisk is a service that a scenario loses, or does not prove.
type AtRisk struct {
	Service   string   `json:"service"`
	Outcome   string   `json:"outcome"`   // lost, or unproven where nothing loses it
	Scenarios []string `json:"scenarios"` // ids of those with that outcome, in the order of Rows
	Because   string   `json:"because"`   // the service that holds its data and must be mended; "" where it is this one
	Lacks     []string `json:"lacks"`     // backup, offsite, region, provider, immutable or point, of the service to mend
}

// sumScenarios is null where no scenario was played.
func sumScenarios(a *Assessment) *ScenarioSum {
	if len(a.Scenarios) == 0 {
		return nil
	}
	s := &ScenarioSum{Played: len(a.Scenarios), Losing: []string{}, Uncertain: []string{}, Holding: []string{}, LosingByKind: map[string]int{}}
	order := scenarioOrder(a)
	for _, played := range order {
		s.Rows = append(s.Rows, scenarioRow(played))
	}
	s.sumCampuses(a, order)
	s.sumAtRisk(a, order)
	return s
}

// scenarioOrder is the scenarios in the order in which the board reads them.
func scenarioOrder(a *Assessment) []*Scenario {
	order := make([]*Scenario, len(a.Scenarios))
	for i := range a.Scenarios {
		order[i] = &a.Scenarios[i]
	}
	slices.SortStableFunc(order, func(x, y *Scenario) int {
		if campus := campusOf(x) != ""; campus != (campusOf(y) != "") {
			if campus {
				return -1
			}
			return 1
		}
		return cmp.Or(y.Outcomes.Lost-x.Outcomes.Lost, y.Outcomes.Unproven-x.Outcomes.Unproven,
			y.MembersInterrupted-x.MembersInterrupted, cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
	})
	return order
}

// campusOf is the campus that a scenario destroys alone; "" where it does something else.
func campusOf(s *Scenario) string {
	if s.Kind != scenario.Campus.String() {
		return ""
	}
	return strings.TrimPrefix(s.ID, s.Kind+":")
}

func scenarioRow(s *Scenario) ScenarioRow {
	o := &s.Outcomes
	return ScenarioRow{Scenario: s.ID, Campus: campusOf(s), Lost: o.Lost, Unproven: o.Unproven, Stranded: o.Stranded,
		Restore: o.Restore + o.Rebuild, Waits: o.Failover + o.Wait + o.Waiting, GoesOn: o.Continue + o.Unaffected}
}

// sumCampuses compares the campuses. What two of them lose alike is one service, counted once.
func (s *ScenarioSum) sumCampuses(a *Assessment, order []*Scenario) {
	worst := worstCampus(order)
	lost, unproven := map[int32]bool{}, map[int32]bool{}
	for _, played := range order {
		campus := campusOf(played)
		if campus == "" {
			break // campuses come first
		}
		s.Campuses++
		switch {
		case played.Outcomes.Lost > 0:
			s.Losing = append(s.Losing, campus)
		case played.Outcomes.Unproven > 0:
			s.Uncertain = append(s.Uncertain, campus)
			played.collect(scenario.OutcomeUnproven, unproven)
		default:
			s.Holding = append(s.Holding, campus)
			if played.ServicesInterrupted > 0 {
				s.HoldingStopping++
			}
		}
		if played != worst {
			s.MostElsewhere = max(s.MostElsewhere, played.Outcomes.Lost)
			played.collect(scenario.OutcomeLost, lost)
		}
	}
	s.LostElsewhere, s.UnprovenThere = len(lost), len(unproven)
	if worst != nil {
		s.Worst = worst.ID
		s.LosingByKind = losingByKind(a, worst)
	}
}

// collect adds the services with an outcome.
func (s *Scenario) collect(outcome scenario.Outcome, into map[int32]bool) {
	for i := range s.Services {
		if s.Services[i].Outcome == outcome {
			into[s.Services[i].Service] = true
		}
	}
}

// worstCampus differs from the first of the order only in what comes after lost and unproven.
func worstCampus(order []*Scenario) *Scenario {
	var worst *Scenario
	for _, s := range order {
		if campusOf(s) == "" {
			break
		}
		if worst == nil || cmp.Or(s.Outcomes.Lost-worst.Outcomes.Lost, s.Outcomes.Unproven-worst.Outcomes.Unproven,
			s.ServicesInterrupted-worst.ServicesInterrupted, cmp.Compare(worst.ID, s.ID)) > 0 {
			worst = s
		}
	}
	return worst
}

// losingByKind counts the members that a lost service serves, each once, by kind.
func losingByKind(a *Assessment, s *Scenario) map[string]int {
	lost := map[int32]bool{}
	s.collect(scenario.OutcomeLost, lost)
	all, members := false, map[string]bool{}
	for i := range lost {
		all = all || a.Services[i].ServesAll
		for _, member := range a.Services[i].MemberIDs {
			members[member] = true
		}
	}
	out := map[string]int{}
	for i := range a.Members {
		if m := &a.Members[i]; all || members[m.ID] {
			out[m.Kind]++
		}
	}
	return out
}

// risk collects what the scenarios do to one service.
type risk struct {
	lost, unproven []*Scenario
	first          [2]*scenario.Affected // of each
}

// sumAtRisk names the services that a scenario loses or leaves unproven.
func (s *ScenarioSum) sumAtRisk(a *Assessment, order []*Scenario) {
	risks := map[int32]*risk{}
	for _, played := range order {
		for i := range played.Services {
			if hit := &played.Services[i]; hit.Outcome == scenario.OutcomeLost || hit.Outcome == scenario.OutcomeUnproven {
				if risks[hit.Service] == nil {
					risks[hit.Service] = &risk{}
				}
				risks[hit.Service].add(played, hit)
			}
		}
	}
	backups, tiers := backupsOf(a), places(a.Pack.Tiers)
	services := slices.Sorted(maps.Keys(risks)) // by id, as the assessment has them
	for _, i := range services {
		s.Lost += min(1, len(risks[i].lost))
	}
	s.Unproven = len(services) - s.Lost
	slices.SortStableFunc(services, func(x, y int32) int {
		return cmp.Or(min(1, len(risks[y].lost))-min(1, len(risks[x].lost)), tiers[a.Services[x].Tier]-tiers[a.Services[y].Tier])
	})
	s.AtRisk = []AtRisk{}
	for _, service := range services[:min(len(services), AtRiskLength)] {
		s.AtRisk = append(s.AtRisk, risks[service].describe(a.Services[service].ID, backups))
	}
}

func (r *risk) add(s *Scenario, hit *scenario.Affected) {
	list, first := &r.unproven, &r.first[1]
	if hit.Outcome == scenario.OutcomeLost {
		list, first = &r.lost, &r.first[0]
	}
	if *first == nil {
		*first = hit
	}
	*list = append(*list, s)
}

func (r *risk) describe(service string, backups map[string][]*Backup) AtRisk {
	list, first := r.lost, r.first[0]
	if len(list) == 0 {
		list, first = r.unproven, r.first[1]
	}
	out := AtRisk{Service: service, Outcome: first.Outcome.String()}
	// Where its own copies come to that, no other service is to mend.
	if own := first.Own == scenario.Lost && len(r.lost) > 0 || first.Own == scenario.Unproven && len(r.lost) == 0; !own {
		if chain := list[0].Because(first); len(chain) > 0 {
			out.Because = chain[len(chain)-1]
			service = out.Because
		}
	}
	lacks := map[string]bool{}
	for _, s := range list {
		out.Scenarios = append(out.Scenarios, s.ID)
		lacks[lacking(s, backups[service])] = true
	}
	out.Lacks = []string{}
	// What takes the region takes the campus too, which is what the board knows by name.
	lacks[LacksRegion] = lacks[LacksRegion] && !lacks[LacksOffsite]
	for _, lack := range []string{LacksBackup, LacksOffsite, LacksRegion, LacksProvider, LacksImmutable, LacksPoint} {
		if lacks[lack] {
			out.Lacks = append(out.Lacks, lack)
		}
	}
	return out
}

// What a service lacks that a scenario loses or leaves unproven.
const (
	LacksBackup    = "backup"    // it has none
	LacksOffsite   = "offsite"   // a data set has none off the campus
	LacksRegion    = "region"    // a data set has none outside the region
	LacksProvider  = "provider"  // a data set has none with another provider
	LacksImmutable = "immutable" // ransomware reaches every one of a data set
	LacksPoint     = "point"     // one survives, but nothing shows that it holds a recovery point
)

// lacksByKind is what is missing where a kind of scenario leaves a data set without a backup; elsewhere a copy off the
// campus is.
var lacksByKind = map[string]string{
	scenario.Ransomware.String(): LacksImmutable, scenario.Region.String(): LacksRegion, scenario.Provider.String(): LacksProvider,
}

func backupsOf(a *Assessment) map[string][]*Backup {
	out := map[string][]*Backup{}
	for i := range a.Backups {
		out[a.Backups[i].Service] = append(out[a.Backups[i].Service], &a.Backups[i])
	}
	return out
}

// lacking says why a scenario takes a service's data: a data set whose every backup is within its reach, or one whose
// others show no recovery point.
func lacking(s *Scenario, backups []*Backup) string {
	if len(backups) == 0 {
		return LacksBackup
	}
	ransomware, missing := s.Kind == scenario.Ransomware.String(), lacksByKind[s.Kind]
	if missing == "" {
		missing = LacksOffsite
	}
	survives := map[string]bool{}
	for _, b := range backups {
		taken := slices.Contains(s.LostSites, b.Site)
		if ransomware {
			taken = !b.Immutable && !b.Offline
		}
		survives[b.Data] = survives[b.Data] || !taken
	}
	for _, one := range survives {
		if !one {
			return missing
		}
	}
	return LacksPoint
}
