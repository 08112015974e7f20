package workbook

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"coupefeu/report"
	"coupefeu/templates"
)

// args are the arguments of a text.
type args = templates.Args

// book is a workbook while it is written: the assessment, the language, and what the sheets need of each other.
type book struct {
	*report.Assessment
	l       *templates.Language
	words   *report.Words
	phrases phrases
	options Options

	mostRows int // of data that one sheet takes

	file   *excelize.File
	styles *styles
	paints paintbox
	format formats
	lost   losses
	texts  *textList

	sheets             []sheet
	names              map[string][]string           // of the sheets that each of them takes, by key
	parts              map[string]string             // files in the package, by name
	tables             map[string]*table             // by key, once asked for
	counts             map[string]map[string]*int    // of tables' rows, once asked for
	found              map[string]map[string][]int32 // rows of tables by what a column reads, once asked for
	topics             []topic                       // once asked for
	strikes            *strikes                      // once asked for
	impact             *impact                       // once asked for
	backupsOf, testsOf map[string]int                // rows of services' first backup, newest restore test; once asked for
	decided            *decided                      // once asked for
	firsts             map[ruleStatus]int            // rows of the findings where those of a rule and status begin
	order              []int32                       // places of the findings by number, from 1; once asked for
	drawnRows          map[int32]int                 // of the sample, by the finding's number; once asked for
	testPlaces         map[string]int                // of restore tests, by file and line; once asked for
	ownerKeys          map[string]string             // what formulas know owners by, once asked for
	standing           []standing                    // of each service, how many findings of each status it has; once asked for
	plotted            []series                      // of the charts, in the order in which they were drawn
	services           map[string]int                // by id, their place in Services
	sites              map[string]string             // names by id
	tiers              map[string]int                // by name, most critical first
}

// formats are the number formats of the units: separators follow the reader's program, words the report's language.
type formats struct {
	hours, days, kilometres, percent, date, moment, rows string
}

// formats composes the number formats from the language's words. A percentage follows the language's own way of
// writing one, with a space before the sign or without.
func (b *book) formats() formats {
	f := formats{
		hours: "#,##0.0" + b.suffix("hours"), days: whole + b.suffix("days"), kilometres: whole + b.suffix("kilometres"),
		percent: "0%", date: b.text("format.date", nil), moment: b.text("format.moment", nil),
	}
	if strings.Contains(b.shared("units.percent.is", args{"n": 0}), "\u00a0") {
		f.percent = "0\"\u00a0\"%"
	}
	word := func(n int) string { return `" ` + b.text("format.rows", args{"n": n}) + `"` }
	f.rows = "[=1]0" + word(1) + ";" + whole + word(2)
	if word(0) == word(1) {
		f.rows = "[<2]0" + word(1) + ";" + whole + word(2)
	}
	return f
}

// suffix is a unit as a format writes it after a figure.
func (b *book) suffix(unit string) string {
	return "\"\u00a0" + b.text("format."+unit, nil) + `"`
}

const (
	whole      = "#,##0"
	difference = "+#,##0;−#,##0;0"
)

// newBook begins a workbook and looks up what all sheets need.
func newBook(a *report.Assessment, l *templates.Language, o Options) (*book, error) {
	b := &book{
		Assessment: a, l: l, words: report.NewWords(l, a), options: o, mostRows: mostRows, file: excelize.NewFile(), lost: losses{}, texts: &textList{},
		names: map[string][]string{}, parts: map[string]string{}, counts: map[string]map[string]*int{}, found: map[string]map[string][]int32{},
		tables: map[string]*table{}, services: map[string]int{}, sites: map[string]string{}, tiers: map[string]int{},
	}
	for i := range a.Services {
		b.services[a.Services[i].ID] = i
	}
	b.phrases = phrases{words: b.words, known: map[subject]phrase{}}
	for i := range a.Sites {
		b.sites[a.Sites[i].ID] = a.Sites[i].Name
	}
	for i, tier := range a.Pack.Tiers {
		b.tiers[tier] = i
	}
	b.format = b.formats()
	var err error
	if b.styles, err = newStyles(b.file); err != nil {
		return nil, err
	}
	if b.paints, err = newPaintbox(b.file); err != nil {
		return nil, err
	}
	return b, nil
}

// text returns a text of the workbook's own section.
func (b *book) text(key string, a args) string { return b.shared("workbook."+key, a) }

// shared returns a text that other outputs print too.
func (b *book) shared(key string, a args) string { return templates.Workbook(b.l.Text(key, a)) }

// sheetName is the name of a sheet in the report's language.
func (b *book) sheetName(key string) string { return b.text("sheet."+key, nil) }

// service returns a service by its id; nil for one that is gone.
func (b *book) service(id string) *report.Service {
	if at, known := b.services[id]; known {
		return &b.Services[at]
	}
	return nil
}

// serviceName is a service's name, or its id if it is gone.
func (b *book) serviceName(id string) string {
	if s := b.service(id); s != nil {
		return s.Name
	}
	return id
}

// serviceNames lists services by name.
func (b *book) serviceNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = b.serviceName(id)
	}
	return listed(names)
}

// siteNames lists sites by name.
func (b *book) siteNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = b.siteName(id)
	}
	return listed(names)
}

// siteName is a site's name, or its id where it has none.
func (b *book) siteName(id string) string {
	if name := b.sites[id]; name != "" {
		return name
	}
	return id
}

// longestList is how many characters an enumeration may take before it is cut with a count.
const longestList = 8000

// listed joins names with commas; the rest of a list that no cell could show is counted. A waiver of ten thousand
// services is no mistake, and its cell must not be one either.
func listed(names []string) string {
	length := 0
	for i, name := range names {
		if length += len(name) + 2; length > longestList {
			return strings.Join(names[:i], ", ") + fmt.Sprintf(", + %d", len(names)-i)
		}
	}
	return strings.Join(names, ", ")
}

// tierWord is a tier's word; empty for the tier of a service that is gone.
func (b *book) tierWord(tier string) string {
	if tier == "" {
		return ""
	}
	return templates.Workbook(b.words.Tier(tier))
}

// moment is a cell with a day and hour on the clock of the organisation.
func (b *book) moment(t *time.Time) cell {
	if t == nil {
		return b.unknown()
	}
	return cell{kind: figure, number: serial(t.In(b.AsOf.Location())), format: b.format.moment}
}

// day is a cell with a date.
func (b *book) day(t time.Time) cell {
	return cell{kind: figure, number: serial(t), format: b.format.date}
}

// hours and days are cells with a duration in seconds, which may not be known.
func (b *book) hours(seconds *float64) cell { return b.scaled(seconds, 3600, b.format.hours) }

// days is the same in days, for what runs to months.
func (b *book) days(seconds *float64) cell { return b.scaled(seconds, 86400, b.format.days) }

// scaled is a cell with a figure in another unit than the assessment's.
func (b *book) scaled(value *float64, by float64, format string) cell {
	if value == nil {
		return b.unknown()
	}
	return cell{kind: figure, number: *value / by, format: format}
}

// unknown is the word for what is not known: an empty cell would say that there is nothing to say.
func (b *book) unknown() cell { return text(b.shared("words.answer.unknown", nil)) }

// answer is yes, no or unknown.
func (b *book) answer(yes *bool) cell {
	switch {
	case yes == nil:
		return b.unknown()
	case *yes:
		return text(b.shared("words.answer.yes", nil))
	}
	return text(b.shared("words.answer.no", nil))
}

// answers are the technical keys of yes and no.
var answers = map[bool]string{true: "yes", false: "no"}

// at is where something stands in the inventory.
func at(file string, line int32) cell {
	if file == "" {
		return cell{}
	}
	return text(fmt.Sprintf("%s:%d", file, line))
}

// drafted is the files of the package as excelize makes them of what it was told so far. Its sheets have no rows.
func (b *book) drafted() (parts, error) {
	p := parts{}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p })
	if err := b.file.Write(io.Discard); err != nil {
		return nil, fmt.Errorf("draft parts: %w", err)
	}
	b.mendCharts(p)
	mendProperties(p)
	p[contentTypes] = bytes.NewBuffer(canonical(p[contentTypes].Bytes()))
	return p, nil
}

// complete adds all that is no sheet. It comes last, since rows ask for styles while they are written.
func (b *book) complete(to *archive) error {
	if b.styles.err != nil {
		return b.styles.err
	}
	if err := b.announceTexts(); err != nil {
		return err
	}
	p, err := b.drafted()
	if err != nil {
		return err
	}
	b.texts.into(p)
	if err := to.add(p, func(string) bool { return true }); err != nil {
		return err
	}
	return to.close()
}
