package inventory

import (
	"coupefeu/inventory/source"
)

// document is what one YAML document or JSON file may hold: the top-level keys.
type document struct {
	Organisation source.Optional[Organisation] `key:"organisation"`
	Members      []Member                      `key:"members"`
	Providers    []Provider                    `key:"providers"`
	Sites        []Site                        `key:"sites"`
	Services     []Service                     `key:"services"`
	Attestations []Attestation                 `key:"attestations"`
	RestoreTests []RestoreTest                 `key:"restore_tests"`
	Waivers      []Waiver                      `key:"waivers"`
	Commitments  []Commitment                  `key:"commitments"`
	Evidence     []Evidence                    `key:"evidence"`
	Retired      []Retired                     `key:"retired"`
}

// DecodeNode reads an id that names another object. Index is -1 until Load finds the object.
func (r *Reference) DecodeNode(d *source.Decoder, n *source.Node) {
	if id, ok := d.String(n); ok {
		*r = Reference{ID: id, Index: -1, Line: n.Line, Column: n.Column}
	}
}

// place returns where a reference stands that belongs to an object of the file.
func (r *Reference) place(file string) source.Place {
	return source.Place{File: file, Line: r.Line, Column: r.Column}
}

// DecodeNode reads a pair of latitude and longitude in degrees.
func (c *Coordinates) DecodeNode(d *source.Decoder, n *source.Node) {
	if n.Kind != source.List || len(n.Children) != 2 {
		d.Fail(n, "%s must be a list of latitude and longitude in degrees, such as [48.5850, 7.7970]", d.What())
		return
	}
	latitude, longitude := &n.Children[0], &n.Children[1]
	d.Decode(latitude, &c.Latitude)
	d.Decode(longitude, &c.Longitude)
	switch {
	case c.Latitude < -90 || c.Latitude > 90:
		d.Fail(latitude, "the latitude %s is not between -90 and 90 degrees: latitude comes first, then longitude", latitude.Text)
	case c.Longitude < -180 || c.Longitude > 180:
		d.Fail(longitude, "the longitude %s is not between -180 and 180 degrees", longitude.Text)
	}
}

// DecodeNode reads whom a service serves: the word all, a list of member ids, or a mapping with kinds.
func (m *Membership) DecodeNode(d *source.Decoder, n *source.Node) {
	switch {
	case n.Kind == source.List:
		d.Decode(n, &m.IDs)
		checkRepeated(d, n, m.IDs)
	case n.Kind == source.Mapping:
		var kinds struct {
			Kinds []string `key:"kinds,required"`
		}
		d.Decode(n, &kinds)
		m.Kinds = kinds.Kinds
	case n.Kind == source.Text && n.Text == "all":
		m.All = true
	default:
		d.Expect(n, "`all`, a list of member ids such as [com-hamoir], or a mapping such as {kinds: [commune]}")
	}
}

// DecodeNode reads a confirmation: the id of an attestation, or a mapping that confirms on the spot.
func (l *Location) DecodeNode(d *source.Decoder, n *source.Node) {
	l.Place = d.Place(n)
	l.Attestation.Index = -1
	if n.IsText() {
		d.Decode(n, &l.Attestation)
		return
	}
	if n.Kind != source.Mapping {
		d.Expect(n, "the id of an attestation, or a mapping with `confirmed_on` and `by`")
		return
	}
	var spot struct {
		ConfirmedOn source.Moment `key:"confirmed_on,required"`
		By          string        `key:"by,required"`
		Document    string        `key:"document"`
	}
	d.Decode(n, &spot)
	l.ConfirmedOn, l.By, l.Document = spot.ConfirmedOn, spot.By, spot.Document
}

// DecodeNode reads a backup's evidence: the source, and what it selects of it.
func (l *Link) DecodeNode(d *source.Decoder, n *source.Node) {
	var link struct {
		Source Reference `key:"source,required"`
		Select selection `key:"select"`
	}
	d.Decode(n, &link)
	*l = Link{Source: link.Source, Select: link.Select, Place: d.Place(n)}
}

// selection is the conditions of a link, in the order in which they are written.
type selection []Selector

// DecodeNode reads a mapping of selector keys and the patterns that their values must match.
func (s *selection) DecodeNode(d *source.Decoder, n *source.Node) {
	if n.Kind != source.Mapping {
		d.Expect(n, "a mapping of selectors such as {host: web-1}")
		return
	}
	for key, value := range n.Pairs {
		if value.Empty() {
			continue
		}
		selector := Selector{Key: key.Text, Place: d.Place(key)}
		d.Field(key, value, &selector.Pattern)
		*s = append(*s, selector)
	}
}
