package report

import (
	"runtime"
	"sync"
	"sync/atomic"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// stamp says of each finding that is not as it should be since which quarter it has been so: the first of the unbroken
// run of its status, over the usable reports alone. A quarter without a report ends no run, one without the rule or the
// service does.
func stamp(in rules.Input, findings []rules.Finding, quarters []*Earlier, period string) {
	runs := make([]pastStatuses, len(quarters))
	var lookups sync.WaitGroup
	for i, e := range quarters {
		lookups.Go(func() { runs[len(runs)-1-i] = lookBack(e, in.Inventory.Services) })
	}
	lookups.Wait()
	// Each core takes a rule at a time, so that it walks through few of the grids' rows at once.
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(in.Pack.Rules)) {
		workers.Go(func() {
			for rule := int(next.Add(1)) - 1; rule < len(in.Pack.Rules); rule = int(next.Add(1)) - 1 {
				n := len(in.Inventory.Services)
				stampRule(findings[rule*n:(rule+1)*n], rowsOf(runs, in.Pack.Rules[rule].ID), period)
			}
		})
	}
	workers.Wait()
}

// pastStatuses is one earlier report as today's findings look it up.
type pastStatuses struct {
	period string
	grid   *Grid
	places []int32        // of today's services in the grid; -1: it was not there
	row    []rules.Status // of the rule that is looked at; nil: it was not there
}

func lookBack(e *Earlier, services []inventory.Service) pastStatuses {
	past := pastStatuses{period: e.Period.ID, grid: &e.Grid, places: make([]int32, len(services))}
	for i := range services {
		place, was := e.Grid.service[services[i].ID]
		if !was {
			place = -1
		}
		past.places[i] = int32(place)
	}
	return past
}

// rowsOf are the reports, the newest first, with the statuses of one rule: only those before the first that lacks it.
func rowsOf(runs []pastStatuses, rule string) []pastStatuses {
	var out []pastStatuses
	for _, past := range runs {
		row, was := past.grid.rule[rule]
		if !was {
			break
		}
		n := len(past.grid.Services)
		past.row = past.grid.statuses[row*n : (row+1)*n]
		out = append(out, past)
	}
	return out
}

// stampRule stamps the findings of one rule.
func stampRule(findings []rules.Finding, runs []pastStatuses, period string) {
	for s := range findings {
		f := &findings[s]
		if f.Status == rules.Pass || f.Status == rules.NotApplicable {
			continue
		}
		f.Since = period
		for i := range runs {
			place := runs[i].places[s]
			if place < 0 || runs[i].row[place] != f.Status {
				break
			}
			f.Since = runs[i].period
		}
	}
}
