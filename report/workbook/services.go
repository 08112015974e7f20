package workbook

import (
	"slices"
	"strings"

	"coupefeu/report"
	"coupefeu/rules"
)

// services is one row per service: who answers for it, what it rests on, its targets, and how it stands. Findings lead
// here where there is nothing nearer to look at.
var services = sheet{key: servicesKey, rows: func(b *book) int { return len(b.Services) }, table: servicesTable}

const servicesKey = "services"

// serviceRow is one service and its place in the sheet.
type serviceRow struct {
	*report.Service
	n int
}

// servicesTable has the names whole, however long: elsewhere they may be clipped.
func servicesTable(b *book) *table {
	rows := make([]serviceRow, len(b.Services))
	for i := range b.Services {
		rows[i] = serviceRow{&b.Services[i], i + 1}
	}
	t := tabulate(servicesKey, rows, servicesColumns(b))
	t.identity = 3
	t.yields = []yielding{{"depends_on", 14.5}, {"owner", 13.8}, {"sites", 14}, {"depends_on", 13}, {"service.name", 19}, {"provenance", 14}}
	s := b.Summary
	t.sentence = b.text("services.sentence", args{"n": s.Services, "compliant": s.Compliant, "waived": s.CompliantWithWaivers})
	if len(rows) > mostLinkedServices {
		t.sentence += " " + b.text("scenarios.links", args{"row": headRow + mostLinkedServices})
	}
	t.formats = slices.Concat(verdicts("compliance.title", ""), verdicts("last_test.outcome.title", ""), checkFormats(),
		[]rule{b.unknowns("last_test.duration")}, comparisons("agrees"))
	return t
}

// unknowns paints the word for what is not known.
func (b *book) unknowns(columns string) rule {
	first, _, _ := strings.Cut(columns, " ")
	return rule{columns, "{" + first + "}#=\"" + b.unknown().text + `"`, someUnproven}
}

// checkFormats paints counts of checks by what they count, and zeros grey.
func checkFormats() []rule {
	out := []rule{}
	for _, c := range []rule{
		{columns: "checks.pass", paint: passed}, {columns: "checks.fail", paint: failed},
		{columns: "checks.unknown", paint: someUnproven}, {columns: "checks.waived", paint: waived},
	} {
		out = append(out, rule{c.columns, "{" + c.columns + "}#=0", nought}, rule{c.columns, "{" + c.columns + "}#>0", c.paint})
	}
	return out
}

// servicesColumns are the groups of columns from the left.
func servicesColumns(b *book) []column[serviceRow] {
	return slices.Concat(serviceIdentity(b), serviceTargets(b), serviceChecks(b), serviceTest(b), serviceDetail(b), serviceInputs(b), serviceProof(b), serviceKeys(b), serviceMarks(b))
}

// serviceIdentity says who answers for the service, for whom it runs, where, and what it needs.
func serviceIdentity(b *book) []column[serviceRow] {
	return []column[serviceRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *serviceRow) cell {
			return count(r.n)
		}},
		{head{key: "service.name", word: "service", width: 24, font: strong, align: indented, wrap: true}, func(r *serviceRow) cell {
			return text(r.Name)
		}},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *serviceRow) cell {
			return text(b.tierWord(r.Tier))
		}},
		{head{key: "owner", word: "owner", band: "role", width: 15, align: indented, wrap: true}, func(r *serviceRow) cell {
			return text(r.Owner)
		}},
		{head{key: "members", word: "members", width: 8, align: right}, func(r *serviceRow) cell { return count(r.Members) }},
		{head{key: "stateful", word: "stateful", width: 8.5, font: quiet, align: indented}, func(r *serviceRow) cell {
			return b.answer(&r.Stateful)
		}},
		{head{key: "sites", word: "sites", width: 16, wrap: true}, func(r *serviceRow) cell { return text(b.siteNames(r.Sites)) }},
		{head{key: "depends_on", word: "depends-on", width: 16.5, wrap: true}, func(r *serviceRow) cell {
			return text(b.serviceNames(r.DependsOn))
		}},
	}
}

// serviceTargets are the longest interruption and loss that the service may take.
func serviceTargets(b *book) []column[serviceRow] {
	return []column[serviceRow]{
		{head{key: "rto", word: "rto", band: "targets", width: 8.8, font: quiet, align: right}, func(r *serviceRow) cell {
			return b.target(r.RTO)
		}},
		{head{key: "rpo", word: "rpo", width: 8.8, font: quiet, align: right}, func(r *serviceRow) cell { return b.target(r.RPO) }},
	}
}

// target is a cell with a service's target; – where none is set.
func (b *book) target(seconds *float64) cell {
	if seconds == nil {
		return text("–")
	}
	return b.hours(seconds)
}

// mostLinkedServices is how many rows have links: each has four at most, and one leads back to the way in.
const mostLinkedServices = (mostLinks - 1) / 4

// leading is a count of a service's findings of a status, which leads to the first of them.
func (r *serviceRow) leading(b *book, n int, status rules.Status) cell {
	if n == 0 || r.n > mostLinkedServices {
		return count(n)
	}
	return count(n).in(counted).to(b.firstFinding(r.ID, status))
}

// serviceChecks are the service's own counts, and the balance that follows from them.
func serviceChecks(b *book) []column[serviceRow] {
	return []column[serviceRow]{
		{head{key: "checks.pass", word: "pass", band: "checks", width: 8, align: right}, func(r *serviceRow) cell {
			return count(r.Checks.Pass)
		}},
		{head{key: "checks.fail", word: "fail", width: 8.5, align: right}, func(r *serviceRow) cell { return r.leading(b, r.Checks.Fail, rules.Fail) }},
		{head{key: "checks.unknown", word: "unknown", width: 10.5, align: right}, func(r *serviceRow) cell {
			return r.leading(b, r.Checks.Unknown, rules.Unknown)
		}},
		{head{key: "checks.waived", word: "waived", width: 9.5, align: right}, func(r *serviceRow) cell {
			return r.leading(b, r.Checks.Waived, rules.Waived)
		}},
		{head{key: "checks.not_applicable", word: "not-applicable", width: 7, font: quiet, align: right}, func(r *serviceRow) cell {
			return count(r.Checks.NotApplicable)
		}},
		{head{key: "compliance.title", word: "compliance", width: 16, align: indented, wrap: true}, func(r *serviceRow) cell {
			return text(b.complianceWord(r.Compliance))
		}},
	}
}

// complianceWord is a service's balance with the symbol of the status that it follows from.
func (b *book) complianceWord(compliance string) string {
	word := b.shared("words.compliance."+compliance, nil)
	if symbol := complianceSymbols[compliance]; symbol != "" {
		return symbol + " " + word
	}
	return word
}

var complianceSymbols = map[string]string{
	report.Compliant: "✓", report.CompliantWithWaivers: "◊", report.NotCompliant: "✗",
}

// serviceTest is the decisive test of the data set that stands worst: the one that speaks for the service.
func serviceTest(b *book) []column[serviceRow] {
	return []column[serviceRow]{
		{head{key: "last_test.outcome.title", word: "outcome", band: "last-test", width: b.outcomeWidth(), align: indented, wrap: true}, func(r *serviceRow) cell {
			return b.lastOutcome(r.Service)
		}},
		{head{key: "last_test.date", word: "date", width: 9.5, align: right}, func(r *serviceRow) cell {
			if r.LastTest == nil {
				return cell{}
			}
			return b.testDay(r)
		}},
		{head{key: "last_test.age", word: "age", width: 7.5, align: right}, func(r *serviceRow) cell {
			if r.LastTest == nil {
				return cell{}
			}
			return b.days(&r.LastTest.Age)
		}},
		{head{key: "last_test.duration", word: "duration", width: 8.8, align: right}, func(r *serviceRow) cell {
			if r.LastTest == nil {
				return cell{}
			}
			return b.hours(r.LastTest.Duration)
		}},
		{head{key: "provenance", word: "place", band: "evidence", width: 18.2, align: indented, wrap: true}, func(r *serviceRow) cell {
			return at(r.File, r.Line)
		}},
	}
}

// testDay is the date of the test that counts for the service, which leads to its row.
func (b *book) testDay(r *serviceRow) cell {
	day := b.day(r.LastTest.Date)
	if row, known := b.lastTestRow(r.Service); known && r.n <= mostLinkedServices {
		return day.toward(b.table(testsKey).place(row))
	}
	return day
}

// lastOutcome is how the test went that counts for the service.
func (b *book) lastOutcome(s *report.Service) cell {
	switch {
	case s.LastTest != nil:
		return text(b.outcomeWord(s.LastTest.Outcome))
	case s.Stateful:
		return text("✗ " + b.text("tests.never", nil))
	}
	return cell{}
}

// serviceDetail is what lies under the + for a second look.
func serviceDetail(b *book) []column[serviceRow] {
	return []column[serviceRow]{
		{head{key: "stores_data_in", word: "stores-in", width: 18, folded: true}, func(r *serviceRow) cell {
			return text(b.serviceNames(r.StoresIn))
		}},
		{head{key: "description", word: "description", width: 20, folded: true}, func(r *serviceRow) cell {
			return text(r.Description)
		}},
	}
}

// serviceKeys are the technical keys, and counts for the reconciliation.
func serviceKeys(b *book) []column[serviceRow] {
	decided := b.decisionsOf().services
	return []column[serviceRow]{
		{head{key: "service", width: 20, folded: true}, func(r *serviceRow) cell { return text(r.ID) }},
		{head{key: "tier", width: 10, folded: true}, func(r *serviceRow) cell { return text(r.Tier) }},
		{head{key: "placements", word: "placements", width: 11, align: right, folded: true}, func(r *serviceRow) cell {
			return count(r.Placements)
		}},
		{head{key: "new", width: 9, folded: true}, func(r *serviceRow) cell { return text(b.cameIn(r.Service)) }},
		{head{key: "decisions", width: 18, folded: true}, func(r *serviceRow) cell { return text(decided[r.ID]) }},
		{head{key: "unconfirmed", word: "unconfirmed", width: 11, align: right, folded: true}, func(r *serviceRow) cell {
			return count(r.Unconfirmed)
		}},
		{head{key: "compliance", width: 20, folded: true}, func(r *serviceRow) cell { return text(r.Compliance) }},
	}
}
