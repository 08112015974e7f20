package report

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"coupefeu/inventory"
	"coupefeu/rules"
)

// Earlier is an earlier sealed report, read back as far as later quarters look at it. It is never computed anew.
type Earlier struct {
	*Assessment        // without findings and scenarios
	Seal        string // digest of its SHA256SUMS
	Grid        Grid
}

// History is the usable earlier reports of an organisation, oldest first, and a notice for each that is not usable.
type History struct {
	Quarters []*Earlier
	Notices  []inventory.Notice
}

// Previous is the latest usable report; nil where there is none.
func (h *History) Previous() *Earlier {
	if len(h.Quarters) == 0 {
		return nil
	}
	return h.Quarters[len(h.Quarters)-1]
}

// Wanted says which earlier reports count.
type Wanted struct {
	Organisation string // id
	Before       string // period that is being reported
}

// The codes of the notices about earlier reports that are not used.
const (
	noticeNotSealed    = "history-not-sealed"   // no SHA256SUMS or no assessment.json
	noticeAltered      = "history-altered"      // the sums do not hold
	noticeForeign      = "history-foreign"      // another program's file
	noticeNewer        = "history-newer"        // of a newer form
	noticeBroken       = "history-broken"       // cannot be read
	noticeOther        = "history-organisation" // of another organisation
	noticeDraft        = "history-draft"        // never sealed
	noticePeriod       = "history-period"       // of another quarter than its folder says
	noticeEarlierRules = "history-rules"        // its rule pack cannot be applied any more
)

// AboutHistory tells whether a notice is about an earlier report.
func AboutHistory(n inventory.Notice) bool { return strings.HasPrefix(n.Code, "history-") }

// unusable is why an earlier report is not used.
type unusable struct {
	code string
	text string // English, after "The report of 2026-Q1 is not used: "
	args []string
}

func (u *unusable) Error() string { return u.text }

// superseded ends the names of folders that --force kept beside.
var superseded = regexp.MustCompile(`\.superseded-[1-9][0-9]*$`)

// ReadHistory looks through the folders of an output folder for earlier final reports of the organisation whose seal
// holds. Those of the reported period, later ones and superseded ones are passed over in silence, any other earlier one
// with a notice. The error is that of reading the output folder itself.
func ReadHistory(out fs.FS, w Wanted) (History, error) {
	var h History
	entries, err := fs.ReadDir(out, ".")
	if err != nil {
		return h, fmt.Errorf("reading the earlier reports: %w", err)
	}
	var order []string
	for _, entry := range entries { // sorted by name, and so by quarter
		if period := entry.Name(); periodPattern.MatchString(period) && period < w.Before && isFolder(out, entry) {
			order = append(order, period)
		}
	}
	quarters, faults := make([]*Earlier, len(order)), make([]*unusable, len(order))
	var readers sync.WaitGroup
	busy := make(chan struct{}, runtime.GOMAXPROCS(0)) // so that memory does not grow with the years
	for i, period := range order {
		readers.Go(func() {
			busy <- struct{}{}
			quarters[i], faults[i] = readQuarter(out, period, w)
			<-busy
		})
	}
	readers.Wait()
	for i, period := range order {
		if faults[i] != nil {
			h.Notices = append(h.Notices, faults[i].notice(period))
			continue
		}
		if latest := h.Previous(); latest != nil {
			latest.forget()
		}
		h.Quarters = append(h.Quarters, quarters[i])
	}
	return h, nil
}

// isFolder tells whether an entry is a folder or leads to one. What leads nowhere passes for one, so that it is told of.
func isFolder(out fs.FS, entry fs.DirEntry) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return entry.IsDir()
	}
	info, err := fs.Stat(out, entry.Name())
	return err != nil || info.IsDir()
}

// forget drops what only the latest report is asked for, and what grows with the number of services.
func (e *Earlier) forget() {
	e.Services, e.Rules, e.Inputs, e.Changes, e.Pack.Text = nil, nil, nil, nil, ""
	e.Summary.ByOwner, e.Summary.ByMember, e.Summary.ByControl, e.Summary.ByRuleTier = nil, nil, nil, nil
}

// readQuarter reads the report of one quarter.
func readQuarter(out fs.FS, period string, w Wanted) (*Earlier, *unusable) {
	folder, err := fs.Sub(out, period)
	if err != nil {
		return nil, brokenReport(err)
	}
	seal, why := heldSeal(folder)
	if why != nil {
		return nil, why
	}
	return readEarlier(folder, period, seal.SHA256, w.Organisation)
}

// heldSeal checks the seal of a folder.
func heldSeal(folder fs.FS) (*Seal, *unusable) {
	seal, err := CheckSeal(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &unusable{code: noticeNotSealed, text: "it has no " + Sums}
	case err != nil:
		return nil, brokenReport(err)
	case seal.Holds() && seal.Files[assessmentFile] == "":
		return seal, &unusable{code: noticeNotSealed, text: "its " + Sums + " names no " + assessmentFile}
	case !seal.Holds():
		files := seal.altered()
		return seal, &unusable{code: noticeAltered, args: []string{files}, text: "altered since it was sealed: " + files}
	}
	return seal, nil
}

// mostFiles is how many altered files a notice names.
const mostFiles = 5

// altered names the files that are not as they were sealed.
func (s *Seal) altered() string {
	var files []string
	for _, f := range s.Faults {
		if f.Kind != Added && !slices.Contains(files, f.File) {
			files = append(files, f.File)
		}
	}
	if len(files) > mostFiles {
		files = append(files[:mostFiles], "…")
	}
	return strings.Join(files, ", ")
}

func brokenReport(err error) *unusable {
	return &unusable{code: noticeBroken, text: "it cannot be read: " + err.Error(), args: []string{err.Error()}}
}

// readEarlier reads the report in a folder whose seal holds.
func readEarlier(folder fs.FS, period, seal, organisation string) (*Earlier, *unusable) {
	file, err := folder.Open(assessmentFile)
	if err != nil {
		return nil, brokenReport(err)
	}
	defer file.Close()
	e := &Earlier{Seal: seal}
	brief := briefReader{words: map[string]string{}}
	e.Assessment, err = readAssessment(file, lists{"findings": func(text []byte) error { return brief.read(text, e.Grid.add) }})
	var newer *SchemaError
	switch {
	case errors.Is(err, ErrForeign):
		return nil, &unusable{code: noticeForeign, text: err.Error()}
	case errors.As(err, &newer):
		return nil, &unusable{code: noticeNewer, text: err.Error(), args: []string{newer.Schema}}
	case err != nil:
		return nil, brokenReport(err)
	}
	return e, e.counts(period, organisation)
}

// counts tells whether the report may be looked back at: that of the organisation, final, and of the quarter that its
// folder says.
func (e *Earlier) counts(period, organisation string) *unusable {
	switch {
	case len(e.Grid.statuses) != len(e.Grid.Rules)*len(e.Grid.Services):
		return brokenReport(errors.New("findings are missing"))
	case e.Organisation.ID != organisation:
		return &unusable{code: noticeOther, text: fmt.Sprintf("it is of another organisation, %q", e.Organisation.ID), args: []string{e.Organisation.ID}}
	case e.Period.ID != period:
		return &unusable{code: noticePeriod, text: fmt.Sprintf("it is the report of another quarter, %q", e.Period.ID), args: []string{e.Period.ID}}
	case e.Draft:
		return &unusable{code: noticeDraft, text: "it is a draft, and was never sealed"}
	}
	return nil
}

// notice puts it into words.
func (u *unusable) notice(period string) inventory.Notice {
	return inventory.Notice{Code: u.code, Args: append([]string{period}, u.args...),
		Text: fmt.Sprintf("The earlier report of %s is not used: %s.", period, u.text)}
}

// Grid is the statuses of all findings of a report, by rule and service.
type Grid struct {
	Rules    []string // ids, in pack order
	Services []string // ids, sorted
	rule     map[string]int
	service  map[string]int
	statuses []rules.Status // rule by rule
	waivers  map[int]string // by place in statuses: the waiver of those that were waived
}

// At is the status of a rule's finding on a service; false where the report has none.
func (g *Grid) At(rule, service string) (rules.Status, bool) {
	place, there := g.place(rule, service)
	if !there {
		return rules.Unknown, false
	}
	return g.statuses[place], true
}

// place is where the finding of a rule on a service stands; false where there is none.
func (g *Grid) place(rule, service string) (int, bool) {
	r, hasRule := g.rule[rule]
	s, hasService := g.service[service]
	return r*len(g.Services) + s, hasRule && hasService
}

// at is the status at a rule's and a service's place; false where either is -1.
func (g *Grid) at(rule, service int) (rules.Status, bool) {
	if rule < 0 || service < 0 {
		return rules.Unknown, false
	}
	return g.statuses[rule*len(g.Services)+service], true
}

// checks counts the findings by status.
func (g *Grid) checks() Checks {
	var c Checks
	for _, status := range g.statuses {
		c.count(status)
	}
	return c
}

// Waiver is the id of the waiver that hid a finding; "" where none did.
func (g *Grid) Waiver(rule, service string) string {
	place, there := g.place(rule, service)
	if !there {
		return ""
	}
	return g.waivers[place]
}

// add takes the next finding of the file. They must be every rule with every service, in order, as page and program
// promise: else places would be mistaken.
func (g *Grid) add(e *Entry) error {
	status, known := statusOf(e.Status)
	if !known {
		return fmt.Errorf("the finding of %q on %q has the status %q", e.Rule, e.Service, e.Status)
	}
	if g.rule == nil {
		g.rule, g.service, g.waivers = map[string]int{}, map[string]int{}, map[int]string{}
	}
	if len(g.Rules) == 0 || g.Rules[len(g.Rules)-1] != e.Rule {
		if _, twice := g.rule[e.Rule]; twice || len(g.statuses) != len(g.Rules)*len(g.Services) {
			return fmt.Errorf("the findings of rule %q are not in order", e.Rule)
		}
		g.rule[e.Rule] = len(g.Rules)
		g.Rules = append(g.Rules, e.Rule)
	}
	place := len(g.statuses) - (len(g.Rules)-1)*len(g.Services)
	if len(g.Rules) == 1 {
		if _, twice := g.service[e.Service]; twice {
			return fmt.Errorf("the finding of %q on %q stands twice", e.Rule, e.Service)
		}
		g.service[e.Service] = place
		g.Services = append(g.Services, e.Service)
	}
	if place >= len(g.Services) || g.Services[place] != e.Service {
		return fmt.Errorf("the finding of %q on %q is not in its place", e.Rule, e.Service)
	}
	if e.Waiver != nil {
		g.waivers[len(g.statuses)] = *e.Waiver
	}
	g.statuses = append(g.statuses, status)
	return nil
}
