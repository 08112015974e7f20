package workbook

// reviewColumns are what the auditor fills in beside each row. They are the only tinted and boxed cells of a sheet, and
// written empty: nothing else may look as if it asked for an answer.
func reviewColumns[R any](b *book) []column[R] {
	empty := func(*R) cell { return cell{} }
	return []column[R]{
		{head{key: "review.verdict", word: "review-verdict", band: "review", width: 11.5, align: indented, wrap: true, input: true}, empty},
		{head{key: "review.comment", word: "review-comment", width: 15, wrap: true, input: true}, empty},
		{head{key: "review.by", word: "review-by", width: 4.5, input: true}, empty},
		{head{key: "review.date", word: "review-date", width: 9.5, input: true}, func(*R) cell { return cell{format: b.format.date} }},
	}
}

// reviewChoices are what may be typed there: one of four verdicts, and a day on or after the assessment.
func (b *book) reviewChoices() []choiceFor {
	var list []string
	for _, word := range []string{"agree", "disagree", "again", "outside"} {
		list = append(list, b.text("review."+word, nil))
	}
	return []choiceFor{
		{"review.verdict", choice{list: list, help: b.text("review.choose", nil)}},
		b.reviewDate(),
	}
}

// reviewDate is when the auditor looked: not before there was something to look at.
func (b *book) reviewDate() choiceFor {
	return choiceFor{"review.date", choice{from: float64(int(serial(b.AsOf))), help: b.text("review.later", args{"date": b.l.ShortDate(b.AsOf)})}}
}
