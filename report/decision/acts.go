package decision

// Kind is what sort of thing is decided.
type Kind string

// The kinds of decision.
const (
	Copy     Kind = "copy"     // a copy of the data away from what destroys the others
	Lock     Kind = "lock"     // one copy that ransomware cannot reach
	Evidence Kind = "evidence" // the tool's own account of backups that nothing shows
	Test     Kind = "test"     // a restore test
	Spread   Kind = "spread"   // an instance on a second campus
	Location Kind = "location" // somebody's word for where things stand
	Waivers  Kind = "waivers"  // whether to prolong waivers that end soon
	Lapsed   Kind = "lapsed"   // what to do about findings whose waiver has ended
	Record   Kind = "record"   // what a service's record lacks: targets, owner, members
)

// Assumption is what an effect takes for granted.
type Assumption string

// The assumptions, one for each kind of decision.
const (
	CopiesShown    Assumption = "copies_shown"    // the copies are made as often as the rules ask, stand where they should, and their runs are shown
	LockHolds      Assumption = "lock_holds"      // nobody can alter or delete the copy before its term
	RunsShown      Assumption = "runs_shown"      // the evidence shows the runs that are declared
	TestsPass      Assumption = "tests_pass"      // every test brings the whole service back, in the time of the one before, if that passed
	StandbyWorks   Assumption = "standby_works"   // the standby takes over within the service's own targets
	PlacesAreRight Assumption = "places_right"    // everything stands where the inventory says
	LeftToEnd      Assumption = "left_to_end"     // the waivers are not prolonged; prolonging them protects nobody
	OnlyAccepted   Assumption = "only_accepted"   // the findings are waived again, which protects nobody
	TargetsUnknown Assumption = "targets_unknown" // whatever targets are set: those that may be missed count as missed
)

// act is one kind of decision.
type act struct {
	kind    Kind
	propose func(*desk) []*candidate // for which services, and where
	edit    func(*part, *candidate)  // what it changes in the inventory
	about   own                      // what its effect is counted by, where no other measure tells it
	due     deadline
	assumes Assumption
}

// own is a measure of one kind of decision alone: services with an open finding of a rule with one of some metrics.
type own struct {
	measure Measure
	metrics []string
}

// acts is the one list of kinds, those first that save most as a rule: their effects are computed first.
var acts = []act{
	{Copy, proposeCopies, addCopies, own{}, monthOrQuarter, CopiesShown},
	{Lock, proposeLocks, lockCopies, own{}, monthOrQuarter, LockHolds},
	{Evidence, proposeEvidence, showRuns, own{}, monthOrQuarter, RunsShown},
	{Test, proposeTests, passTests, own{}, monthOrQuarter, TestsPass},
	{Spread, proposeSpread, addStandbys, own{OnOneCampus, []string{"sites.count"}}, twoQuarters, StandbyWorks},
	{Location, proposeLocations, confirmPlaces, own{Unconfirmed, []string{"backup.confirmed_offsite_copies", "sites.unconfirmed"}}, monthOrQuarter, PlacesAreRight},
	{Waivers, proposeWaivers, endWaivers, own{}, atTheirEnd, LeftToEnd},
	{Lapsed, proposeLapsed, renewWaivers, own{}, monthOrQuarter, OnlyAccepted},
	{Record, proposeRecords, fillRecords, own{Incomplete, []string{"record.missing"}}, quarter, TargetsUnknown},
}

// deadline is how many months after the end of the period something is due, on the last day: where a service of the
// most critical tier is among those it is for, and else.
//
//	what                                        most critical tier   others
//	copies, locks, evidence, tests, places      1 month              3 months, the end of the next quarter
//	a second campus, which must be procured     6 months             6 months
//	records                                     3 months             3 months
//	waivers                                     the day on which the first ends
type deadline struct{ critical, others int }

var (
	monthOrQuarter = deadline{1, 3}
	twoQuarters    = deadline{6, 6}
	quarter        = deadline{3, 3}
	atTheirEnd     = deadline{}
)
