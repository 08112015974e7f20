package inventory

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"coupefeu/inventory/source"
)

// linker joins files and resolves the references between them.
type linker struct {
	inv           *Inventory
	inputs        []*input
	organisations []Organisation
	evidenceFrom  []string // for each evidence entry the file that names it, within its root
	found         source.Diagnostics
	broken        bool // a file could not be read whole: what it defines is not known, so no id is called unknown
	compared      int  // ids compared for suggestions so far

	members, providers, sites, services, attestations, evidence, retired index
}

// index finds the objects of one list by their ids.
type index struct {
	noun string // what one is called
	key  string // the list's key
	at   map[string]int32
	ids  []string
}

// indexed makes the index of a list, and reports ids that are defined twice.
func indexed[T any](l *linker, in index, objects []T, id func(*T) (string, source.Place)) index {
	in.at = make(map[string]int32, len(objects))
	in.ids = make([]string, 0, len(objects))
	for i := range objects {
		word, place := id(&objects[i])
		if word == "" {
			continue
		}
		if first, ok := in.at[word]; ok {
			_, other := id(&objects[first])
			l.fail(place, "the %s `%s` is defined twice: also at %s", in.noun, word, l.shown(other))
			continue
		}
		in.at[word] = int32(i)
		in.ids = append(in.ids, word)
	}
	return in
}

// link makes the indexes, resolves every reference, gives days their zone, and adds the notices that hold at any time.
func (l *linker) link() {
	l.index()
	inv := l.inv
	for i := range inv.Sites {
		l.resolve(&inv.Sites[i].Provider, &l.providers, inv.Sites[i].Place)
	}
	for i := range inv.Services {
		l.linkService(&inv.Services[i])
	}
	l.linkMembers()
	l.linkJournals()
	for i := range inv.Evidence {
		l.linkEvidence(&inv.Evidence[i], l.evidenceFrom[i])
	}
	if len(l.found) > 0 {
		return
	}
	inv.setZone()
	inv.confirm()
	inv.attachTests()
	inv.Notices = inv.standingNotices()
}

// linkJournals resolves what restore tests, waivers and commitments name. Rules are not known here.
func (l *linker) linkJournals() {
	inv := l.inv
	for i := range inv.RestoreTests {
		l.linkTest(&inv.RestoreTests[i])
	}
	for i := range inv.Waivers {
		for j := range inv.Waivers[i].Services {
			l.resolveJournal(&inv.Waivers[i].Services[j], inv.Waivers[i].Place)
		}
	}
	for i := range inv.Commitments {
		if c := &inv.Commitments[i]; c.Service.Given {
			l.resolveJournal(&c.Service.Value, c.Place)
		}
	}
}

// index makes the indexes of all lists. Waivers and commitments have one only so that their ids are found to be unique;
// nothing refers to them.
func (l *linker) index() {
	inv := l.inv
	l.members = indexed(l, index{noun: "member", key: "members"}, inv.Members,
		func(m *Member) (string, source.Place) { return m.ID, m.Place })
	l.providers = indexed(l, index{noun: "provider", key: "providers"}, inv.Providers,
		func(p *Provider) (string, source.Place) { return p.ID, p.Place })
	l.sites = indexed(l, index{noun: "site", key: "sites"}, inv.Sites,
		func(s *Site) (string, source.Place) { return s.ID, s.Place })
	l.services = indexed(l, index{noun: "service", key: "services"}, inv.Services,
		func(s *Service) (string, source.Place) { return s.ID, s.Place })
	l.attestations = indexed(l, index{noun: "attestation", key: "attestations"}, inv.Attestations,
		func(a *Attestation) (string, source.Place) { return a.ID, a.Place })
	l.evidence = indexed(l, index{noun: "evidence source", key: "evidence"}, inv.Evidence,
		func(e *Evidence) (string, source.Place) { return e.ID, e.Place })
	l.retired = indexed(l, index{noun: "retired service", key: "retired"}, inv.Retired,
		func(r *Retired) (string, source.Place) { return r.Service, r.Place })
	indexed(l, index{noun: "waiver"}, inv.Waivers, func(w *Waiver) (string, source.Place) { return w.ID, w.Place })
	indexed(l, index{noun: "commitment"}, inv.Commitments, func(c *Commitment) (string, source.Place) { return c.ID, c.Place })
	for i := range inv.Retired {
		if at, ok := l.services.at[inv.Retired[i].Service]; ok {
			l.fail(inv.Retired[i].Place, "the service `%s` is retired here, but still defined at %s: delete one of the two",
				inv.Retired[i].Service, l.shown(inv.Services[at].Place))
		}
	}
}

// resolve sets the index of a reference that belongs to an object at a place, or reports that it leads nowhere.
func (l *linker) resolve(ref *Reference, to *index, of source.Place) bool {
	at, ok := to.at[ref.ID]
	if ok {
		ref.Index = at
		return true
	}
	if ref.ID != "" && !l.broken {
		l.fail(ref.place(of.File), "there is no %s %s%s", to.noun, source.Quoted(ref.ID), l.instead(ref.ID, to))
	}
	return false
}

// instead says what an id that leads nowhere may have been meant to be.
func (l *linker) instead(id string, to *index) string {
	const most = 5_000_000 // in a large inventory with many mistakes suggestions would take longer than the loading
	if l.compared += len(to.ids); l.compared <= most {
		if near := source.Nearest(id, to.ids); near != "" {
			return ": did you mean `" + near + "`?"
		}
	}
	return ": define it under `" + to.key + "`, or mend the id"
}

// resolveJournal resolves a service that a journal names: it may be retired.
func (l *linker) resolveJournal(ref *Reference, of source.Place) bool {
	if _, ok := l.retired.at[ref.ID]; ok {
		return false
	}
	return l.resolve(ref, &l.services, of)
}

// linkService resolves everything that a service names but its members.
func (l *linker) linkService(s *Service) {
	for i := range s.DependsOn {
		l.linkDependency(&s.DependsOn[i], s)
	}
	for i := range s.StoresDataIn {
		l.linkDependency(&s.StoresDataIn[i], s)
	}
	for i := range s.Instances {
		in := &s.Instances[i]
		l.resolve(&in.Site, &l.sites, s.Place)
		l.linkLocation(&in.Location, s.Place)
	}
	for i := range s.Backups {
		b := &s.Backups[i]
		l.resolve(&b.Site, &l.sites, s.Place)
		l.linkLocation(&b.Location, s.Place)
		if b.Evidence.Given {
			l.resolve(&b.Evidence.Value.Source, &l.evidence, s.Place)
		}
	}
}

// linkDependency resolves a service that another cannot do without, which a retired one cannot be.
func (l *linker) linkDependency(ref *Reference, s *Service) {
	if at, ok := l.retired.at[ref.ID]; ok {
		l.fail(ref.place(s.Place.File), "the service `%s` is retired (%s), so nothing can depend on it: delete it here",
			ref.ID, l.shown(l.inv.Retired[at].Place))
		return
	}
	l.resolve(ref, &l.services, s.Place)
}

func (l *linker) linkLocation(location *source.Optional[Location], of source.Place) {
	if location.Given && location.Value.Attestation.ID != "" {
		l.resolve(&location.Value.Attestation, &l.attestations, of)
	}
}

// linkTest resolves what a restore test names but its backup, which attachTests looks for in the service's own.
func (l *linker) linkTest(t *RestoreTest) {
	t.Backup.Value.Index = -1
	l.resolveJournal(&t.Service, t.Place)
	if t.Site.Given {
		l.resolve(&t.Site.Value, &l.sites, t.Place)
	}
}

// linkMembers finds the members of every service. Services that serve the same kinds share one list.
func (l *linker) linkMembers() {
	everybody := make([]int32, len(l.inv.Members))
	for i := range everybody {
		everybody[i] = int32(i)
	}
	byKinds := make(map[string][]int32)
	for i := range l.inv.Services {
		s := &l.inv.Services[i]
		m := &s.Members.Value
		switch {
		case m.All:
			m.Indexes = everybody
		case len(m.Kinds) > 0:
			m.Indexes = l.ofKinds(m.Kinds, byKinds)
		default:
			m.Indexes = l.named(m.IDs, s.Place)
		}
	}
}

// named finds the members that a service names, in the order of the members.
func (l *linker) named(ids []Reference, of source.Place) []int32 {
	var indexes []int32
	for i := range ids {
		if l.resolve(&ids[i], &l.members, of) {
			indexes = append(indexes, ids[i].Index)
		}
	}
	slices.Sort(indexes)
	return indexes
}

// ofKinds finds the members of some kinds; known holds the lists found before.
func (l *linker) ofKinds(kinds []string, known map[string][]int32) []int32 {
	key := strings.Join(kinds, "\x00")
	if indexes, ok := known[key]; ok {
		return indexes
	}
	var indexes []int32
	for i := range l.inv.Members {
		if slices.Contains(kinds, l.inv.Members[i].Kind.Value) {
			indexes = append(indexes, int32(i))
		}
	}
	known[key] = indexes
	return indexes
}

// linkEvidence sets where an evidence entry's files are within their root, and the zone of their times.
func (l *linker) linkEvidence(e *Evidence, from string) {
	e.Zone = l.inv.Zone
	if zone := loadZone(e.Timezone.Value); e.Timezone.Given && zone != nil {
		e.Zone = zone
	}
	e.Path = l.within(e.File, "file", from, e.FileAt)
	if e.Stderr.Given {
		e.StderrPath = l.within(e.Stderr.Value, "stderr", from, e.StderrAt)
	}
}

// within returns the path, in its root, of a file that another file names; it may not leave the root.
func (l *linker) within(name, key, from string, at source.Place) string {
	if name == "" {
		return ""
	}
	joined := path.Join(path.Dir(from), name)
	switch {
	case path.IsAbs(name):
		l.fail(at, "`%s` must be a path from the folder of this file, not the absolute path %s", key, source.Quoted(name))
	case strings.Contains(name, `\`):
		l.fail(at, "`%s` must be written with `/`, not `\\`: %s", key, source.Quoted(name))
	case !fs.ValidPath(joined) || joined == ".":
		l.fail(at, "`%s` leads out of the inventory folder: %s must lie in it", key, source.Quoted(name))
	}
	return joined
}
