package scenario

import (
	"cmp"
	"slices"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
	"coupefeu/rules/recovery"
)

// Explanation is how one service comes to its outcome in one scenario, step by step: what is taken, what the service
// does about it on its own, what holds it up, and what comes out. Services are indexes of Inventory.Services.
type Explanation struct {
	Played    *Played
	Instances []InstanceFate // as written
	Backups   []BackupFate   // by data set
	Need      int            // active instances without which it does not run
	Alone     Step           // on its own, and before it may choose to wait an outage out
	Needs     []Need         // what it depends on and where it stores its data, by id
	Cycle     []int          // the services that are recovered together with it, itself among them, by id; nil if none
	Held      Bounds         // the greatest interruption of what it, or its cycle, depends on
	HeldBy    int            // whose that is (high, then low, then id); -1 where nothing holds it up
	Result    Affected       // whether or not it is listed
}

// InstanceFate is what happens to an instance.
type InstanceFate struct {
	Instance  *inventory.Instance
	Taken     bool
	TakesOver bool // a standby that is made active
}

// BackupFate is what happens to a backup.
type BackupFate struct {
	Backup   *inventory.Backup
	Taken    bool
	Exposure Bounds // what would be lost if the service were recovered from it; unknown without a recovery point
	Empty    bool   // its evidence shows no recovery point
}

// Step is a mechanism with its figures and what they rest on.
type Step struct {
	Mechanism        Mechanism
	Interruption     Bounds
	DataLoss         Bounds
	InterruptionFrom []Ground
	DataLossFrom     []Ground
}

// Ground is one input that a figure rests on: a key in a file, or the recovery points of an evidence source.
type Ground struct {
	Key     string       // of the inventory: "failover_time", "replication_lag", "rebuild_time", "duration", "every", "last_success", "evidence", "backups"
	At      source.Place // of the key, or of the object that lacks it
	Missing bool         // it is not there, or shows nothing
	Source  string       // the evidence source
	Point   string       // the id of the newest recovery point
	Time    time.Time    // of the newest recovery point
	From    time.Time    // the longest gap in the evidence, where it is longer than the point is old
	To      time.Time
}

// Need is a service that another one depends on.
type Need struct {
	Service int
	Stores  bool // data are stored there
	Cycle   bool // the two need each other
	Result  Affected
}

// Explain plays one scenario and says how one service, an index of the inventory's services, comes to its outcome.
func Explain(in Input, s *Scenario, service int) *Explanation {
	p := newPlayer(prepare(&in))
	played := p.play(s)
	e := &Explanation{Played: &played, Need: p.services[service].need, HeldBy: -1, Result: p.result(&played, service)}
	e.fates(p, service)
	e.needs(p, service)
	p.alone(service)
	e.Alone = Step{Mechanism: p.own[service].mechanism, Interruption: p.own[service].interruption, DataLoss: p.loss[service].Bounds}
	e.ground(&in, service)
	return e
}

// result is what a scenario does to a service, listed or not.
func (p *player) result(played *Played, service int) Affected {
	if listed := played.Of(service); listed != nil {
		return *listed
	}
	return p.affected(service)
}

func (e *Explanation) fates(p *player, service int) {
	from, s := &p.in.View.Inventory.Services[service], &p.services[service]
	for i := range from.Instances {
		taken := p.takesInstance(&p.instances[int(s.instances.from)+i])
		e.Instances = append(e.Instances, InstanceFate{Instance: &from.Instances[i], Taken: taken})
	}
	for i := s.backups.from; i < s.backups.to; i++ {
		b := &p.backups[i]
		e.Backups = append(e.Backups, BackupFate{
			Backup: &from.Backups[b.index], Taken: p.takesBackup(b), Exposure: known(b.exposure), Empty: b.empty,
		})
	}
}

// needs lists the dependencies, and finds the one that holds the service, or its cycle, up longest.
func (e *Explanation) needs(p *player, service int) {
	cycle := p.cycles.Of(int32(service))
	for _, to := range p.needs.Of(int32(service)) {
		_, stores := slices.BinarySearch(p.stores.Of(int32(service)), to)
		e.Needs = append(e.Needs, Need{
			Service: int(to), Stores: stores, Cycle: p.cycles.Of(to) == cycle, Result: p.result(e.Played, int(to)),
		})
	}
	members := p.cycles.Members(int(cycle))
	for _, member := range members {
		if len(members) > 1 {
			e.Cycle = append(e.Cycle, int(member))
		}
		for _, to := range p.needs.Of(member) {
			if p.cycles.Of(to) != cycle {
				e.held(p.total[to], int(to))
			}
		}
	}
	slices.Sort(e.Cycle)
}

// held takes one interruption from outside into account.
func (e *Explanation) held(by Bounds, service int) {
	if by.High == 0 {
		return
	}
	e.Held = e.Held.worse(by)
	if e.HeldBy < 0 {
		e.HeldBy = service
		return
	}
	longest := e.Played.Of(e.HeldBy).Interruption
	if by.exceeds(longest) || by == longest && service < e.HeldBy {
		e.HeldBy = service
	}
}

// ground finds what the figures of the first step rest on.
func (e *Explanation) ground(in *Input, service int) {
	s := &in.View.Inventory.Services[service]
	switch e.Alone.Mechanism {
	case Failover:
		e.Alone.InterruptionFrom = e.takeOver()
		e.Alone.DataLossFrom = e.lags(s)
	case Rebuild:
		e.Alone.InterruptionFrom = []Ground{optional("rebuild_time", s.RebuildTime.Given, s.RebuildTime.Line, s.Place)}
	case Restore:
		e.Alone.InterruptionFrom = tests(in, s)
		if e.left(inventory.Active)+e.left(inventory.Standby) > 0 {
			e.Alone.DataLossFrom = e.lags(s)
		} else {
			e.Alone.DataLossFrom = e.exposures(in, service)
		}
	case Lost, Unproven:
		e.Alone.InterruptionFrom = e.hopeless(s)
		e.Alone.DataLossFrom = e.Alone.InterruptionFrom
	}
}

// optional is the ground that an optional key is, or its lack in an object.
func optional(key string, given bool, line int32, object source.Place) Ground {
	if !given {
		return Ground{Key: key, At: object, Missing: true}
	}
	return Ground{Key: key, At: source.Place{File: object.File, Line: line}}
}

func (e *Explanation) left(role inventory.Role) int {
	n := 0
	for i := range e.Instances {
		if !e.Instances[i].Taken && e.Instances[i].Instance.Role == role {
			n++
		}
	}
	return n
}

// takeOver marks the standbys that are made active, the quickest first, and returns how long each takes.
func (e *Explanation) takeOver() []Ground {
	var standbys []*InstanceFate
	for i := range e.Instances {
		if f := &e.Instances[i]; !f.Taken && f.Instance.Role == inventory.Standby {
			standbys = append(standbys, f)
		}
	}
	slices.SortStableFunc(standbys, func(a, b *InstanceFate) int {
		return cmp.Compare(orInfinite(a.Instance.FailoverTime), orInfinite(b.Instance.FailoverTime))
	})
	var out []Ground
	for _, f := range standbys[:e.Need-e.left(inventory.Active)] {
		f.TakesOver = true
		out = append(out, optional("failover_time", f.Instance.FailoverTime.Given, f.Instance.FailoverTime.Line, f.Instance.Place))
	}
	return out
}

// lags are what the data loss rests on where an instance survives: nothing where an active one does or no data are
// held, else the standby that lags least, or all of them where none says how far.
func (e *Explanation) lags(s *inventory.Service) []Ground {
	if e.left(inventory.Active) > 0 || !s.HoldsData() {
		return nil
	}
	var missing []Ground
	var least *inventory.Instance
	for i := range e.Instances {
		instance := e.Instances[i].Instance
		if e.Instances[i].Taken {
			continue
		}
		if !instance.ReplicationLag.Given {
			missing = append(missing, Ground{Key: "replication_lag", At: instance.Place, Missing: true})
		} else if least == nil || instance.ReplicationLag.Value < least.ReplicationLag.Value {
			least = instance
		}
	}
	if least == nil {
		return missing
	}
	return []Ground{optional("replication_lag", true, least.ReplicationLag.Line, least.Place)}
}

// tests are the restore tests that the recovery time rests on, one a data set.
func tests(in *Input, s *inventory.Service) []Ground {
	var out []Ground
	sets := s.DataSets()
	for i := range sets {
		test := in.View.Decisive(s, &sets[i], inventory.DepthApplication)
		switch {
		case test == nil:
			out = append(out, Ground{Key: "duration", At: s.Place, Missing: true})
		case test.Outcome != inventory.Passed:
			out = append(out, Ground{Key: "duration", At: test.Place, Missing: true})
		default:
			out = append(out, optional("duration", test.Duration.Given, test.Duration.Line, test.Place))
		}
	}
	return out
}

// exposures are the backups that the service is recovered from: of each data set the one that loses least.
func (e *Explanation) exposures(in *Input, service int) []Ground {
	var out []Ground
	for i := 0; i < len(e.Backups); {
		data, best := e.Backups[i].Backup.Data, -1
		for ; i < len(e.Backups) && e.Backups[i].Backup.Data == data; i++ {
			if !e.Backups[i].Taken && (best < 0 || e.Backups[i].Exposure.High < e.Backups[best].Exposure.High) {
				best = i
			}
		}
		out = append(out, recoveryGround(in, service, e.Backups[best].Backup))
	}
	return out
}

// recoveryGround is what a backup's exposure rests on: its newest recovery point, or what is longer than the point is
// old, be it the longest gap in its evidence or its declared interval.
func recoveryGround(in *Input, service int, b *inventory.Backup) Ground {
	backups := in.View.Inventory.Services[service].Backups
	index := slices.IndexFunc(backups, func(other inventory.Backup) bool { return other.ID == b.ID })
	point, _ := in.View.Newest(service, index)
	age := recovery.Seconds(point.At, in.View.AsOf)
	if point.Observed {
		out := optional("evidence", true, b.Evidence.Line, b.Place)
		out.Source, out.Point, out.Time = b.Evidence.Value.Source.ID, point.ID, point.At
		if gap, _ := in.View.Gap(service, index); gap.Seconds() > age {
			out.From, out.To = gap.From, gap.To
		}
		return out
	}
	if b.Every.Given && float64(b.Every.Value) > age {
		return optional("every", true, b.Every.Line, b.Place)
	}
	out := optional("last_success", true, b.LastSuccess.Line, b.Place)
	out.Time = point.At
	return out
}

// hopeless are the backups that are taken or show nothing, or the service where it has none.
func (e *Explanation) hopeless(s *inventory.Service) []Ground {
	if len(e.Backups) == 0 {
		return []Ground{{Key: "backups", At: s.Place, Missing: true}}
	}
	var out []Ground
	for i := range e.Backups {
		if b := &e.Backups[i]; b.Taken || b.Exposure.Open() {
			out = append(out, Ground{Key: "backups", At: b.Backup.Place, Missing: true})
		}
	}
	return out
}
