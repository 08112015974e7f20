package workbook

import (
	"slices"

	"coupefeu/report"
)

// evidence is what the backup tools printed: which file, its digest, what was read in it. Backups lead here, each to
// its source.
var evidence = sheet{key: evidenceKey, table: evidenceTable}

const evidenceKey = "evidence"

// evidenceRow is one source and its place in the sheet.
type evidenceRow struct {
	*report.Evidence
	n int
}

// evidenceTable lists the sources as the inventory names them, the unusable ones too: what could not be read is what
// an auditor asks about first.
func evidenceTable(b *book) *table {
	rows := make([]evidenceRow, len(b.Evidence))
	usable := 0
	for i := range b.Evidence {
		rows[i] = evidenceRow{&b.Evidence[i], i + 1}
		if rows[i].Usable {
			usable++
		}
	}
	t := tabulate(evidenceKey, rows, slices.Concat(evidenceFile(b), evidenceRuns(b)))
	t.identity = 3
	t.sentence = b.text("evidence.sentence", args{"n": len(rows), "usable": usable})
	t.formats = append(verdicts("usable.title", ""), b.unknowns("collected"))
	return t
}

// evidenceFile says which file it was. The digest is whole, so that the file can be compared without another source.
func evidenceFile(b *book) []column[evidenceRow] {
	return []column[evidenceRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *evidenceRow) cell {
			return count(r.n)
		}},
		{head{key: "id", word: "source", width: 18, font: strong, align: indented, wrap: true}, func(r *evidenceRow) cell {
			return text(r.ID)
		}},
		{head{key: "tool", word: "tool", width: 14}, func(r *evidenceRow) cell { return text(r.Tool) }},
		{head{key: "path", word: "file", band: "file", width: 30, align: indented, wrap: true}, func(r *evidenceRow) cell {
			return text(r.Path)
		}},
		{head{key: "bytes", word: "bytes", width: 11, align: right}, func(r *evidenceRow) cell {
			return cell{kind: figure, number: float64(r.Bytes), format: whole}
		}},
		{head{key: "sha256", word: "sha256", width: 35, font: quiet, align: indented, wrap: true}, func(r *evidenceRow) cell {
			return text(r.SHA256)
		}},
		{head{key: "collected", word: "collected", band: "content", width: 15.4, align: right}, func(r *evidenceRow) cell {
			return b.moment(r.Collected)
		}},
	}
}

// evidenceRuns says what was found in it. Runs that were passed over have an impossible time and count nowhere.
func evidenceRuns(b *book) []column[evidenceRow] {
	return []column[evidenceRow]{
		{head{key: "runs", word: "runs", width: 9, align: right}, func(r *evidenceRow) cell { return count(r.Runs) }},
		{head{key: "failed", word: "failed-runs", width: 9, align: right}, func(r *evidenceRow) cell { return count(r.Failed) }},
		{head{key: "passed_over", word: "passed-over", width: 9.5, align: right}, func(r *evidenceRow) cell {
			return count(r.PassedOver)
		}},
		{head{key: "backups", word: "backups", width: 10, align: right}, func(r *evidenceRow) cell { return count(r.Backups) }},
		{head{key: "usable.title", word: "usable", width: 14, align: indented, wrap: true}, func(r *evidenceRow) cell {
			if r.Usable {
				return text("✓ " + b.text("evidence.usable", nil))
			}
			return text("✗ " + b.text("evidence.unusable", nil))
		}},
		{head{key: "problem", word: "problem", width: 30, wrap: true}, func(r *evidenceRow) cell { return text(r.Problem) }},
		{head{key: "provenance", word: "place", band: "named", width: 18, align: indented, wrap: true}, func(r *evidenceRow) cell {
			return at(r.File, r.Line)
		}},
		{head{key: "usable", width: 9, folded: true}, func(r *evidenceRow) cell { return text(answers[r.Usable]) }},
		{head{key: "newest", width: 15.4, align: right, folded: true}, func(r *evidenceRow) cell {
			if r.Newest == nil {
				return cell{}
			}
			return b.moment(r.Newest)
		}},
		{head{key: "old", width: 9, folded: true}, func(r *evidenceRow) cell { return text(answers[r.Old(b.AsOf)]) }},
	}
}
