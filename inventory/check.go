package inventory

import (
	"regexp"
	"time"

	"coupefeu/inventory/source"

	_ "time/tzdata" // time zones must not depend on what the machine has
)

var (
	idShape      = regexp.MustCompile(`^[a-z0-9._-]+$`)
	paperShape   = regexp.MustCompile(`^[A-Za-z0-9._/-]+$`)
	countryShape = regexp.MustCompile(`^[A-Z]{2}$`)
)

// checkID reports an id that is not made of the letters that ids are made of.
func checkID(d *source.Decoder, n *source.Node, id string) {
	if id != "" && !idShape.MatchString(id) {
		d.Fail(n.Get("id"), "the id %s may hold only lower-case letters, digits, `-`, `_` and `.`", source.Quoted(id))
	}
}

// checkPaperID is checkID for what boards number themselves, in upper case too.
func checkPaperID(d *source.Decoder, n *source.Node, id string) {
	if id != "" && !paperShape.MatchString(id) {
		d.Fail(n.Get("id"), "the id %s may hold only letters, digits, `-`, `_`, `.` and `/`", source.Quoted(id))
	}
}

// checkRepeated reports an id that stands twice in one list.
func checkRepeated(d *source.Decoder, list *source.Node, references []Reference) {
	seen := make(map[string]bool, len(references))
	for i := range references {
		if id := references[i].ID; id != "" && seen[id] {
			d.Fail(&list.Children[i], "`%s` stands twice in this list: delete one", id)
		}
		seen[references[i].ID] = true
	}
}

// given tells whether a key has a value, be it right or wrong.
func given(value *source.Node) bool { return value != nil && !value.Empty() }

// loadZone returns a time zone by its IANA name, nil where there is none. "Local" and "localtime" would be the
// machine's own.
func loadZone(name string) *time.Location {
	if name == "Local" || name == "localtime" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// checkZone reports a time zone that does not exist.
func checkZone(d *source.Decoder, n *source.Node, name source.Optional[string]) {
	if name.Given && loadZone(name.Value) == nil {
		d.Fail(n.Get("timezone"), "there is no time zone %s: it must be an IANA name such as Europe/Brussels or UTC", source.Quoted(name.Value))
	}
}

// CheckNode reports an impossible id, time zone or language.
func (o *Organisation) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, o.ID)
	checkZone(d, n, o.Timezone)
	if o.Language.Given {
		key, value := n.Find("language")
		d.Field(key, value, new(language))
	}
}

// CheckNode reports an impossible id or population.
func (m *Member) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, m.ID)
	if m.Population.Given && m.Population.Value < 0 {
		d.Fail(n.Get("population"), "`population` must be 0 or more, not %d", m.Population.Value)
	}
}

// CheckNode reports an impossible id.
func (p *Provider) CheckNode(d *source.Decoder, n *source.Node) { checkID(d, n, p.ID) }

// CheckNode reports an impossible id or country, and sets the campus where it is not given.
func (s *Site) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, s.ID)
	if s.Campus == "" {
		s.Campus = s.ID
	}
	if s.Country.Given && !countryShape.MatchString(s.Country.Value) {
		d.Fail(n.Get("country"), "`country` must be two upper-case letters (ISO 3166-1 alpha-2) such as BE, not %s", source.Quoted(s.Country.Value))
	}
}

// CheckNode reports an impossible id or number of active instances, backups of one id, and a service that depends on
// itself.
func (s *Service) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, s.ID)
	if s.MinActive.Given && s.MinActive.Value < 1 {
		d.Fail(n.Get("min_active"), "`min_active` must be 1 or more, not %d", s.MinActive.Value)
	}
	s.checkDependencies(d, n.Get("depends_on"), s.DependsOn)
	s.checkDependencies(d, n.Get("stores_data_in"), s.StoresDataIn)
	for i := range s.Backups {
		for j := range i {
			if id := s.Backups[i].ID; id != "" && id == s.Backups[j].ID {
				d.Fail(&n.Get("backups").Children[i], "the service has two backups `%s`: the other one is on line %d", id, s.Backups[j].Place.Line)
				break
			}
		}
	}
}

// checkDependencies reports services that a list names twice, and the service itself.
func (s *Service) checkDependencies(d *source.Decoder, list *source.Node, references []Reference) {
	if len(references) == 0 {
		return
	}
	checkRepeated(d, list, references)
	for i := range references {
		if references[i].ID != "" && references[i].ID == s.ID {
			d.Fail(&list.Children[i], "the service `%s` cannot depend on itself: delete this entry", s.ID)
		}
	}
}

// CheckNode reports what only a standby can have on an active instance.
func (i *Instance) CheckNode(d *source.Decoder, n *source.Node) {
	if i.Role != Active {
		return
	}
	for _, word := range []string{"failover_time", "replication_lag"} {
		if key, value := n.Find(word); given(value) {
			d.Fail(key, "`%s` is for an instance whose role is standby: this one is active", word)
		}
	}
}

// CheckNode reports an impossible id or interval, and a backup whose last success is both declared and observed. It
// sets the data set where it is not given.
func (b *Backup) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, b.ID)
	if b.Data == "" {
		b.Data = MainData
	}
	if b.Every.Given && b.Every.Value == 0 {
		d.Fail(n.Get("every"), "`every` must be more than 0s")
	}
	if b.LastSuccess.Given && b.Evidence.Given {
		key, _ := n.Find("last_success")
		d.Fail(key, "`last_success` cannot stand beside `evidence`, which shows it: delete one of the two")
	}
}

// CheckNode reports an impossible id.
func (a *Attestation) CheckNode(d *source.Decoder, n *source.Node) { checkID(d, n, a.ID) }

// CheckNode reports an impossible id, a service named twice, and a waiver that ends before it is approved.
func (w *Waiver) CheckNode(d *source.Decoder, n *source.Node) {
	checkPaperID(d, n, w.ID)
	if len(w.Services) > 0 {
		checkRepeated(d, n.Get("services"), w.Services)
	}
	approved, expires := w.ApprovedOn.Time, w.Expires.End()
	if !approved.IsZero() && !w.Expires.Time.IsZero() && expires.Before(approved) {
		d.Fail(n.Get("expires"), "the waiver expires before it is approved: mend `expires` or `approved_on`")
	}
}

// CheckNode reports an impossible id, and a service without a rule or a rule without a service.
func (c *Commitment) CheckNode(d *source.Decoder, n *source.Node) {
	checkPaperID(d, n, c.ID)
	for _, pair := range [][2]string{{"service", "rule"}, {"rule", "service"}} {
		if key, value := n.Find(pair[0]); given(value) && !given(n.Get(pair[1])) {
			d.Fail(key, "`%s` needs `%s` beside it: give both, or neither", pair[0], pair[1])
		}
	}
}

// CheckNode reports an impossible id or time zone, and keeps where the paths stand, which Load checks.
func (e *Evidence) CheckNode(d *source.Decoder, n *source.Node) {
	checkID(d, n, e.ID)
	checkZone(d, n, e.Timezone)
	if e.File != "" {
		e.FileAt = d.Place(n.Get("file"))
	}
	if e.Stderr.Given {
		e.StderrAt = d.Place(n.Get("stderr"))
	}
}
