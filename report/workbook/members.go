package workbook

import (
	"slices"

	"coupefeu/report"
)

// members is one row per local authority: which services run for it, how they stand, and how their checks do.
var members = sheet{key: membersKey, table: membersTable}

const membersKey = "members"

// memberRow is one member with the counts of the services that it is served by, and its place in the sheet.
type memberRow struct {
	*report.Member
	n int
	report.Group
}

func membersTable(b *book) *table {
	rows := make([]memberRow, len(b.Members))
	for i := range b.Members {
		rows[i] = memberRow{&b.Members[i], i + 1, b.Summary.ByMember[b.Members[i].ID]}
	}
	t := tabulate(membersKey, rows, b.recounting(slices.Concat(memberIdentity(b), memberServices(b),
		checkColumns("checks", "checks.", func(r *memberRow) report.Checks { return r.Checks }), memberOpen(b), memberKeys(), memberMarks(b))))
	t.identity = 2
	t.sentence = b.text("members.sentence", args{"n": len(rows), "services": b.Summary.Services})
	t.formats = append(checkFormats(), b.unknowns("population"))
	most := 0
	for i := range rows {
		most = max(most, rows[i].Checks.Open())
	}
	if most > 0 {
		// Up to twice the greatest, so that the figure stands clear of its bar.
		t.bars = []ratioBar{{"open", float64(2 * most)}}
	}
	return t
}

func memberIdentity(b *book) []column[memberRow] {
	return []column[memberRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *memberRow) cell { return count(r.n) }},
		{head{key: "name", word: "member", width: 34, font: strong, align: indented, wrap: true}, func(r *memberRow) cell { return text(r.Name) }},
		{head{key: "kind", word: "kind", width: 20, wrap: true}, func(r *memberRow) cell { return text(r.Kind) }},
		{head{key: "population", word: "population", width: 12, font: quiet, align: right}, func(r *memberRow) cell {
			if r.Population == 0 {
				return b.unknown()
			}
			return cell{kind: figure, number: float64(r.Population), format: whole}
		}},
	}
}

// memberServices are the services that run for the member, those for everybody too.
func memberServices(b *book) []column[memberRow] {
	return []column[memberRow]{
		{head{key: "services", word: "services", band: "services", width: 9.5, font: strong, align: right}, func(r *memberRow) cell { return count(r.Group.Services) }},
		{head{key: "compliant", word: "compliant", width: 11, align: right}, func(r *memberRow) cell { return count(r.Compliant) }},
		{head{key: "compliant_with_waivers", word: "compliant-waived", width: 11, align: right}, func(r *memberRow) cell {
			return count(r.CompliantWithWaivers)
		}},
	}
}

// memberOpen is what is open on them, and how much of what is said of them is shown.
func memberOpen(b *book) []column[memberRow] {
	return []column[memberRow]{
		{head{key: "open", word: "open", width: 14, font: strong, align: right}, func(r *memberRow) cell {
			c := count(r.Checks.Open())
			c.formula = "{checks.fail}#+{checks.unknown}#"
			return c
		}},
		{head{key: "demonstrated", word: "demonstrated", width: 11.5, align: right}, func(r *memberRow) cell { return b.portion(r.Demonstrated) }},
	}
}

// memberKeys are the technical keys.
func memberKeys() []column[memberRow] {
	return []column[memberRow]{
		{head{key: "checks.not_applicable", width: 11, align: right, folded: true}, func(r *memberRow) cell { return count(r.Checks.NotApplicable) }},
		{head{key: "member", width: 20, folded: true}, func(r *memberRow) cell { return text(r.ID) }},
	}
}
