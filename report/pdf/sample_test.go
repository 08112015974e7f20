package pdf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The sample document uses every part of the package. Its structure is in testdata/sample.tree.

func sampleFonts(t testing.TB) Fonts {
	t.Helper()
	read := func(weight string) []byte {
		data, err := os.ReadFile(filepath.Join("..", "..", "templates", "fonts", "SourceSans3-"+weight+".ttf"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	return Fonts{Regular: read("Regular"), SemiBold: read("SemiBold"), Bold: read("Bold")}
}

func sampleOptions(t testing.TB) Options {
	return Options{
		Title: "Jardin botanique & serres <2026>", Author: "Société d’horticulture", Subject: "Inventaire des plantations",
		Language: "fr", Producer: "pdf test", Date: time.Date(2026, 9, 30, 22, 0, 0, 0, time.UTC),
		Fonts:      sampleFonts(t),
		HeaderLeft: "Société d’horticulture", HeaderRight: "Plantations, automne", FooterLeft: "Jardin botanique",
		PageNumber:  func(page, pages int) string { return fmt.Sprintf("page %d sur %d", page, pages) },
		Attachments: []Attachment{{Name: "assessment.json", Description: "Les données", MediaType: "application/json", Data: []byte("{}\n")}},
	}
}

var (
	strong    = Style{Weight: SemiBold}
	quiet     = Style{Color: Grey}
	secondary = Style{Size: Small, Color: Grey}
	columned  = Style{Size: Small, Weight: SemiBold, Color: Grey}
	titled    = Style{Size: Title, Weight: SemiBold, Color: Accent}
	failed    = Style{Weight: SemiBold, Color: Fail}
)

// sample draws the sample document.
func sample(d *Document) error {
	d.TitlePage()
	sampleTitlePage(d)
	d.StartPage(Heading{Level: 1, Text: Plain(titled, "Serres et parterres"), Name: "beds", Bookmark: "Serres et parterres"})
	d.Paragraph(Plain(strong, "Neuf plantes sur dix ont repris.").With(Style{}, " Les autres ont souffert du gel ; voir le ").
		Add(Run{Text: "relevé des parterres, à la page suivante", Style: Style{Color: Accent}, Link: Link{To: "#survey", About: "Relevé des parterres"}}).
		With(Style{}, " ou ").Add(Run{Text: "le site du jardin", Style: Style{Color: Accent}, Link: Link{To: "https://example.org/jardin?a=(1)&b=é", About: "Site du jardin"}}).
		With(Style{}, "."))
	d.Skip(4.5)
	d.Figure(Figure{Alt: "Trois barres : 12 rosiers, 8 pivoines, 3 lys.", Height: 40, Draw: sampleChart})
	d.Skip(6)
	d.Heading(Heading{Level: 2, Text: Plain(Style{Size: Head, Weight: SemiBold}, "Travaux"), Bookmark: "Travaux"})
	d.Skip(1.5)
	d.List(List{Numbered: true, Items: []Item{
		{Label: Plain(strong, "1"), Body: []Text{Plain(Style{}, strings.Repeat("Tailler les rosiers avant le gel, puis pailler. ", 4))}},
		{Label: Plain(strong, "2"), Body: []Text{Plain(Style{}, "Couvrir les pivoines."), Plain(secondary, "avant novembre")}},
	}})
	d.Skip(6)
	sampleSideBySide(d)
	d.Skip(9)
	d.Heading(Heading{Level: 2, Text: Plain(Style{Size: Head, Weight: SemiBold}, "Relevé"), Name: "survey", Bookmark: "Relevé"})
	d.Table(sampleTable())
	sampleMatrix(d)
	return nil
}

func sampleTitlePage(d *Document) {
	d.SetY(24 - Head.Baseline())
	d.Paragraph(Plain(Style{Size: Head, Weight: SemiBold}, "Société d’horticulture"))
	d.SetY(29)
	d.Rule(Stroke{Color: Accent, Width: TitleRule})
	d.SetY(71 - Verdict.Baseline())
	verdict := Plain(Style{Size: Verdict, Weight: SemiBold}, "S’il gelait ce soir, 12 plantes sur 64 souffriraient et ").
		With(Style{Size: Verdict, Weight: Bold, Color: Fail}, "3 mourraient sans retour.")
	d.Heading(Heading{Level: 1, Text: verdict, Bookmark: "Le jardin en bref"})
	for i, label := range []string{"Plantes perdues", "Plantes saines", "Plantes suivies"} {
		d.At(ColumnLeft(1+4*i), 127, ColumnSpan(4), func() {
			d.Group(Section, func() { samplePanel(d, label, 3+i*14) })
		})
	}
	d.SetY(190)
	for _, e := range d.Contents() {
		d.Paragraph(Text{Runs: []Run{{Text: fmt.Sprintf("%s, page %d", e.Title, e.Page), Style: Style{Color: Accent}, Link: Link{To: linkTo(e), About: e.Title}}}})
	}
	d.Paragraph(Plain(quiet, fmt.Sprintf("%d signes remplacés : emoji 🌱, gauche\u200Edroite, 日本", len(d.Replaced()))))
}

func linkTo(e Entry) string {
	if e.Name == "" {
		return "mailto:jardin@example.org"
	}
	return "#" + e.Name
}

func samplePanel(d *Document, label string, count int) {
	d.Rule(Stroke{Color: Ink, Width: HeadRule})
	d.Skip(3)
	d.Paragraph(Plain(strong, label))
	d.Skip(3)
	d.Paragraph(Plain(Style{Size: Display, Weight: SemiBold, Color: Accent}, fmt.Sprint(count)).With(Style{Color: Grey}, "  sur 64"))
	d.Skip(3)
	d.Decorate(func(c *Canvas) {
		c.Rect(Box{c.Box.X, c.Box.Y, c.Box.Width, 1.5}, Paint{Fill: Track})
		c.Rect(Box{c.Box.X, c.Box.Y, c.Box.Width * float64(count) / 64, 1.5}, Paint{Fill: Accent})
	})
	d.Skip(4)
	d.Paragraph(Plain(Style{}, "d’après le relevé de septembre, sous réserve des plantes en pot"))
}

func sampleChart(c *Canvas) {
	ink := Stroke{Color: Ink, Width: LeaderRule}
	c.Line(Point{c.Box.X + 30, c.Box.Y}, Point{c.Box.X + 30, c.Box.Bottom()}, ink)
	for i, v := range []float64{12, 8, 3} {
		y := c.Box.Y + 3 + float64(i)*12
		c.Text(Point{c.Box.X + 28, y + 4}, Plain(Style{}, []string{"rosiers", "pivoines", "lys"}[i]).Aligned(AlignRight))
		c.Rect(Box{c.Box.X + 30, y, v * 5, 6}, Paint{Fill: PassFill})
		c.Text(Point{c.Box.X + 32 + v*5, y + 4}, Plain(Style{Weight: SemiBold, Color: Pass}, fmt.Sprint(v)))
	}
	hollow := Paint{Fill: White, Stroke: Stroke{Color: Unknown, Width: 0.4}}
	c.Circle(Point{c.Box.X + 130, c.Box.Y + 12}, 5, Paint{Fill: AccentLight, Stroke: Stroke{Color: Accent, Width: 0.2}})
	c.Circle(Point{c.Box.X + 130, c.Box.Y + 12}, 2, hollow)
	c.Rect(Box{c.Box.X + 128, c.Box.Y + 22, 4, 4}, hollow)
	c.Polygon([]Point{{c.Box.X + 140, c.Box.Y + 10}, {c.Box.X + 144, c.Box.Y + 10}, {c.Box.X + 142, c.Box.Y + 13}}, Paint{Fill: Fail})
	c.Polyline([]Point{{c.Box.X + 120, c.Box.Y + 34}, {c.Box.X + 135, c.Box.Y + 30}, {c.Box.X + 150, c.Box.Y + 36}}, Stroke{Color: Grey, Width: 0.2, Dash: []float64{1, 0.7}})
	c.Paragraph(Box{c.Box.X + 148, c.Box.Y + 4, 22, 0}, Plain(secondary, "Le disque : plantes en pleine terre."))
}

func head(texts ...string) []Row {
	row := Row{}
	for _, t := range texts {
		row.Cells = append(row.Cells, Cell{Text: []Text{Plain(columned, t)}})
	}
	return []Row{row}
}

func sampleSideBySide(d *Document) {
	small := func(n int) Table {
		t := Table{Columns: []Column{{Width: 40}, {Width: 20, Align: AlignRight}}, Head: head("Parterre", "Plants")}
		for i := range n {
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Head: true, Text: []Text{Plain(Style{}, fmt.Sprintf("Parterre %d", i+1))}},
				{Text: []Text{Plain(strong, fmt.Sprint(11*i+9))}}}})
		}
		return t
	}
	d.Keep(max(d.TableHeight(small(3)), d.TableHeight(small(4))))
	y := d.Y()
	left := d.At(ColumnLeft(1), y, ColumnSpan(6), func() { d.Table(small(3)) })
	right := d.At(ColumnLeft(7), y, ColumnSpan(6), func() { d.Table(small(4)) })
	d.SetY(max(left, right))
}

// sampleTable breaks over pages, with group heads, a cell over several rows, wrapped names and a total.
func sampleTable() Table {
	t := Table{
		Columns: []Column{{Width: 44, Gap: 2}, {Width: 4.6}, {Width: 60, Gap: 3.4}, {Width: 28, Align: AlignRight}, {Width: 32, Align: AlignRight}},
		Head:    head("Parterre", "", "Observation", "Mesuré", "Depuis"),
	}
	for i := range 14 {
		if i%7 == 0 {
			t.Rows = append(t.Rows, Row{Kind: GroupRow, Cells: []Cell{{Columns: 5, Text: []Text{Plain(Style{Size: Small, Weight: SemiBold, Color: Accent}, fmt.Sprintf("Allée %d", i/7+1))}}}})
		}
		names := []Text{Plain(strong, "Parterre "+strings.Repeat("des roses anciennes et grimpantes ", i%3)+fmt.Sprint(i+1)), Plain(secondary, "plein sud")}
		for j := range 2 {
			r := Row{}
			if j == 0 {
				r.Cells = []Cell{{Head: true, Rows: 2, Text: names}}
			}
			r.Cells = append(r.Cells, Cell{Text: []Text{{Runs: []Run{{Text: "✗", Style: Style{Weight: Bold, Color: Fail}, Spoken: "non tenu"}}}}},
				Cell{Text: []Text{Plain(Style{}, "Feuilles jaunes")}},
				Cell{Text: []Text{Plain(failed, fmt.Sprintf("%d\u00A0h\u00A030", i))}}, Cell{Text: []Text{Plain(quiet, "2026-T3")}})
			t.Rows = append(t.Rows, r)
		}
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{{Head: true, Columns: 3, Text: []Text{Plain(strong, "Total")}},
		{Text: []Text{Plain(strong, "14")}}, {Text: []Text{Plain(Style{}, "–")}}}})
	return t
}

// sampleMatrix is dense, with marks, fills, figures in cells and words too wide for them.
func sampleMatrix(d *Document) {
	d.Skip(9)
	t := Table{Dense: true,
		Columns: []Column{{Width: 60, Gap: 6}, {Width: 9.4, Inset: 0.8, Align: AlignRight}, {Width: 8.6, Inset: 0.8, Align: AlignRight, Gap: 3.5, Parted: true}, {Width: 50}},
		Head: []Row{{Cells: []Cell{{Text: []Text{Plain(strong, "Règle")}}, {Columns: 2, Text: []Text{Plain(strong, "Vital")}},
			{Text: []Text{Plain(secondary, "part")}}}}}}
	for i := range 6 {
		good, bad := Run{Text: "✓", Style: Style{Weight: Bold, Color: Pass}}, Run{Text: "✗", Style: Style{Weight: Bold, Color: Fail}}
		zero := Run{Text: "·", Style: quiet, Spoken: "0"}
		row := Row{Cells: []Cell{{Head: true, Text: []Text{Plain(Style{}, "Arrosage-"+strings.Repeat("interminable", i))}},
			{Mark: &good, Text: []Text{Plain(Style{Color: Pass}, fmt.Sprint(12-i))}},
			{Mark: &bad, Fill: FailTint, Text: []Text{Plain(failed, fmt.Sprint(i))}},
			{Figure: &Figure{Alt: fmt.Sprintf("%d sur 12", i), Draw: func(c *Canvas) {
				c.Rect(Box{c.Box.X, c.Box.Y + 1, c.Box.Width * float64(i+1) / 12, 3.6}, Paint{Fill: AccentMid})
			}}}}}
		if i == 0 {
			row.Cells[2] = Cell{Text: []Text{{Runs: []Run{zero}}}}
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
}

func render(t testing.TB, options Options, draw func(*Document) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, options, draw); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
