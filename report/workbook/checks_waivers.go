package workbook

import (
	"fmt"

	"coupefeu/report"
	"coupefeu/rules"
)

// waiverChecks checks the waivers by state, and what they change. What they hide, added up, is what the findings count
// as waived.
func (b *book) waiverChecks() []checkGroup {
	g, w := b.begin(b.say("waivers"), onWaivers), b.Highlights.Waivers
	path := inHighlights + "waivers."
	g.count(b.say("waiver"), path+"all", w.All, every("waivers", "id"))
	for _, s := range []struct {
		state rules.WaiverState
		n     int
	}{{rules.InForce, w.InForce}, {rules.Expired, w.Expired}, {rules.Future, w.Future}, {rules.TooLong, w.TooLong}, {rules.Idle, w.Idle}} {
		title := b.text("reconciliation.state", args{"state": b.shared("words.waiver."+s.state.String(), nil)})
		g.count(title, path+s.state.String(), s.n, only("waivers", "state", s.state.String()))
	}
	longer := 0
	for i := range b.Waivers {
		if b.Waivers[i].State == rules.InForce.String() && !b.Waivers[i].EndsSoon {
			longer++
		}
	}
	g.count(b.say("lasting"), "waivers[*].ends_soon", longer, both("waivers", "state", rules.InForce.String(), "ends_soon", answers[false]))
	g.count(b.text("reconciliation.ending", args{"days": report.EndingDays}), path+"ending", w.Ending, only("waivers", "ends_soon", "yes"))
	g.count(b.say("renewed"), path+"renewed", w.Renewed, both("waivers", "state", rules.InForce.String(), "renewed", "yes"))
	g.count(b.say("hidden"), inSummary+"checks.waived", b.Summary.Checks.Waived, total("waivers", "hides"))
	g.count(b.say("hidden-fail"), path+"hides_fail", w.HidesFail, total("waivers", "hides_fail"))
	g.count(b.say("hidden-unknown"), path+"hides_unknown", w.HidesUnknown, total("waivers", "hides_unknown"))
	g.count(b.say("open-without"), path+"open_without", w.OpenWithout, b.openOrWaived())
	g.count(b.say("compliant-without"), path+"compliant_without", w.CompliantWithout, only(servicesKey, "compliance", report.Compliant))
	g.count(b.say("compliant-with"), path+"compliant_with", w.CompliantWith, b.compliantAtAll())
	if w.Since != nil {
		g.count(b.say("granted"), path+"since.granted", w.Since.Granted, only("waivers", "granted", "yes"))
		g.count(b.say("ended"), path+"since.ended", w.Since.Ended, b.endedWaivers())
	}
	each := b.begin(b.say("each-waiver"), onWaivers).asDetail()
	for i := range b.Waivers[:min(len(b.Waivers), mostWaivers)] {
		w := &b.Waivers[i]
		each.count(w.ID, fmt.Sprintf("waivers[%d].hides", i), w.Hides, only(findingsKey, "waiver", w.ID))
		each.namedIn(w.ID+" · "+b.say("renews"), fmt.Sprintf("waivers[%d].renews", i), idList{"waivers", "renews.id", i, w.Renews})
	}
	return []checkGroup{g, each}
}

// mostWaivers is how many waivers have their findings counted one by one; those of all are counted above.
const mostWaivers = 200

// openOrWaived counts what would be open without waivers.
func (b *book) openOrWaived() query {
	q := b.open().with(only(findingsKey, "status", rules.Waived.String()))
	q.words = b.text("reconciliation.failed-unknown-or-waived", args{"sheet": b.sheetName(findingsKey)})
	return q
}

// compliantAtAll counts the services that are compliant, be it with waivers.
func (b *book) compliantAtAll() query {
	q := only(servicesKey, "compliance", report.Compliant).with(only(servicesKey, "compliance", report.CompliantWithWaivers))
	q.words = b.text("reconciliation.compliant-or-waived", args{"sheet": b.sheetName(servicesKey)})
	return q
}

// endedWaivers counts those that were in force a quarter ago and are not now.
func (b *book) endedWaivers() query {
	inForce := rules.InForce.String()
	q := only("waivers", "before", inForce).less(both("waivers", "before", inForce, "state", inForce))
	q.words = b.text("reconciliation.no-longer", args{"sheet": b.sheetName("waivers")})
	return q
}
