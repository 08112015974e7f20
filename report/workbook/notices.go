package workbook

import (
	"coupefeu/inventory"
	"coupefeu/templates"
)

// noticeSheet is what the reader should know beside the findings, and what the workbook itself could not show whole.
var noticeSheet = sheet{key: "notices", turn: notices, table: noticesTable}

// lostCode is the code of the line that the workbook adds. It is no notice of the assessment, and counts as none.
const lostCode = "text-not-whole"

// noticeRow is one notice, in the report's language where that has words for it, and its place in the sheet.
type noticeRow struct {
	inventory.Notice
	n    int
	said string
}

// noticesTable lists the notices. It is made after the sheets that can lose something, so that it can say so.
func noticesTable(b *book) *table {
	var rows []noticeRow
	for i, n := range b.Notices {
		said, known := b.l.Notice(n.Code, n.Args)
		if !known {
			said = n.Text
		}
		rows = append(rows, noticeRow{n, i + 1, templates.Workbook(said)})
	}
	if n := b.lost.total(); n > 0 {
		rows = append(rows, noticeRow{inventory.Notice{Code: lostCode, Args: b.lostIn()}, len(rows) + 1, b.text("notices.lost", args{"n": n})})
	}
	t := tabulate("notices", rows, []column[noticeRow]{
		{head{key: "n", word: "n", band: "identity", width: 5, font: quiet, align: right}, func(r *noticeRow) cell {
			return count(r.n)
		}},
		{head{key: "code", word: "code", width: 28, font: strong, align: indented, wrap: true}, func(r *noticeRow) cell {
			return text(r.Code)
		}},
		{head{key: "text", word: "notice", band: "notice", width: 120, align: indented, wrap: true}, func(r *noticeRow) cell {
			return text(r.said)
		}},
		{head{key: "args", word: "about", width: 45, font: quiet, wrap: true}, func(r *noticeRow) cell { return text(listed(r.Args)) }},
		{head{key: "text.en", word: "english", width: 30, folded: true}, func(r *noticeRow) cell { return text(r.Text) }},
	})
	t.identity = 2
	t.sentence = b.text("notices.sentence", args{"n": len(rows)})
	return t
}
