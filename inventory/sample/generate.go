package sample

import (
	"fmt"
	"time"

	"coupefeu/inventory/sample/streams"
)

// blockSize is how many services stand in one file. Files are decoded side by side, so there should be several, and
// none near the 64 MiB that a file may have.
const blockSize = 5_000

// Generate makes up an inventory of that many services and hands it to write file by file: JSON for what is declared,
// and below evidence/ what restic and a job scheduler would have printed of a share of the backups. The same services
// and seed give the same bytes. It holds one block of services at a time, so a million are no more than a matter of
// minutes. Its rules are those of the baseline pack; about half of its services keep them all. It ends with the error
// of write, or with one of its own where services is negative.
func Generate(services int, seed uint64, write func(name string, data []byte) error) error {
	if services < 0 {
		return fmt.Errorf("generate inventory: %d services cannot be", services)
	}
	m, err := newMaker(services, seed)
	if err != nil {
		return fmt.Errorf("generate inventory: %w", err)
	}
	if err := write("organisation.json", m.organisation()); err != nil {
		return fmt.Errorf("write organisation: %w", err)
	}
	for first := 0; first < services; first += blockSize {
		if err := m.block(first, min(first+blockSize, services), write); err != nil {
			return fmt.Errorf("write services from %d: %w", first, err)
		}
	}
	return nil
}

// maker makes one inventory up.
type maker struct {
	services int
	sites    int
	seed     uint64
	end      time.Time // as-of: the first instant of the day after AsOf
}

func newMaker(services int, seed uint64) (*maker, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, fmt.Errorf("load zone: %w", err)
	}
	last, err := time.ParseInLocation(time.DateOnly, AsOf, zone)
	if err != nil {
		return nil, fmt.Errorf("read as-of: %w", err)
	}
	// Nine sites as in the sample, sixty from 51,000 services on.
	return &maker{services: services, sites: min(60, 9+services/1_000), seed: seed, end: last.AddDate(0, 0, 1)}, nil
}

// block makes the services from first to below last with all that belongs to them, in three files at most.
func (m *maker) block(first, last int, write func(name string, data []byte) error) error {
	number := first/blockSize + 1
	var services, tests, waivers list
	var table []streams.Stream
	for i := first; i < last; i++ {
		p := m.plan(i)
		services.add(m.service(&p))
		tests.addAll(m.restoreTests(&p))
		waivers.addAll(m.waivers(&p))
		table = append(table, m.streams(&p)...)
	}
	var declared object
	declared.raw("services", services.bytes())
	declared.raw("restore_tests", tests.bytes())
	declared.raw("waivers", waivers.bytes())
	declared.raw("evidence", sources(table))
	if err := write(fmt.Sprintf("services-%05d.json", number), declared.bytes()); err != nil {
		return err
	}
	return streams.Files(table, m.end, func(name string, data []byte) error {
		return write("evidence/"+name, data)
	})
}

func resticSource(number int) string { return fmt.Sprintf("restic-%05d", number) }

func jobsSource(number int) string { return fmt.Sprintf("jobs-%05d", number) }

// sources are the evidence entries of a block: of the sources that its streams name.
func sources(table []streams.Stream) []byte {
	var l list
	seen := map[string]bool{}
	for _, s := range table {
		if seen[s.Source] {
			continue
		}
		seen[s.Source] = true
		tool, extension := "csv", ".csv"
		if s.Host != "" {
			tool, extension = "restic", ".json"
		}
		var o object
		o.text("id", s.Source)
		o.text("tool", tool)
		o.text("file", "evidence/"+s.Source+extension)
		o.text("collected", AsOf)
		l.add(o.line())
	}
	return l.bytes()
}

// purpose keeps the figures drawn for one service apart.
type purpose uint64

const (
	forFault purpose = iota + 1
	forSite
	forName
	forOwner
	forMembers
	forTier
	forSize
	forTest
	forNeeds // the last: it is counted on from
)

// draw gives a figure from 0 to below n for one service.
func (m *maker) draw(service int, p purpose, n int) int {
	x := m.seed ^ uint64(service)*0x9e3779b97f4a7c15 ^ uint64(p)<<56
	return int(streams.Mix(streams.Mix(x)) % uint64(n))
}
