package sample

// tier is a tier of the baseline pack.
type tier struct {
	name     string
	rto, rpo string
	minutes  int    // the rto again
	every    string // of the most frequent copy
	tested   int    // days within which a restore test is due
}

// tiers are those of the pack, most critical first.
var tiers = []tier{
	{"vital", "4h", "4h", 240, "4h", 92},
	{"important", "24h", "24h", 1440, "24h", 183},
	{"standard", "72h", "48h", 4320, "24h", 366},
}

// fault is what is wrong with a service; most have none.
type fault uint8

const (
	sound fault = iota
	untested
	testFailed
	testOld
	sameCampus
	noLock
	noLog
	stale
	shrunk
	noTargets
	unconfirmed
	unbacked
)

// faults is how many of a hundred services have each.
var faults = []struct {
	fault fault
	share int
}{
	{untested, 5}, {testFailed, 2}, {testOld, 5}, {sameCampus, 4}, {noLock, 5}, {noLog, 4},
	{stale, 3}, {shrunk, 2}, {noTargets, 2}, {unconfirmed, 5}, {unbacked, 1},
}

// levels are the depths of the dependencies: how many of a hundred services stand at each, and how many of a hundred of
// these are of each tier. A service needs one of the level below, so chains are up to 12 long; what many need is
// vital, what nobody needs is standard.
var levels = []struct {
	share int
	tiers [2]int // vital, important; the rest is standard
}{
	{8, [2]int{100, 0}}, {22, [2]int{12, 50}}, {28, [2]int{2, 40}}, {18, [2]int{2, 30}}, {9, [2]int{0, 20}}, {5, [2]int{}},
	{3, [2]int{}}, {2, [2]int{}}, {1, [2]int{}}, {1, [2]int{}}, {1, [2]int{}}, {1, [2]int{}}, {1, [2]int{}},
}

// plan is what is decided of a service before anything of it is written.
type plan struct {
	index    int
	level    int
	tier     tier
	fault    fault
	stateful bool
	active   int // sites
	standby  int // -1: none
	copies   []copyPlan
}

// copyPlan is one backup of a service.
type copyPlan struct {
	id, data, tool string
	media          string
	every          string
	site           int
	immutable      bool
	observed       bool // evidence is linked
	restic         bool // by a restic repository, else by the job log
}

func (m *maker) plan(i int) plan {
	p := plan{index: i, level: levelOf(i), tier: tiers[m.tierOf(i)], fault: m.fault(i)}
	// Every ninth above the ground level is a portal whose data live elsewhere.
	p.stateful = p.level == 0 || i%9 != 0
	p.active = m.draw(i, forSite, m.sites)
	p.standby = -1
	if p.tier.name != "standard" {
		p.standby = m.away(p.active, 1)
	}
	if p.stateful && p.fault != unbacked {
		p.copies = m.copies(&p)
	}
	return p
}

func (m *maker) fault(i int) fault {
	share := m.draw(i, forFault, 100)
	for _, f := range faults {
		if share -= f.share; share < 0 {
			return f.fault
		}
	}
	return sound
}

// levelOf tells how deep a service stands: of each hundred the first ones at level 0, and so on.
func levelOf(i int) int {
	place := i % 100
	for level := range levels {
		if place -= levels[level].share; place < 0 {
			return level
		}
	}
	return len(levels) - 1
}

// tierOf is the place of a service's tier in tiers.
func (m *maker) tierOf(i int) int {
	share := m.draw(i, forTier, 100)
	for t, part := range levels[levelOf(i)].tiers {
		if share -= part; share < 0 {
			return t
		}
	}
	return len(tiers) - 1
}

// away is the first site that is the given number of campuses further on; after the last comes the first.
func (m *maker) away(site, campuses int) int {
	other := site
	for campuses > 0 {
		next := (other + 1) % m.sites
		if campusOf(next) != campusOf(other) {
			campuses--
		}
		other = next
	}
	return other
}

// copies are what the tier asks for: a frequent copy and, but for standard services, one under lock; some services
// have a data set of files beside their database.
func (m *maker) copies(p *plan) []copyPlan {
	sets := []string{""}
	if p.index%8 == 3 {
		sets = []string{"base", "fichiers"}
	}
	near, far := m.away(p.active, 3), m.away(p.active, 4)
	if p.fault == sameCampus {
		near, far = p.active, p.active
	}
	lock := p.fault != noLock
	observed := p.fault != noLog && (p.tier.name != "standard" || p.index%5 != 0)
	var out []copyPlan
	for _, data := range sets {
		prefix := data
		if prefix != "" {
			prefix += "-"
		}
		out = append(out, copyPlan{id: prefix + "flux", data: data, tool: "restic", every: p.tier.every, site: near, immutable: lock, observed: observed, restic: p.index%20 == 0})
		if p.tier.name != "standard" {
			out = append(out, copyPlan{id: prefix + "coffre", data: data, tool: "rclone", media: "object", every: "24h", site: far, immutable: lock, observed: observed})
		}
	}
	return out
}
