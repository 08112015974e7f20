package report

import (
	"math"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/rules/recovery"
)

// describeBackups sets what was declared of each backup beside what was observed.
func describeBackups(in rules.Input) []Backup {
	view, count := viewOf(in), 0
	for i := range in.Inventory.Services {
		count += len(in.Inventory.Services[i].Backups)
	}
	out := make([]Backup, 0, count)
	for i := range in.Inventory.Services {
		s := &in.Inventory.Services[i]
		for j := range s.Backups {
			out = append(out, declaredBackup(in, s, &s.Backups[j]))
			observe(&out[len(out)-1], view, i, j)
		}
	}
	return out
}

func viewOf(in rules.Input) *recovery.View {
	return &recovery.View{Inventory: in.Inventory, Observed: in.Observed, AsOf: in.AsOf, Start: in.Start}
}

func declaredBackup(in rules.Input, s *inventory.Service, b *inventory.Backup) Backup {
	entry := Backup{
		Service: s.ID, Data: b.Data, ID: b.ID, Site: b.Site.ID, Media: b.Media.Value.String(),
		Every: seconds(b.Every), Retention: seconds(b.Retention),
		Immutable: b.Immutable.Value, Offline: b.Offline.Value, Confirmed: b.Location.Given,
		Source: b.Evidence.Value.Source.ID, Select: selection(&b.Evidence.Value), Sizes: []int64{}, File: b.Place.File, Line: b.Place.Line,
	}
	// What nobody has said is not false.
	if b.Encrypted.Given {
		encrypted := b.Encrypted.Value
		entry.Encrypted = &encrypted
	}
	entry.Offsite, entry.Distance = apart(in.Inventory, s, b)
	return entry
}

// apart tells whether a backup stands on a campus that holds no instance of its service, and how far it is from the
// nearest one. Neither is known without instances, the distance not where a coordinate is missing.
func apart(inv *inventory.Inventory, s *inventory.Service, b *inventory.Backup) (offsite *bool, kilometres *float64) {
	if len(s.Instances) == 0 {
		return nil, nil
	}
	here := &inv.Sites[b.Site.Index]
	away, nearest, known := true, math.Inf(1), true
	for i := range s.Instances {
		there := &inv.Sites[s.Instances[i].Site.Index]
		if there.Campus == here.Campus {
			away = false
		}
		switch {
		// A building is not away from itself, even where nobody has written down where it stands.
		case there.ID == here.ID:
			nearest = 0
		case here.Coordinates.Given && there.Coordinates.Given:
			nearest = min(nearest, inventory.Distance(here.Coordinates.Value, there.Coordinates.Value))
		default:
			known = false
		}
	}
	if known || nearest == 0 {
		return &away, &nearest
	}
	return &away, nil
}

// observe adds what evidence shows, or the declared newest recovery point where there is none.
func observe(entry *Backup, view *recovery.View, service, backup int) {
	if newest, found := view.Newest(service, backup); found {
		at, age := newest.At, recovery.Seconds(newest.At, view.AsOf)
		entry.Newest, entry.Age, entry.Basis = &at, &age, rules.Declared.String()
		if newest.Observed {
			entry.Basis = rules.Observed.String()
		}
	}
	stream := view.Observed.Of(service, backup)
	// Nothing was observed, which is not the same as that nothing happened: the figures stay null.
	if !stream.Linked {
		return
	}
	count, oldest := stream.Points()
	failed := len(view.FailedRuns(service, backup))
	entry.Points, entry.FailedRuns = &count, &failed
	if oldest != nil {
		age := recovery.Seconds(oldest.Time, view.AsOf)
		entry.Oldest = &age
	}
	if gap, found := view.Gap(service, backup); found {
		length, opens, from, to := gap.Seconds(), inZone(gap.Opens, view), inZone(gap.From, view), inZone(gap.To, view)
		entry.Gap, entry.Window, entry.GapFrom, entry.GapTo = &length, &opens, &from, &to
	}
	if drop, found := view.SizeDrop(service, backup); found {
		ratio := drop.Ratio
		entry.SizeDrop, entry.Sizes = &ratio, sizesOf(&drop)
	}
}

// sizesOf is the sizes that a drop compares, the newest last.
func sizesOf(drop *recovery.Drop) []int64 {
	sizes := make([]int64, 0, len(drop.Others)+1)
	for _, run := range drop.Others {
		sizes = append(sizes, run.Bytes)
	}
	return append(sizes, drop.Newest.Bytes)
}

// inZone puts a moment on the organisation's clock, on which its people read it.
func inZone(t time.Time, view *recovery.View) time.Time { return t.In(view.Inventory.Zone) }

// selection is which runs of its evidence a backup picks, as the inventory writes it.
func selection(l *inventory.Link) []string {
	out := make([]string, 0, len(l.Select))
	for _, s := range l.Select {
		out = append(out, s.Key+": "+s.Pattern)
	}
	return out
}
