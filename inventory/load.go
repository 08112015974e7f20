package inventory

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"coupefeu/inventory/source"
)

// maxServices is how many services an inventory may have.
const maxServices = 2_000_000

// Load reads an inventory from its roots, joins its files, resolves every reference and checks everything. It names
// all mistakes at once, sorted by place, and returns no inventory where there is one. The result does not depend on
// how many files are read at a time.
func Load(roots []Root) (*Inventory, source.Diagnostics) {
	var inputs []*input
	for i := range roots {
		inputs = append(inputs, list(i, &roots[i])...)
	}
	if len(inputs) == 0 {
		return nil, nothingFound(roots)
	}
	readAllInputs(roots, inputs)
	l := &linker{inv: new(Inventory), inputs: inputs}
	l.join(roots)
	l.link()
	if len(l.found) > 0 {
		return nil, l.quoted()
	}
	l.inv.Notices = append(l.inv.Notices, l.inv.datedNotices()...)
	return l.inv, nil
}

// nothingFound says what was looked for in vain.
func nothingFound(roots []Root) source.Diagnostics {
	var found source.Diagnostics
	for i := range roots {
		found = append(found, source.Diagnostic{
			Shown:   roots[i].Shown,
			Message: "there is no inventory here: no file ends in .yaml, .yml or .json (names that begin with `.` or `_`, and folders named evidence or testdata, are passed over)",
		})
	}
	return found
}

// readAllInputs reads and decodes the files, as many at a time as there are processors.
func readAllInputs(roots []Root, inputs []*input) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(inputs)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(inputs)); i = next.Add(1) - 1 {
				if in := inputs[i]; len(in.found) == 0 && in.read(&roots[in.root]) {
					in.decode()
				}
			}
		})
	}
	workers.Wait()
}

// quoted returns the mistakes with their lines, sorted.
func (l *linker) quoted() source.Diagnostics {
	files := make([]*source.File, len(l.inputs))
	for i, in := range l.inputs {
		files[i] = &in.file
	}
	return l.found.Quote(files...)
}

// join puts the documents of all files together, in path order, and the services in the order of their ids.
func (l *linker) join(roots []Root) {
	inv := l.inv
	l.joinServices()
	inv.RestoreTests = make([]RestoreTest, 0, l.countTests())
	for _, in := range l.inputs {
		l.found = append(l.found, in.found...)
		l.broken = l.broken || in.broken
		for i := range in.documents {
			l.add(in, &in.documents[i])
		}
		in.documents = nil
		inv.Files = append(inv.Files, in.file)
	}
	for i := range inv.Files {
		inv.Files[i].Data = nil
	}
	slices.SortStableFunc(inv.Files, func(a, b source.File) int { return strings.Compare(a.Name, b.Name) })
	l.checkOrganisation(roots)
}

// countTests says how long the journal is, which may be as long as the list of services.
func (l *linker) countTests() int {
	n := 0
	for _, in := range l.inputs {
		for i := range in.documents {
			n += len(in.documents[i].RestoreTests)
		}
	}
	return n
}

// joinServices puts the services in the order of their ids, those of one id in reading order. They are many and
// large, so they are moved once only.
func (l *linker) joinServices() {
	var all []*Service
	for _, in := range l.inputs {
		for i := range in.documents {
			services := in.documents[i].Services
			for j := range services {
				all = append(all, &services[j])
			}
		}
	}
	if l.tooMany(all) {
		return
	}
	slices.SortStableFunc(all, func(a, b *Service) int { return strings.Compare(a.ID, b.ID) })
	putSideBySide(all)
	l.inv.Services = make([]Service, len(all))
	for i := range all {
		l.inv.Services[i] = *all[i]
	}
}

// putSideBySide moves the ids of services next to each other in memory, in their order: whoever walks through millions
// of findings meets them in that order, and would wait for each of them if they stood all over the files.
func putSideBySide(services []*Service) {
	var text strings.Builder
	for _, s := range services {
		text.WriteString(s.ID)
	}
	rest := text.String()
	for _, s := range services {
		s.ID, rest = rest[:len(s.ID)], rest[len(s.ID):]
	}
}

// tooMany reports an inventory of more services than can be held. They are not joined then.
func (l *linker) tooMany(all []*Service) bool {
	if len(all) <= maxServices {
		return false
	}
	l.broken = true
	l.fail(all[maxServices].Place, "the inventory has %d services, more than the %d that it may have: assess parts of it apart",
		len(all), maxServices)
	return true
}

// add joins what one document holds to the inventory, but for the services, which are joined at once.
func (l *linker) add(in *input, d *document) {
	inv := l.inv
	if d.Organisation.Given || d.Organisation.Value.Place.Line > 0 {
		l.organisations = append(l.organisations, d.Organisation.Value)
	}
	for i := range d.Evidence {
		d.Evidence[i].Root = int32(in.root)
		l.evidenceFrom = append(l.evidenceFrom, in.name)
	}
	inv.Members = append(inv.Members, d.Members...)
	inv.Providers = append(inv.Providers, d.Providers...)
	inv.Sites = append(inv.Sites, d.Sites...)
	inv.Attestations = append(inv.Attestations, d.Attestations...)
	inv.RestoreTests = append(inv.RestoreTests, d.RestoreTests...)
	inv.Waivers = append(inv.Waivers, d.Waivers...)
	inv.Commitments = append(inv.Commitments, d.Commitments...)
	inv.Evidence = append(inv.Evidence, d.Evidence...)
	inv.Retired = append(inv.Retired, d.Retired...)
}

// checkOrganisation takes the one organisation, and sets the time zone.
func (l *linker) checkOrganisation(roots []Root) {
	l.inv.Zone = time.UTC
	for i := range l.organisations[min(1, len(l.organisations)):] {
		l.fail(l.organisations[i+1].Place, "`organisation` is given a second time: the first is at %s, and an inventory has exactly one",
			l.shown(l.organisations[0].Place))
	}
	if len(l.organisations) == 0 {
		if !l.broken {
			l.found = append(l.found, source.Diagnostic{
				Shown:   roots[0].shown(roots[0].Name),
				Message: "no file says whose inventory this is: add `organisation: {id: …, name: …}` to one of them",
			})
		}
		return
	}
	l.inv.Organisation = l.organisations[0]
	if zone := loadZone(l.inv.Organisation.Timezone.Value); zone != nil {
		l.inv.Zone = zone
	}
}

// fail reports a mistake at a place.
func (l *linker) fail(at source.Place, format string, args ...any) {
	l.found = append(l.found, source.Diagnostic{Place: at, Message: fmt.Sprintf(format, args...)})
}

// shown writes a place as the user would name it.
func (l *linker) shown(at source.Place) string {
	for _, in := range l.inputs {
		if in.file.Name == at.File {
			return fmt.Sprintf("%s:%d", in.file.Shown, at.Line)
		}
	}
	return fmt.Sprintf("%s:%d", at.File, at.Line)
}
