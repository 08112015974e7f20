package decision

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"coupefeu/inventory/sample"
	"coupefeu/rules"
)

// drawn is an inventory that nobody wrote, with its evidence.
func drawn(t testing.TB, services int, seed uint64) Input {
	t.Helper()
	folder := fstest.MapFS{}
	err := sample.Generate(services, seed, func(name string, data []byte) error {
		folder[name] = &fstest.MapFile{Data: append([]byte(nil), data...)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return loaded(t, folder)
}

// TestDrawn asks for decisions about inventories of all sizes, and holds them to what any decision must keep.
func TestDrawn(t *testing.T) {
	kinds := map[Kind]int{}
	for seed := uint64(1); seed <= 40; seed++ {
		in := drawn(t, int(1+seed*seed%97), seed)
		decisions, outlook := Ask(in)
		name := fmt.Sprint("seed ", seed)
		if len(decisions) > Length || len(decisions) < Length && outlook.Left > 0 || len(outlook.Others) != outlook.Left {
			t.Errorf("%s: %d decisions, %d left, %d named", name, len(decisions), outlook.Left, len(outlook.Others))
		}
		if outlook.Covered+len(outlook.Findings) != outlook.Open {
			t.Errorf("%s: %d and %d of %d open findings", name, outlook.Covered, len(outlook.Findings), outlook.Open)
		}
		services := map[string]bool{}
		for i := range decisions {
			kinds[decisions[i].Kind]++
			soundDecision(t, name, in, &decisions[i])
			for _, service := range decisions[i].Services {
				asked := string(decisions[i].Kind) + " " + service
				if services[asked] {
					t.Errorf("%s: %s is asked twice", name, asked)
				}
				services[asked] = true
			}
		}
		soundEffects(t, name+", together", outlook.Together)
	}
	if len(kinds) < 6 {
		t.Errorf("hardly any kinds: %v", kinds)
	}
}

// soundDecision checks one decision on its own.
func soundDecision(t *testing.T, name string, in Input, d *Decision) {
	t.Helper()
	name += ", " + d.ID
	if len(d.Services) == 0 || len(d.Effects) == 0 || len(d.Effects) > EffectsLength || !d.Due.After(in.Period) {
		t.Errorf("%s: %d services, %d effects, due on %v", name, len(d.Services), len(d.Effects), d.Due)
	}
	byKind := 0
	for _, n := range d.MembersByKind {
		byKind += n
	}
	if byKind != d.Members || d.Members > len(in.Inventory.Members) {
		t.Errorf("%s: %d members, %d by kind", name, d.Members, byKind)
	}
	parts := map[string]int{}
	for service, part := range d.PartsOf {
		parts[part]++
		if !slices.Contains(d.Services, service) {
			t.Errorf("%s: %s is counted as %s and is none of the services", name, service, part)
		}
	}
	if !maps.Equal(parts, d.Parts) || !sortedOnce(d.Better) || len(d.Better) < len(d.Services) {
		t.Errorf("%s: parts %v, of %v; better %q", name, d.Parts, d.PartsOf, d.Better)
	}
	if !slices.IsSorted(d.Findings) || len(slices.Compact(slices.Clone(d.Findings))) != len(d.Findings) {
		t.Errorf("%s: findings %v", name, d.Findings)
	}
	wanted := rules.Waived
	for i := range in.Result.Findings {
		f := &in.Result.Findings[i]
		if _, named := slices.BinarySearch(d.Findings, f.Number); named && (openness(f) == 0) != (d.Kind == Waivers && f.Status == wanted) {
			t.Errorf("%s: finding %d is %s", name, f.Number, f.Status)
		}
	}
	soundEffects(t, name, d.Effects)
	if d.Kind == Waivers {
		return
	}
	for _, e := range d.Effects {
		if better := e.After < e.Before; better == (e.Measure == RestoresProven) {
			t.Errorf("%s: %s goes from %d to %d", name, e.Measure, e.Before, e.After)
		}
	}
}

func soundEffects(t *testing.T, name string, effects []Effect) {
	t.Helper()
	for i, e := range effects {
		if e.Before == e.After || min(e.Before, e.After) < 0 || max(e.Before, e.After) > e.Of {
			t.Errorf("%s: %s goes from %d to %d of %d", name, e.Measure, e.Before, e.After, e.Of)
		}
		if len(e.Gone)+len(e.Come) == 0 || e.Before-len(e.Gone)+len(e.Come) != e.After || !sortedOnce(e.Gone) || !sortedOnce(e.Come) {
			t.Errorf("%s: %s goes from %d to %d, but %q go and %q come", name, e.Measure, e.Before, e.After, e.Gone, e.Come)
		}
		if slices.ContainsFunc(effects[:i], func(o Effect) bool { return o.Measure == e.Measure && o.Scenario == e.Scenario }) {
			t.Errorf("%s: %s is told twice", name, e.Measure)
		}
	}
}

// sortedOnce tells whether ids are in order, each once.
func sortedOnce(ids []string) bool {
	return slices.IsSorted(ids) && len(slices.Compact(slices.Clone(ids))) == len(ids)
}

// TestPartIsEnough evaluates the part that a change reaches, and the whole inventory with the same change: both must
// give every finding and every outcome alike.
func TestPartIsEnough(t *testing.T) {
	smaller := 0
	for seed := uint64(1); seed <= 12; seed++ {
		d := newDesk(drawn(t, int(20+seed*5), seed))
		whole := make([]int32, len(d.inv.Services))
		for i := range whole {
			whole[i] = int32(i)
		}
		for i := range acts {
			for _, c := range acts[i].propose(d) {
				c.act, c.Kind = &acts[i], acts[i].kind
				d.describe(c)
				p := d.partOf(whole)
				c.act.edit(p, c)
				part, all := carriedOut(t, d, c), d.changed(p)
				if len(part.part.services) < len(whole) {
					smaller++
				}
				name := fmt.Sprint("seed ", seed, ", ", c.ID)
				sameFindings(t, name, part, all)
				sameOutcomes(t, name, part, all)
				if part.open != all.open || part.critical != all.critical {
					t.Errorf("%s: %d open and %d critical, of the whole %d and %d", name, part.open, part.critical, all.open, all.critical)
				}
			}
		}
	}
	if smaller < 20 {
		t.Errorf("only %d parts are smaller than their whole", smaller)
	}
}

// TestInputIsNotChanged asks for decisions and compares what they were derived from.
func TestInputIsNotChanged(t *testing.T) {
	in := drawn(t, 60, 7)
	before := fmt.Sprintf("%+v", in.Inventory.Services) + fmt.Sprintf("%+v", in.Inventory.Waivers) + fmt.Sprintf("%+v", in.Observed.Streams)
	findings := fmt.Sprintf("%+v", in.Result.Findings)
	Ask(in)
	after := fmt.Sprintf("%+v", in.Inventory.Services) + fmt.Sprintf("%+v", in.Inventory.Waivers) + fmt.Sprintf("%+v", in.Observed.Streams)
	again := fmt.Sprintf("%+v", in.Result.Findings)
	if before != after || findings != again {
		t.Error("asking changes the inventory")
	}
}

// TestTooLarge asks with nothing left to evaluate again: the decisions are there, without effects.
func TestTooLarge(t *testing.T) {
	d := newDesk(drawn(t, 60, 3))
	d.budget = 0
	for _, c := range acts[0].propose(d) {
		c.act, c.Kind = &acts[0], acts[0].kind
		d.describe(c)
		d.try(c)
		if h := d.harm(c, &chosen{}); c.tried || len(c.Effects) > 0 || h.lost == 0 {
			t.Errorf("%s: %+v, %d effects", c.ID, h, len(c.Effects))
		}
	}
}
