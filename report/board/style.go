package board

import "coupefeu/report/pdf"

// The styles of text, all of them from the five sizes and the palette.
var (
	// Text and cells.
	body    = pdf.Style{}
	strong  = pdf.Style{Weight: pdf.SemiBold}
	quiet   = pdf.Style{Color: pdf.Grey}
	accent  = pdf.Style{Weight: pdf.SemiBold, Color: pdf.Accent}
	failing = pdf.Style{Weight: pdf.SemiBold, Color: pdf.Fail}

	// Second lines, heads of columns and groups, marks in charts.
	small       = pdf.Style{Size: pdf.Small, Color: pdf.Grey}
	smallInk    = pdf.Style{Size: pdf.Small}
	smallStrong = pdf.Style{Size: pdf.Small, Weight: pdf.SemiBold}
	smallHead   = pdf.Style{Size: pdf.Small, Weight: pdf.SemiBold, Color: pdf.Grey}
	groupHead   = pdf.Style{Size: pdf.Small, Weight: pdf.SemiBold, Color: pdf.Accent}

	// What opens a part, a page, the report.
	head       = pdf.Style{Size: pdf.Head, Weight: pdf.SemiBold}
	pageTitle  = pdf.Style{Size: pdf.Title, Weight: pdf.SemiBold, Color: pdf.Accent}
	verdict    = pdf.Style{Size: pdf.Verdict, Weight: pdf.SemiBold}
	verdictBad = pdf.Style{Size: pdf.Verdict, Weight: pdf.Bold, Color: pdf.Fail}
)

// The strokes of rules: hairlines part rows, ink stands under what heads a part.
var (
	hair    = pdf.Stroke{Color: pdf.Hair, Width: pdf.HairRule}
	inkRule = pdf.Stroke{Color: pdf.Ink, Width: pdf.HeadRule}
)

// The spaces between things, in millimetres: multiples of the look's unit, so that parts of a page rhyme.
const (
	gapLine    = 1.5
	gapSmall   = 3.0
	gapText    = 4.5
	gapPart    = 6.0
	gapBlock   = 9.0
	gapSection = 12.0
)

// in is a style in another colour.
func in(s pdf.Style, c pdf.Color) pdf.Style {
	s.Color = c
	return s
}
