package sample

import (
	"fmt"
	"strconv"
)

const zoneName = "Europe/Brussels"

// kindShare is how many members of a generated inventory are of a kind: 335 together.
type kindShare struct {
	kind, word string
	count      int
}

var kindShares = []kindShare{
	{"commune", "Commune", 210},
	{"cpas", "CPAS", 92},
	{"zone de police", "Zone de police", 18},
	{"zone de secours", "Zone de secours", 6},
	{"intercommunale", "Intercommunale", 9},
}

// organisation is the file with everything but the services.
func (m *maker) organisation() []byte {
	var who, file object
	who.text("id", "generated")
	who.text("name", fmt.Sprintf("Intercommunale d'essai, %d services", m.services))
	who.text("timezone", zoneName)
	who.text("language", "fr")
	file.raw("organisation", who.line())
	file.raw("members", m.members())
	file.raw("providers", m.providers())
	file.raw("sites", m.siteList())
	file.raw("attestations", attestations())
	return file.bytes()
}

func (m *maker) members() []byte {
	var l list
	for _, k := range kindShares {
		for i := range k.count {
			var o object
			o.text("id", memberID(k, i))
			o.text("name", fmt.Sprintf("%s %d", k.word, i+1))
			o.text("kind", k.kind)
			o.number("population", 2_000+m.draw(i, forMembers, 30_000))
			l.add(o.line())
		}
	}
	return l.bytes()
}

func memberID(k kindShare, i int) string {
	return fmt.Sprintf("%c%c-%03d", k.kind[0], k.kind[len(k.kind)-2], i+1)
}

func (m *maker) providers() []byte {
	var l list
	for p := range (m.sites-1)/providerSites + 1 {
		var o object
		o.text("id", providerID(p))
		o.text("name", fmt.Sprintf("Hébergeur %d", p+1))
		l.add(o.line())
	}
	return l.bytes()
}

// Sites go to providers three at a time, and to campuses two, one, two, one: nine sites on six campuses.
const providerSites = 3

func providerID(p int) string { return fmt.Sprintf("h%02d", p+1) }

func siteID(site int) string { return fmt.Sprintf("s%02d", site+1) }

func campusOf(site int) int { return site * 2 / 3 }

func (m *maker) siteList() []byte {
	var l list
	for s := range m.sites {
		campus := campusOf(s)
		// A grid with 78 km and more between campuses, six to a column, from the Channel to the Alps.
		latitude, longitude := 46.2+0.9*float64(campus%6), 0.5+1.2*float64(campus/6)
		var o object
		o.text("id", siteID(s))
		o.text("name", fmt.Sprintf("Site %d", s+1))
		o.text("provider", providerID(s/providerSites))
		o.text("campus", fmt.Sprintf("campus-%02d", campus+1))
		o.text("region", fmt.Sprintf("region-%02d", campus/2+1))
		o.raw("coordinates", []byte("["+strconv.FormatFloat(latitude, 'f', 4, 64)+","+strconv.FormatFloat(longitude, 'f', 4, 64)+"]"))
		if s%7 == 0 {
			o.texts("shared_fate", []string{fmt.Sprintf("feeder-%d", s/14+1)})
		}
		l.add(o.line())
	}
	return l.bytes()
}

const attestation = "att-2026"

func attestations() []byte {
	var o object
	o.text("id", attestation)
	o.text("confirmed_on", "2026-03-12")
	o.text("by", "Attestation des hébergeurs")
	var l list
	l.add(o.line())
	return l.bytes()
}
