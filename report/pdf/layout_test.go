package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// onPages is the text of each page's tagged content, in the order of the marks.
func onPages(r *reader) []string {
	pages := make([]string, len(r.pages))
	for i := range pages {
		c := r.content(i + 1)
		var texts []string
		for id := range len(c.marks) {
			texts = append(texts, c.marks[id])
		}
		pages[i] = strings.Join(texts, "|")
	}
	return pages
}

// lines is a paragraph of so many lines, as wide as the page: each is a word and its number.
func lines(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%d%s", i+1, strings.Repeat("x", 95))
	}
	return strings.Join(words, " ")
}

// starts are the numbers that the lines on each page begin with.
func starts(pages []string) []string {
	short := make([]string, len(pages))
	for i, page := range pages {
		short[i] = strings.ReplaceAll(page, strings.Repeat("x", 95), "")
	}
	return short
}

func TestParagraphsLeaveNoLineAlone(t *testing.T) {
	tests := []struct {
		name string
		room float64 // lines left on the page
		n    int
		want []string
	}{
		{"fits exactly", 3, 3, []string{"1 2 3"}},
		{"last line would be alone", 3, 4, []string{"1 2 ", "3 4"}},
		{"first line would be alone", 1, 4, []string{"", "1 2 3 4"}},
		{"three lines are never parted", 2, 3, []string{"", "1 2 3"}},
		{"in two halves", 2, 4, []string{"1 2 ", "3 4"}},
		{"no room at all", 0, 2, []string{"", "1 2"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
				d.NewPage()
				d.SetY(Bottom - test.room*Body.Leading())
				d.Paragraph(Plain(Style{}, lines(test.n)))
				return nil
			}))
			if diff := cmp.Diff(test.want, starts(onPages(r))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLongParagraphsGoOn(t *testing.T) {
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.NewPage()
		d.Paragraph(Plain(Style{}, lines(120)))
		return nil
	}))
	if len(r.pages) != 3 {
		t.Errorf("%d pages, want 3", len(r.pages))
	}
	if p := r.tree().kids; len(p) != 1 || len(p[0].marks) != 3 {
		t.Errorf("%d paragraphs", len(p))
	}
}

func TestHeadingsStayWithTheText(t *testing.T) {
	for _, test := range []struct {
		room float64
		page int
	}{{6 + 9, 1}, {6 + 9 - 0.1, 2}} {
		r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
			d.NewPage()
			d.SetY(Bottom - test.room)
			d.Heading(Heading{Level: 1, Text: Plain(Style{Size: Head}, "Titre")})
			return nil
		}))
		if len(r.pages) != test.page {
			t.Errorf("%.1f mm left: heading on page %d, want %d", test.room, len(r.pages), test.page)
		}
	}
}

func cell(text string) Cell { return Cell{Text: []Text{Plain(Style{}, text)}} }

func TestTablesBreakBetweenUnits(t *testing.T) {
	const head, row, group = 4.55, 6.0, 6.8
	g := func(name string) Row {
		return Row{Kind: GroupRow, Cells: []Cell{{Columns: 2, Text: []Text{Plain(columned, name)}}}}
	}
	r := func(name string) Row { return Row{Cells: []Cell{cell(name), cell("")}} }
	over := func(rows int, name string) Row {
		return Row{Cells: []Cell{{Rows: rows, Text: []Text{Plain(Style{}, name)}}, cell("")}}
	}
	under := Row{Cells: []Cell{cell("")}}
	total := Row{Kind: TotalRow, Cells: []Cell{cell("T"), cell("")}}
	tests := []struct {
		name string
		room float64
		rows []Row
		want []string
	}{
		{"head and two rows", head + 2*row, []Row{r("1"), r("2"), r("3"), r("4")}, []string{"h|1|2", "3|4"}},
		{"head and one row only", head + 2*row - 0.1, []Row{r("1"), r("2"), r("3")}, []string{"", "h|1|2|3"}},
		{"a last row is not alone", head + 3*row, []Row{r("1"), r("2"), r("3"), r("4")}, []string{"h|1|2", "3|4"}},
		{"a total is not alone", head + 3*row, []Row{r("1"), r("2"), r("3"), total}, []string{"h|1|2", "3|T"}},
		{"group with two rows", head + 3*row + group + 2*row, []Row{r("1"), r("2"), r("3"), g("g"), r("4"), r("5"), r("6"), r("7")}, []string{"h|1|2|3|g|4|5", "6|7"}},
		{"group with one row", head + 3*row + group + row, []Row{r("1"), r("2"), r("3"), g("g"), r("4"), r("5"), r("6"), r("7")}, []string{"h|1|2|3", "g|4|5|6|7"}},
		{"group of one before another", head + 2*row + group + row, []Row{r("1"), r("2"), g("g"), r("3"), g("k"), r("4"), r("5")}, []string{"h|1|2", "g|3|k|4|5"}},
		{"spanned rows stay together", head + 4*row, []Row{r("1"), r("2"), over(3, "3"), under, under, r("4"), r("5")}, []string{"h|1|2", "3|4|5"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
				d.NewPage()
				d.SetY(Bottom - test.room)
				d.Table(Table{Columns: []Column{{Width: 50}, {Width: 50}},
					Head: []Row{{Cells: []Cell{{Text: []Text{Plain(columned, "h")}}, {}}}}, Rows: test.rows})
				return nil
			}))
			if diff := cmp.Diff(test.want, onPages(file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRowsGrowAndTallOnesAreSplit(t *testing.T) {
	table := func(words string) Table {
		return Table{Columns: []Column{{Width: 100}, {Width: 74}}, Rows: []Row{{Cells: []Cell{cell(words), cell("à côté")}}, {Cells: []Cell{cell("un"), cell("")}}}}
	}
	d := blank(t)
	if got := d.TableHeight(table("un")); got != 12 {
		t.Errorf("two rows of one line: %.2f mm, want 12", got)
	}
	if got, want := d.TableHeight(table(strings.Repeat("x", 40)+" "+strings.Repeat("x", 40))), 6+4.5+0.8+4.5+0.55; got < want-0.01 || got > want+0.01 {
		t.Errorf("a row of two lines and one of one: %.2f mm, want %.2f", got, want)
	}
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.NewPage()
		d.Table(table(strings.Repeat("1234567890 ", 700)))
		return nil
	}))
	var got strings.Builder
	for _, page := range onPages(r) {
		got.WriteString(page)
	}
	if n := strings.Count(got.String(), "1234567890"); n != 700 || len(r.pages) < 2 {
		t.Errorf("%d words of 700 on %d pages", n, len(r.pages))
	}
	r.tree().walk(func(e *element) {
		if e.tag == "TR" && len(e.kids) != 2 {
			t.Errorf("a row of %d cells", len(e.kids))
		}
	})
}

func TestPageNumbersSettle(t *testing.T) {
	r := openFile(t, render(t, sampleOptions(t), func(d *Document) error {
		d.NewPage()
		d.Paragraph(Plain(Style{}, fmt.Sprintf("%d pages, la fin est à la page %d", d.Pages(), d.PageOf("end"))))
		for range min(2, d.Pages()) { // none in the first pass
			d.NewPage()
			d.Paragraph(Plain(Style{}, "suite"))
		}
		d.NewPage()
		d.Destination("end")
		d.Paragraph(Plain(Style{}, "fin"))
		return nil
	}))
	if got := onPages(r)[0]; got != fmt.Sprintf("%d pages, la fin est à la page %d", len(r.pages), len(r.pages)) {
		t.Errorf("%d pages: %q", len(r.pages), got)
	}
}

// TestRefused are mistakes in what is drawn, which Render reports.
func TestRefused(t *testing.T) {
	body := Plain(Style{}, "un")
	link := func(to string) func(*Document) error {
		return func(d *Document) error {
			d.NewPage()
			d.Paragraph(Text{Runs: []Run{{Text: "là", Link: Link{To: to}}}})
			return nil
		}
	}
	draw := func(draw func(*Document)) func(*Document) error {
		return func(d *Document) error { d.NewPage(); draw(d); return nil }
	}
	table := func(table Table) func(*Document) error { return draw(func(d *Document) { d.Table(table) }) }
	two := []Column{{Width: 50}, {Width: 50}}
	tests := []struct {
		name, want string
		draw       func(*Document) error
	}{
		{"draw fails", "lay out: no data", func(*Document) error { return errors.New("no data") }},
		{"no page", "no page", func(*Document) error { return nil }},
		{"drawn too early", "before the first", func(d *Document) error { d.Paragraph(body); d.NewPage(); return nil }},
		{"never settles", "still change after 6 passes", func(d *Document) error {
			for range 1 + d.Pages()%2 {
				d.NewPage()
			}
			return nil
		}},
		{"unknown destination", `page 1: link to "#nowhere", which leads nowhere`, link("#nowhere")},
		{"script", "leads nowhere", link("javascript:alert(1)")},
		{"file", "leads nowhere", link("file:///etc/passwd")},
		{"no host", "leads nowhere", link("https:")},
		{"relative", "leads nowhere", link("other.pdf")},
		{"destination twice", `destination "a" is there twice`, draw(func(d *Document) { d.Destination("a"); d.Destination("a") })},
		{"first heading", `heading "un" of level 2 after level 0`, draw(func(d *Document) { d.Heading(Heading{Level: 2, Text: body}) })},
		{"heading skips a level", `heading "un" of level 3 after level 1`, draw(func(d *Document) {
			d.Heading(Heading{Level: 1, Text: body})
			d.Heading(Heading{Level: 3, Text: body})
		})},
		{"frame too tall", "placed frame ends at 282.5 mm", draw(func(d *Document) { d.At(Margin, 278, 50, func() { d.Paragraph(body) }) })},
		{"page in a frame", "too tall for its page", draw(func(d *Document) { d.At(Margin, 50, 50, d.NewPage) })},
		{"off the page", "text runs off the page", draw(func(d *Document) { d.SetY(295); d.Decorate(func(c *Canvas) { c.Paragraph(c.Box, body) }) })},
		{"table too wide", "table of 175.0 mm in 174.0 mm", table(Table{Columns: []Column{{Width: 175}}})},
		{"too few cells", "row 1: no cell for column 2", table(Table{Columns: two, Rows: []Row{{Cells: []Cell{cell("")}}}})},
		{"too many cells", "row 1: cells for more than 2 columns", table(Table{Columns: two, Rows: []Row{{Cells: []Cell{cell(""), {Columns: 2}}}}})},
		{"head does not fit", "table head: row 1", table(Table{Columns: two, Head: []Row{{}}})},
		{"rows missing", "spans 1 rows too many", table(Table{Columns: two, Rows: []Row{{Cells: []Cell{{Rows: 2}, {}}}}})},
		{"taken twice", "column 2 is taken twice", table(Table{Columns: []Column{{Width: 9}, {Width: 9}, {Width: 9}},
			Rows: []Row{{Cells: []Cell{{}, {Rows: 2}, {}}}, {Cells: []Cell{{Columns: 2}, {}}}}})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			err := Render(&out, sampleOptions(t), test.draw)
			if err == nil || !strings.Contains(err.Error(), test.want) || out.Len() > 0 {
				t.Errorf("error %v after %d bytes, want %q", err, out.Len(), test.want)
			}
		})
	}
}

func TestOptionsRefused(t *testing.T) {
	tests := []struct {
		want  string
		spoil func(*Options)
	}{
		{"no title", func(o *Options) { o.Title = "" }},
		{"no language", func(o *Options) { o.Language = "" }},
		{"no date", func(o *Options) { o.Date = time.Time{} }},
		{"regular: not a TrueType font", func(o *Options) { o.Fonts.Regular = []byte("OTTO") }},
		{"semibold: parse font", func(o *Options) { o.Fonts.SemiBold = o.Fonts.SemiBold[:2000] }},
		{"not a file name", func(o *Options) { o.Attachments[0].Name = "../x" }},
		{"there twice", func(o *Options) { o.Attachments = append(o.Attachments, o.Attachments[0]) }},
		{"no media type", func(o *Options) { o.Attachments[0].MediaType = "json" }},
	}
	for _, test := range tests {
		options := sampleOptions(t)
		test.spoil(&options)
		err := Render(io.Discard, options, sample)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v, want %q", err, test.want)
		}
	}
}

// brokenWriter takes nothing.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	if err := Render(brokenWriter{}, sampleOptions(t), sample); err == nil || !strings.Contains(err.Error(), "write document: disk full") {
		t.Errorf("error %v", err)
	}
}

func TestSameBytes(t *testing.T) {
	options := sampleOptions(t)
	if !bytes.Equal(render(t, options, sample), render(t, options, sample)) {
		t.Error("two runs differ")
	}
}
