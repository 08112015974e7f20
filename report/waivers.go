package report

import (
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// EndingDays is how many days ahead of its end a waiver is called to the board's mind: a quarter's worth.
const EndingDays = 90

// WaiverSum counts waivers by state, and what they change in the counts of the summary.
type WaiverSum struct {
	All     int `json:"all"`
	InForce int `json:"in_force"` // they hide a finding
	Ending  int `json:"ending"`   // of those in force: that end within EndingDays
	Renewed int `json:"renewed"`  // of those in force: that renew another
	Expired int `json:"expired"`
	Future  int `json:"future"`
	TooLong int `json:"too_long"`
	Idle    int `json:"idle"`

	HidesFail        int `json:"hides_fail"`
	HidesUnknown     int `json:"hides_unknown"`
	OpenWithout      int `json:"open_without"`      // findings that would be open if there were no waivers
	CompliantWithout int `json:"compliant_without"` // services that need no waiver to be compliant
	CompliantWith    int `json:"compliant_with"`    // services that are compliant, be it with waivers

	Since *WaiverMoves `json:"since"` // null without a previous quarter
}

// describeWaivers tells of each waiver what it is worth today, what it hides, and what came before it.
func describeWaivers(in rules.Input, results []rules.WaiverResult, h *History) []Waiver {
	out := []Waiver{}
	line := trace(in.Inventory, h)
	before := h.Previous().waiverStates()
	for _, r := range results {
		w := r.Waiver
		entry := Waiver{
			ID: w.ID, State: r.State.String(), TooLongFor: nonNil(r.TooLongFor), Hides: r.Hides, HidesFail: r.HidesFail,
			HidesUnknown: r.Hides - r.HidesFail, Rule: w.Rule.ID, Services: ids(w.Services), Reason: w.Reason,
			ApprovedBy: w.ApprovedBy, ApprovedOn: w.ApprovedOn.Time, Decision: w.Decision, Expires: w.Expires.End(),
			DaysLeft: wholeDays(in.AsOf, w.Expires.End()), Renews: line.renewedBy(w), Before: before[w.ID],
			Granted: granted(w, h.Previous(), in.AsOf), File: w.Place.File, Line: w.Place.Line,
		}
		entry.EndsSoon = r.State == rules.InForce && entry.DaysLeft <= EndingDays
		out = append(out, entry)
	}
	return out
}

// granted tells whether a waiver was approved since an earlier report.
func granted(w *inventory.Waiver, since *Earlier, asOf time.Time) bool {
	return since != nil && !w.ApprovedOn.OnOrBefore(since.AsOf) && w.ApprovedOn.OnOrBefore(asOf)
}

// grant is a waiver as it was once granted, in the inventory of today or in an earlier report.
type grant struct {
	id, rule          string
	services          []string
	approved, expires time.Time
	today             bool // of the inventory
}

// lineage is every grant that the inventory and the earlier reports know of, oldest first, so that a waiver which takes
// over from another is seen to do so although the other may have been taken out of the inventory since.
type lineage struct {
	grants []grant
	today  map[string]int    // places of those of the inventory, by id
	about  map[concern][]int // places, oldest first, by what they accept
}

// concern is what two waivers must have in common for one to renew the other.
type concern struct{ rule, service string }

// trace puts the grants in order. Of two that were approved at the same moment the one of an earlier report comes first,
// then reading order decides.
func trace(inv *inventory.Inventory, h *History) *lineage {
	l := &lineage{grants: pastGrants(inv, h), today: make(map[string]int, len(inv.Waivers)), about: map[concern][]int{}}
	for i := range inv.Waivers {
		w := &inv.Waivers[i]
		l.grants = append(l.grants, grant{w.ID, w.Rule.ID, ids(w.Services), w.ApprovedOn.Time, w.Expires.End(), true})
	}
	slices.SortStableFunc(l.grants, func(a, b grant) int { return a.approved.Compare(b.approved) })
	for place := range l.grants {
		g := &l.grants[place]
		if g.today {
			l.today[g.id] = place
		}
		for _, service := range g.services {
			c := concern{g.rule, service}
			l.about[c] = append(l.about[c], place)
		}
	}
	return l
}

// pastGrants are the grants of earlier reports that the inventory does not have any more: gone, or approved anew under
// the same id. Each stands once, however many reports tell of it.
func pastGrants(inv *inventory.Inventory, h *History) []grant {
	type key struct {
		id       string
		approved int64
	}
	seen := make(map[key]bool, len(inv.Waivers))
	for i := range inv.Waivers {
		seen[key{inv.Waivers[i].ID, inv.Waivers[i].ApprovedOn.Time.Unix()}] = true
	}
	var out []grant
	for _, quarter := range h.Quarters {
		for i := range quarter.Waivers {
			w := &quarter.Waivers[i]
			if k := (key{w.ID, w.ApprovedOn.Unix()}); !seen[k] {
				seen[k] = true
				out = append(out, grant{id: w.ID, rule: w.Rule, services: w.Services, approved: w.ApprovedOn, expires: w.Expires})
			}
		}
	}
	return out
}

// renewedBy lists the waivers that one takes over from, oldest first, each once: of the same rule, granted before it,
// with a service in common that is still there. A waiver that was prolonged under its own id renews itself; one of which
// only a date was put right does not.
func (l *lineage) renewedBy(w *inventory.Waiver) []string {
	var earlier []int
	for _, reference := range w.Services {
		if reference.Index >= 0 { // not retired
			earlier = append(earlier, l.about[concern{w.Rule.ID, reference.ID}]...)
		}
	}
	slices.Sort(earlier)
	out, named := []string{}, map[string]bool{}
	for _, place := range earlier {
		g := &l.grants[place]
		prolonged := g.id != w.ID || g.expires.Before(w.Expires.End())
		if place < l.today[w.ID] && prolonged && !named[g.id] {
			named[g.id] = true
			out = append(out, g.id)
		}
	}
	return out
}

// waiverStates are the states of the waivers of an earlier report, by id; none where there is no report.
func (e *Earlier) waiverStates() map[string]*string {
	states := map[string]*string{}
	if e != nil {
		for i := range e.Waivers {
			states[e.Waivers[i].ID] = &e.Waivers[i].State
		}
	}
	return states
}

// WaiverMoves is what became of the waivers since the previous sealed quarter.
type WaiverMoves struct {
	Period  string   `json:"period"`
	Granted int      `json:"granted"` // approved after its as-of
	Ended   int      `json:"ended"`   // were in force then, and are not now
	Gone    []string `json:"gone"`    // ids of those that were in force then, and of which the inventory no longer tells
}

// moves counts what became of the waivers since an earlier report; nil where there is none.
func (e *Earlier) moves(waivers []Waiver) *WaiverMoves {
	if e == nil {
		return nil
	}
	m := &WaiverMoves{Period: e.Period.ID, Gone: []string{}}
	inForce := rules.InForce.String()
	there := make(map[string]bool, len(waivers))
	for i := range waivers {
		w := &waivers[i]
		there[w.ID] = true
		if w.Granted {
			m.Granted++
		}
		if w.Before != nil && *w.Before == inForce && w.State != inForce {
			m.Ended++
		}
	}
	for i := range e.Waivers {
		if w := &e.Waivers[i]; w.State == inForce && !there[w.ID] {
			m.Gone = append(m.Gone, w.ID)
		}
	}
	return m
}

// sumWaivers counts the waivers, and what they change in the counts that the board reads.
func sumWaivers(a *Assessment) WaiverSum {
	c := a.Summary
	s := WaiverSum{All: len(a.Waivers), OpenWithout: c.Checks.Open() + c.Checks.Waived,
		CompliantWithout: c.Compliant, CompliantWith: c.Compliant + c.CompliantWithWaivers}
	counts := map[string]*int{
		rules.InForce.String(): &s.InForce, rules.Expired.String(): &s.Expired, rules.Future.String(): &s.Future,
		rules.TooLong.String(): &s.TooLong, rules.Idle.String(): &s.Idle,
	}
	for i := range a.Waivers {
		w := &a.Waivers[i]
		if count := counts[w.State]; count != nil {
			*count++
		}
		if w.EndsSoon {
			s.Ending++
		}
		if len(w.Renews) > 0 && w.State == rules.InForce.String() {
			s.Renewed++
		}
		s.HidesFail += w.HidesFail
		s.HidesUnknown += w.HidesUnknown
	}
	return s
}
