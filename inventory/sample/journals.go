package sample

import (
	"strconv"
	"time"

	"coupefeu/inventory/sample/streams"
)

// streams are what the evidence shows of a service's backups.
func (m *maker) streams(p *plan) []streams.Stream {
	var out []streams.Stream
	for i := range p.copies {
		c := &p.copies[i]
		if !c.observed {
			continue
		}
		s := streams.Stream{
			Source: jobsSource(p.index/blockSize + 1), Service: m.id(p.index), Backup: c.id,
			First: m.end.AddDate(0, 0, -16), Every: 24 * time.Hour, Keep: streams.Keep{Daily: 8},
			At:    time.Duration(m.draw(p.index, forSite, 230)) * time.Minute,
			Bytes: int64(m.draw(p.index, forSize, 90_000)+100) * 1_000_000, Growth: 5,
		}
		if c.every == "4h" {
			s.Every, s.Keep = 4*time.Hour, streams.Keep{Hourly: 13, Daily: 8}
		}
		if c.restic {
			s.Source, s.Host, s.Path = resticSource(p.index/blockSize+1), m.id(p.index)+".interco.example", pathOf(c)
		}
		s.Incidents = m.incidents(p)
		out = append(out, s)
	}
	return out
}

func (m *maker) incidents(p *plan) []streams.Incident {
	switch p.fault {
	case stale:
		return []streams.Incident{{Kind: streams.Stop, From: m.end.AddDate(0, 0, -9)}}
	case shrunk:
		return []streams.Incident{{Kind: streams.Shrink, From: m.end.AddDate(0, 0, -3), PerMille: 120}}
	}
	return nil
}

// restoreTests are the journal entries of a service: one within the time its tier allows, and mostly an older one.
func (m *maker) restoreTests(p *plan) [][]byte {
	if !p.stateful || p.fault == untested || p.fault == unbacked {
		return nil
	}
	age := 3 + m.draw(p.index, forTest, p.tier.tested-6)
	if p.fault == testOld {
		age += 2 * p.tier.tested
	}
	var out [][]byte
	if p.index%3 != 0 {
		out = append(out, m.restoreTest(p, age+p.tier.tested, "passed"))
	}
	outcome := "passed"
	if p.fault == testFailed {
		outcome = "failed"
	}
	return append(out, m.restoreTest(p, age, outcome))
}

func (m *maker) restoreTest(p *plan, days int, outcome string) []byte {
	var o object
	o.text("service", m.id(p.index))
	o.text("date", m.end.AddDate(0, 0, -days).Format(time.DateOnly))
	o.text("outcome", outcome)
	o.text("depth", "application")
	o.text("site", siteID(m.away(p.active, 2)))
	o.text("duration", strconv.Itoa(p.tier.minutes*(30+m.draw(p.index, forTest, 65))/100)+"m")
	o.text("data_loss", "3h")
	o.text("document", "PV-"+strconv.Itoa(p.index+1))
	return o.line()
}

// waivers accept the missing lock of every third service that has none.
func (m *maker) waivers(p *plan) [][]byte {
	if p.fault != noLock || p.index%3 != 0 {
		return nil
	}
	var o object
	o.text("id", "W-"+strconv.Itoa(p.index+1))
	o.text("rule", "backup-immutable")
	o.texts("services", []string{m.id(p.index)})
	o.text("reason", "Verrou commandé")
	o.text("approved_by", "Conseil d'administration")
	o.text("approved_on", "2026-08-26")
	o.text("expires", "2026-11-20")
	return [][]byte{o.line()}
}
