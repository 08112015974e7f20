package workbook

import (
	"math"
	"slices"
	"time"

	"coupefeu/report"
)

// restoreTests is the journal of restore tests: how long each took and what it lost, beside the service's targets.
// Rules on restore tests lead here.
var restoreTests = sheet{key: testsKey, rows: func(b *book) int { return len(b.RestoreTests) }, table: testsTable}

const testsKey = "tests"

// testRow is one entry of the journal with its service and its place in the sheet.
type testRow struct {
	*report.RestoreTest
	n       int
	service *report.Service
}

// rto and rpo are the service's targets; nil where it has none, or is gone.
func (r *testRow) rto() *float64 {
	if r.service == nil {
		return nil
	}
	return r.service.RTO
}

// rpo is the target for the loss of data.
func (r *testRow) rpo() *float64 {
	if r.service == nil {
		return nil
	}
	return r.service.RPO
}

// testsTable keeps the whole journal: partial tests decide nothing, but somebody did them.
func testsTable(b *book) *table {
	rows := make([]testRow, len(b.RestoreTests))
	passed := 0
	for i := range b.RestoreTests {
		rows[i] = testRow{&b.RestoreTests[i], i + 1, b.service(b.RestoreTests[i].Service)}
		if rows[i].Outcome == "passed" {
			passed++
		}
	}
	t := tabulate(testsKey, rows, slices.Concat(testIdentity(b), testFigures(b), testSource(b), testProof(b), testKeys(b)))
	t.identity = 4
	t.sentence = b.text("tests.sentence", args{"n": len(rows), "passed": passed})
	t.formats = append(append(verdicts("outcome.title", ""), b.unknowns("duration data_loss")), comparisons("age.agrees")...)
	t.yields = []yielding{{"by", 17.4}, {"document", 13}, {"service.name", 19}, {"by", 14}, {"provenance", 15}}
	t.bars = []ratioBar{{"duration/rto", 2}, {"data_loss/rpo", 2}}
	return t
}

// testIdentity says what was restored, when, how far, and how it went.
func testIdentity(b *book) []column[testRow] {
	return []column[testRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *testRow) cell { return count(r.n) }},
		{head{key: "service.name", word: "service", width: 25, font: strong, align: indented, wrap: true}, func(r *testRow) cell {
			return text(b.serviceName(r.Service))
		}},
		{head{key: "service.tier.title", word: "tier", width: 9, font: quiet, wrap: true}, func(r *testRow) cell {
			return text(b.tierOf(r.service))
		}},
		{head{key: "backup", word: "backup", width: 10, wrap: true}, func(r *testRow) cell {
			if r.Backup == "" {
				return text(b.text("tests.all", nil)).in(quiet)
			}
			return text(r.Backup)
		}},
		{head{key: "date", word: "date", band: "test", width: 9.5, align: right}, func(r *testRow) cell { return b.day(r.Date) }},
		{head{key: "age", word: "age", width: 8, align: right}, func(r *testRow) cell { return b.days(&r.Age) }},
		{head{key: "outcome.title", word: "outcome", width: b.outcomeWidth(), align: indented, wrap: true}, func(r *testRow) cell {
			return text(b.outcomeWord(r.Outcome))
		}},
		{head{key: "depth.title", word: "depth", width: 18, wrap: true}, func(r *testRow) cell {
			return text(b.shared("words.depth."+r.Depth, nil))
		}},
		{head{key: "site", word: "restored-at", width: 13, wrap: true}, func(r *testRow) cell { return text(b.siteName(r.Site)) }},
	}
}

// outcomeWidth is that of a column of outcomes.
func (b *book) outcomeWidth() float64 {
	return fit(11, strong, indented, b.outcomeWord("passed"), b.outcomeWord("failed"), b.outcomeWord("partial"))
}

// outcomeWord is how a test went, with the symbol of what follows from it; a partial one decides nothing, so it has
// neither of the two symbols that decide.
func (b *book) outcomeWord(outcome string) string {
	word := b.shared("words.test."+outcome, nil)
	switch outcome {
	case "passed":
		return "✓ " + word
	case "failed":
		return "✗ " + word
	}
	return "– " + word
}

// testFigures sets what was measured beside what the service may take.
func testFigures(b *book) []column[testRow] {
	return []column[testRow]{
		{head{key: "rto", word: "rto", band: "interruption", width: 8.8, font: quiet, align: right}, func(r *testRow) cell { return b.target(r.rto()) }},
		{head{key: "duration", word: "duration", width: 9.6, align: right}, func(r *testRow) cell { return b.hours(r.Duration) }},
		{head{key: "duration/rto", word: "duration-rto", width: 9, align: right}, func(r *testRow) cell {
			return b.quotient(r.Duration, r.rto(), `IFERROR({duration}#/{rto}#,"–")`)
		}},
		{head{key: "rpo", word: "rpo", band: "loss", width: 8.8, font: quiet, align: right}, func(r *testRow) cell { return b.target(r.rpo()) }},
		{head{key: "data_loss", word: "data-loss", width: 9.6, align: right}, func(r *testRow) cell { return b.hours(r.DataLoss) }},
		{head{key: "data_loss/rpo", word: "data-loss-rpo", width: 9, align: right}, func(r *testRow) cell {
			return b.quotient(r.DataLoss, r.rpo(), `IFERROR({data_loss}#/{rpo}#,"–")`)
		}},
	}
}

// testSource says who tested and where it is written down. Decisive is the test that the findings rest on.
func testSource(b *book) []column[testRow] {
	return []column[testRow]{
		{head{key: "decisive", word: "decisive", band: "evidence", width: 8.5, align: indented}, func(r *testRow) cell {
			return b.answer(&r.Decisive)
		}},
		{head{key: "by", word: "by", width: 19, wrap: true}, func(r *testRow) cell { return text(r.By) }},
		{head{key: "document", word: "document", width: 17, wrap: true}, func(r *testRow) cell { return text(r.Document) }},
		{head{key: "provenance", word: "place", width: 18.7, wrap: true}, func(r *testRow) cell { return at(r.File, r.Line) }},
	}
}

// testProof works the age out again, between two moments in UTC.
func testProof(b *book) []column[testRow] {
	c := b.comparison()
	formula := c.asks("ABS({as_of.utc}#-{date.utc}#-{age}#)<" + exact(nearly))
	return []column[testRow]{
		universal(b, "date.utc", "date-utc", func(r *testRow) *time.Time { return &r.Date }),
		universal(b, "as_of.utc", "as-of-utc", func(*testRow) *time.Time { return &b.AsOf }),
		{head{key: "age.agrees", word: "age-agrees", width: 12, folded: true}, func(r *testRow) cell {
			again := instant(b.AsOf) - instant(r.Date)
			return cell{kind: words, text: c.said[math.Abs(again-r.Age/unitSeconds[days]) < nearly], formula: formula}
		}},
	}
}

// testKeys are the technical keys. The service leads to its row.
func testKeys(b *book) []column[testRow] {
	return []column[testRow]{
		{head{key: "service", width: 20, folded: true}, func(r *testRow) cell {
			if len(b.RestoreTests) >= mostLinks {
				return text(r.Service)
			}
			return text(r.Service).toward(b.serviceRow(r.Service))
		}},
		{head{key: "tier", width: 10, folded: true}, func(r *testRow) cell { return text(tierKey(r.service)) }},
		{head{key: "outcome", width: 9, folded: true}, func(r *testRow) cell { return text(r.Outcome) }},
		{head{key: "decisive.key", width: 9, folded: true}, func(r *testRow) cell { return text(answers[r.Decisive]) }},
		{head{key: "depth", width: 12, folded: true}, func(r *testRow) cell { return text(r.Depth) }},
		{head{key: "site.id", width: 12, folded: true}, func(r *testRow) cell { return text(r.Site) }},
	}
}
