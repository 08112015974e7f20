package scenario_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"coupefeu/inventory"
	"coupefeu/rules/scenario"
)

const places = `organisation: {id: o, name: O}
providers: [{id: pb, name: Provider B}, {id: pa, name: Provider A}, {id: idle, name: Idle}]
sites:
  - {id: sbg2, name: Strasbourg 2, provider: pb, campus: strasbourg, region: grand-est, shared_fate: [feeder, duct], coordinates: [48.5850, 7.7970]}
  - {id: sbg1, name: Strasbourg 1, provider: pb, campus: strasbourg, region: grand-est, shared_fate: [duct], coordinates: [48.5850, 7.7970]}
  - {id: rbx8, name: Roubaix 8, provider: pa, region: hauts-de-france, coordinates: [50.6910, 3.2000]}
  - {id: own, name: Own room, provider: pa, campus: own-, shared_fate: [feeder], coordinates: [0, 0]}
`

// expansions are scenarios of a pack and what they come to, in order: id, kind, name, sites, duration in seconds.
var expansions = []struct{ name, plan, want string }{
	{"each, in its order, then pairs", `
scenarios:
  each: [shared_fate, site, campus, region, provider, campus_outage]
  outage_duration: 5d
  pairs: true
  also:
    - {id: zeal, kind: ransomware, name: {fr: Rançongiciel, en: Ransomware}}
    - {id: nameless, kind: outage, duration: 2h, sites: [own]}`, `
shared_fate:duct shared_fate "duct" [sbg1 sbg2] 432000
shared_fate:feeder shared_fate "feeder" [own sbg2] 432000
site:own site "Own room" [own] 0
site:rbx8 site "Roubaix 8" [rbx8] 0
site:sbg1 site "Strasbourg 1" [sbg1] 0
site:sbg2 site "Strasbourg 2" [sbg2] 0
campus:own- campus "own-" [own] 0
campus:rbx8 campus "rbx8" [rbx8] 0
campus:strasbourg campus "strasbourg" [sbg1 sbg2] 0
region:grand-est region "grand-est" [sbg1 sbg2] 0
region:hauts-de-france region "hauts-de-france" [rbx8] 0
provider:pa provider "Provider A" [own rbx8] 0
provider:pb provider "Provider B" [sbg1 sbg2] 0
campus_outage:own- campus_outage "own-" [own] 432000
campus_outage:rbx8 campus_outage "rbx8" [rbx8] 432000
campus_outage:strasbourg campus_outage "strasbourg" [sbg1 sbg2] 432000
pair:own-+rbx8 pair "own- + rbx8" [own rbx8] 0
pair:own-+strasbourg pair "own- + strasbourg" [own sbg1 sbg2] 0
pair:rbx8+strasbourg pair "rbx8 + strasbourg" [rbx8 sbg1 sbg2] 0
zeal ransomware "Ransomware" [] 0 ransomware
nameless outage "nameless" [own] 7200`},
	{"what is named adds up", `
scenarios:
  also:
    - {id: sites, kind: disaster, sites: [sbg2, own]}
    - {id: all, kind: disaster, sites: [own], campuses: [strasbourg], regions: [hauts-de-france], providers: [pb]}
    - {id: twice, kind: disaster, sites: [sbg1], campuses: [strasbourg], providers: [pb]}`, `
sites disaster "sites" [own sbg2] 0
all disaster "all" [own rbx8 sbg1 sbg2] 0
twice disaster "twice" [sbg1 sbg2] 0`},
	// One degree along a meridian is 111.195080 km on the sphere.
	{"circles", `
scenarios:
  also:
    - {id: inside, kind: disaster, within: {km: 111.1951, of: [1, 0]}}
    - {id: outside, kind: disaster, within: {km: 111.1950, of: [1, 0]}}
    - {id: point, kind: disaster, within: {km: 0, of: [0, 0]}}
    - {id: both, kind: outage, duration: 1h, within: {km: 1, of: [50.6910, 3.2000]}, sites: [sbg1]}`, `
inside disaster "inside" [own] 0
outside disaster "outside" [] 0
point disaster "point" [own] 0
both outage "both" [rbx8 sbg1] 3600`},
	{"nothing", `
scenarios: {pairs: false}`, ``},
}

func TestExpand(t *testing.T) {
	inv, found := inventory.Load([]inventory.Root{{FS: fstest.MapFS{"all.yaml": {Data: []byte(places)}}, Shown: "places"}})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	for _, c := range expansions {
		t.Run(c.name, func(t *testing.T) {
			plan, _ := readPack(t, []byte(c.plan))
			if found := plan.Check(inv, "pack.yaml"); len(found) > 0 {
				t.Fatal(found.Format())
			}
			if diff := cmp.Diff(strings.TrimSpace(c.want), expanded(inv, plan.Expand(inv))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func expanded(inv *inventory.Inventory, all []scenario.Scenario) string {
	var out []string
	for i := range all {
		s := &all[i]
		sites := make([]string, len(s.Sites))
		for j, at := range s.Sites {
			sites[j] = inv.Sites[at].ID
		}
		text := fmt.Sprintf("%s %s %q %v %v", s.ID, s.Kind, s.Name.In("de"), sites, s.Duration)
		if s.Ransomware {
			text += " ransomware"
		}
		out = append(out, text)
	}
	return strings.Join(out, "\n")
}
