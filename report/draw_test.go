package report

import (
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"coupefeu/rules"
)

// lottery is an assessment with findings of every status and tier at random; odds are those of each status.
func lottery(services int, tiers []string, odds [5]int, random *rand.Rand) *Assessment {
	a := &Assessment{Organisation: Organisation{ID: "ourthe"}, Period: Period{ID: "2026-Q3"}, Pack: Pack{Tiers: tiers},
		Summary: Summary{ByTier: map[string]Group{}}}
	for i := range services {
		a.Services = append(a.Services, Service{ID: fmt.Sprintf("s%d", i), Tier: tiers[random.IntN(len(tiers))]})
	}
	all := 0
	for _, n := range odds {
		all += n
	}
	for _, rule := range []string{"backup-fresh", "restore-test-age", "site-spread"} {
		for i := range a.Services {
			status, at := rules.StatusOrder[0], random.IntN(all)
			for k, n := range odds {
				if at < n {
					status = rules.StatusOrder[k]
					break
				}
				at -= n
			}
			a.Findings = append(a.Findings, rules.Finding{Rule: rule, Service: a.Services[i].ID, ServiceIndex: int32(i), Status: status})
			group := a.Summary.ByTier[a.Services[i].Tier]
			group.Checks.count(status)
			a.Summary.ByTier[a.Services[i].Tier] = group
			a.Summary.Checks.count(status)
		}
	}
	for place, n := range random.Perm(len(a.Findings)) {
		a.Findings[place].Number = int32(n + 1)
	}
	return a
}

// drawnByHand draws as an auditor would who has the findings and sha256sum: each stratum whole, sorted by digest, and as
// many from its top as its share of the others comes to.
func drawnByHand(a *Assessment, seed string) (numbers []int32, ranks []string) {
	strata, others := map[string][]string{}, 0
	for i := range a.Findings {
		f := &a.Findings[i]
		key := f.Status.String() + " " + a.Services[f.ServiceIndex].Tier
		digest := fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join([]string{seed, f.Rule, f.Service}, "|"))))
		strata[key] = append(strata[key], fmt.Sprintf("%s %d", digest, f.Number))
		if f.Status != rules.NotApplicable && key != "fail "+a.Pack.Tiers[0] {
			others++
		}
	}
	for _, status := range []string{"fail", "unknown", "waived", "pass"} {
		for _, tier := range a.Pack.Tiers {
			list := strata[status+" "+tier]
			slices.Sort(list)
			n := len(list)
			if (status != "fail" || tier != a.Pack.Tiers[0]) && n > 0 {
				whole := 60 * n / others
				if 60*n%others > 0 {
					whole++
				}
				n = min(n, whole)
			}
			for _, line := range list[:n] {
				var digest string
				var number int32
				if _, err := fmt.Sscan(line, &digest, &number); err != nil {
					panic(err)
				}
				numbers, ranks = append(numbers, number), append(ranks, digest)
			}
		}
	}
	return numbers, ranks
}

// TestDraw compares the draw with one by hand, over inventories of many sizes and odds, on one core and on several.
func TestDraw(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 131))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, tiers := range [][]string{{"vital"}, {"vital", "important", "standard"}, {"a", "b", "c", "d", "e"}} {
		for _, odds := range [][5]int{{1, 1, 1, 1, 1}, {9, 5, 1, 82, 3}, {1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 0, 0, 1}, {1, 1, 0, 998, 0}} {
			for _, services := range []int{0, 1, 7, 20, 200, 6000} {
				a := lottery(services, tiers, odds, random)
				runtime.GOMAXPROCS(1 + random.IntN(5))
				s := Draw(a, "")
				if s.Seed != "2026-Q3-ourthe" {
					t.Fatalf("the seed is %q", s.Seed)
				}
				numbers, ranks := drawnByHand(a, s.Seed)
				if !slices.Equal(s.Findings, numbers) || !slices.Equal(s.Ranks, ranks) {
					t.Errorf("%d tiers, odds %v, %d services: %d are drawn, by hand %d:\n%s", len(tiers), odds, services, len(s.Findings), len(numbers),
						cmp.Diff(numbers, s.Findings))
				}
				checkProportions(t, a, &s)
			}
		}
	}
}

// checkProportions asks what a reader of the sample is promised: each failed finding of the most critical tier is in it;
// of every other stratum that has any, one at least, and less than one more than its share of 60; and the sizes say so.
func checkProportions(t *testing.T, a *Assessment, s *Sample) {
	t.Helper()
	in, drawn, population := map[int32]bool{}, map[string]int{}, map[string]int{}
	for _, n := range s.Findings {
		if in[n] {
			t.Errorf("finding %d is drawn twice", n)
		}
		in[n] = true
	}
	others := 0
	for i := range a.Findings {
		f := &a.Findings[i]
		key := f.Status.String() + " " + a.Services[f.ServiceIndex].Tier
		population[key]++
		if in[f.Number] {
			drawn[key]++
		}
		if f.Status != rules.NotApplicable && key != "fail "+a.Pack.Tiers[0] {
			others++
		}
	}
	total := 0
	for i, stratum := range s.Strata {
		key := stratum.Status + " " + stratum.Tier
		if stratum.Population != population[key] || stratum.Drawn != drawn[key] {
			t.Errorf("%s: says %d of %d, are %d of %d", key, stratum.Drawn, stratum.Population, drawn[key], population[key])
		}
		share := float64(60*stratum.Population) / float64(max(others, 1))
		switch n := float64(stratum.Drawn); {
		case i == 0 && stratum.Drawn != stratum.Population:
			t.Errorf("%s: only %d of %d", key, stratum.Drawn, stratum.Population)
		case i > 0 && stratum.Population > 0 && (stratum.Drawn < 1 || n < min(share, float64(stratum.Population)) || n >= share+1):
			t.Errorf("%s: %d of %d, the share is %.2f", key, stratum.Drawn, stratum.Population, share)
		}
		total += stratum.Drawn
	}
	sum := 0
	for _, sizes := range s.ByStatus {
		sum += sizes.Drawn
	}
	if total != len(s.Findings) || sum != total || len(s.Ranks) != total || len(s.Strata) != 4*len(a.Pack.Tiers) {
		t.Errorf("%d are drawn and %d ranked, the strata say %d, the statuses %d", len(s.Findings), len(s.Ranks), total, sum)
	}
}

// TestRedraw draws with another seed: sizes and the failed ones of the first tier stay, the others change.
func TestRedraw(t *testing.T) {
	a := lottery(3000, []string{"vital", "standard"}, [5]int{9, 5, 1, 82, 3}, rand.New(rand.NewPCG(3, 4)))
	first, second := Draw(a, ""), Draw(a, "sealed envelope, 14 October|2026")
	if second.Seed != "sealed envelope, 14 October|2026" || Draw(a, "2026-Q3-ourthe").Ranks[0] != first.Ranks[0] {
		t.Errorf("the seed is %q", second.Seed)
	}
	if diff := cmp.Diff(first.Strata, second.Strata); diff != "" {
		t.Errorf("the sizes changed: %s", diff)
	}
	vital := first.Strata[0].Population
	one, two := slices.Sorted(slices.Values(first.Findings[:vital])), slices.Sorted(slices.Values(second.Findings[:vital]))
	if vital == 0 || !slices.Equal(one, two) {
		t.Errorf("of %d failed ones of the first tier, other ones are drawn", vital)
	}
	same := 0
	for _, n := range second.Findings[vital:] {
		if slices.Contains(first.Findings[vital:], n) {
			same++
		}
	}
	if same > 10 {
		t.Errorf("%d of %d are drawn again", same, len(second.Findings)-vital)
	}
}

// TestRank holds a rank against what sha256sum prints of the same text.
func TestRank(t *testing.T) {
	a := lottery(1, []string{"vital"}, [5]int{1, 0, 0, 0, 0}, rand.New(rand.NewPCG(1, 1)))
	s := Draw(a, "")
	const want = "cc5b66cbb7b24bb152b7ebca59088d97aae50ae9f7ce686199d058a7f7143b09" // printf %s '2026-Q3-ourthe|backup-fresh|s0' | sha256sum
	if !slices.Contains(s.Ranks, want) {
		t.Errorf("ranks %q, want %s among them", s.Ranks, want)
	}
}

// BenchmarkDraw draws from what 100,000 services make under 28 rules.
func BenchmarkDraw(b *testing.B) {
	for _, services := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			a := lottery(services*28/3, []string{"vital", "important", "standard"}, [5]int{9, 5, 1, 82, 30}, rand.New(rand.NewPCG(5, 6)))
			b.ReportAllocs()
			for b.Loop() {
				Draw(a, "")
			}
			b.ReportMetric(float64(len(a.Findings)), "findings")
		})
	}
}
