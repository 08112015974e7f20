//go:build unix

package workbook

import (
	"io"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"coupefeu/inventory/sample"
	"coupefeu/report"
	"coupefeu/rules/packs"
	"coupefeu/templates"
)

// millionServices under the 28 rules of the baseline pack have a million findings.
const millionServices = 35_715

// generated is the assessment of a generated inventory of so many services, with its evidence: a mix of statuses, figures,
// reasons and provenance as real ones have it.
func generated(b *testing.B, services int) *report.Assessment {
	b.Helper()
	folder := fstest.MapFS{}
	err := sample.Generate(services, 1, func(name string, data []byte) error {
		folder[name] = &fstest.MapFile{Data: append([]byte(nil), data...)}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return assessedBy(b, folder, packs.Baseline())
}

// withoutScenarios takes away what has as many rows again as the findings.
func withoutScenarios(a *report.Assessment) *report.Assessment {
	a.Scenarios = nil
	a.Highlights = report.Highlight(a)
	return a
}

// BenchmarkMillion writes the workbook of a million findings, by themselves and with what the scenarios do to the services,
// which is more rows still. It reports the memory that the assessment holds and the most that the program held at a time,
// and fails where writing takes much of its own: it must not depend on the number of rows.
func BenchmarkMillion(b *testing.B) {
	for _, c := range []struct {
		name string
		part func(*report.Assessment) *report.Assessment
	}{{"findings", withoutScenarios}, {"scenarios", func(a *report.Assessment) *report.Assessment { return a }}} {
		b.Run(c.name, func(b *testing.B) {
			a, l := c.part(generated(b, millionServices)), language(b, "fr")
			held := heap()
			// What waits to be collected is not needed: it is kept small beside what is.
			defer debug.SetGCPercent(debug.SetGCPercent(closely))
			m := watch()
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, a, l, Options{}); err != nil {
					b.Fatal(err)
				}
			}
			m.stop()
			b.ReportMetric(megabytes(held), "assessment-MB")
			b.ReportMetric(megabytes(m.peak), "peak-MB")
			b.ReportMetric(megabytes(m.live-min(held, m.live)), "writing-MB")
			if m.live > held+mostWriting {
				b.Errorf("writing took %.0f MB beside the assessment", megabytes(m.live-held))
			}
			runtime.KeepAlive(a)
		})
	}
}

const (
	closely     = 10        // per cent by which the heap may grow before it is collected
	mostWriting = 100 << 20 // bytes that writing may hold at a time, beside the assessment
	mostTime    = 1.25      // times what a bare stream takes for the same cells
)

// BenchmarkBareStream gives excelize's StreamWriter the very cells of a million findings, as this package made them, and
// compares: with the sheet of findings, and with the whole workbook. Of the bare one only its own work counts (taking
// rows, ending the sheet, packing the file), of this package also that it makes the cells. It fails where the workbook
// takes more than mostTime of the processors' time, which others on the machine change little.
func BenchmarkBareStream(b *testing.B) {
	a, l := withoutScenarios(generated(b, millionServices)), language(b, "fr")
	var bare, sheet, whole cost
	for b.Loop() {
		bare = bare.plus(bareStream(b, a, l))
		sheet = sheet.plus(onlyFindings(b, a, l))
		from := now()
		if err := Write(io.Discard, a, l, Options{}); err != nil {
			b.Fatal(err)
		}
		whole = whole.plus(from.since())
	}
	b.ReportMetric(bare.clock.Seconds()/float64(b.N), "bare-s/op")
	b.ReportMetric(bare.cpu.Seconds()/float64(b.N), "bare-cpu-s/op")
	b.ReportMetric(sheet.clock.Seconds()/bare.clock.Seconds(), "sheet/bare")
	b.ReportMetric(sheet.cpu.Seconds()/bare.cpu.Seconds(), "sheet/bare-cpu")
	b.ReportMetric(whole.clock.Seconds()/bare.clock.Seconds(), "workbook/bare")
	b.ReportMetric(whole.cpu.Seconds()/bare.cpu.Seconds(), "workbook/bare-cpu")
	if whole.cpu.Seconds() > mostTime*bare.cpu.Seconds() {
		b.Errorf("the workbook took %s, the bare stream %s", whole.cpu, bare.cpu)
	}
}

// begun is a workbook whose sheets have their names.
func begun(b *testing.B, a *report.Assessment, l *templates.Language) *book {
	b.Helper()
	k, err := newBook(a, l, Options{})
	if err != nil {
		b.Fatal(err)
	}
	k.sheets = sheets
	if err := k.nameSheets(); err != nil {
		b.Fatal(err)
	}
	return k
}

// onlyFindings writes the sheet of findings to a package of its own.
func onlyFindings(b *testing.B, a *report.Assessment, l *templates.Language) cost {
	k := begun(b, a, l)
	defer func() { _ = k.file.Close() }()
	from := now()
	f := k.leaves(k.table(findingsKey))[0]
	f.part = k.parts[f.name]
	if err := k.settings(f); err != nil {
		b.Fatal(err)
	}
	p, err := k.drafted()
	if err != nil {
		b.Fatal(err)
	}
	to := newArchive(io.Discard)
	if err := k.write(to, f, p[f.part].Bytes()); err != nil {
		b.Fatal(err)
	}
	if err := to.close(); err != nil {
		b.Fatal(err)
	}
	return from.since()
}

// bareStream has a StreamWriter write the findings.
func bareStream(b *testing.B, a *report.Assessment, l *templates.Language) cost {
	k, file := begun(b, a, l), excelize.NewFile()
	defer func() { _, _ = k.file.Close(), file.Close() }()
	stream, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	own, err := newStyles(file)
	if err != nil {
		b.Fatal(err)
	}
	w := &bareWriter{stream: stream, looks: rowWriter{styles: own}}
	k.writeTable(w, k.table(findingsKey), 0)
	w.hand()
	from := now()
	if err := stream.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Write(io.Discard); err != nil {
		b.Fatal(err)
	}
	w.spent = w.spent.plus(from.since())
	if w.failed != nil {
		b.Fatal(w.failed)
	}
	return w.spent
}

// bareWriter gathers rows as excelize takes them, and hands them over a thousand at a time, so that the clock runs for
// its work alone.
type bareWriter struct {
	stream *excelize.StreamWriter
	looks  rowWriter
	row    int
	rows   []bareRow
	spent  cost
	failed error
}

type bareRow struct {
	from    string
	cells   []any
	options excelize.RowOpts
}

func (w *bareWriter) begin(row int, s rowStyle) {
	w.row = row
	w.rows = append(w.rows, bareRow{from: "A" + strconv.Itoa(row), options: excelize.RowOpts{Height: s.height, Hidden: s.hidden || s.folded}})
}

func (w *bareWriter) cell(column int, k look, c *cell) {
	last := &w.rows[len(w.rows)-1]
	for len(last.cells) < column {
		last.cells = append(last.cells, nil)
	}
	x := excelize.Cell{StyleID: w.looks.style(column, k.holding(c)), Formula: strings.ReplaceAll(c.formula, "#", strconv.Itoa(w.row))}
	switch c.kind {
	case words:
		x.Value = c.text
	case figure:
		x.Value = c.number
	}
	last.cells = append(last.cells, x)
}

func (w *bareWriter) end() {
	if len(w.rows) == 1000 {
		w.hand()
	}
}

// hand gives the stream the rows that are gathered.
func (w *bareWriter) hand() {
	from := now()
	for i := range w.rows {
		if err := w.stream.SetRow(w.rows[i].from, w.rows[i].cells, w.rows[i].options); err != nil {
			w.failed = err
		}
	}
	w.spent = w.spent.plus(from.since())
	w.rows = w.rows[:0]
}

// cost is how long something took on the clock, and how long processors worked for it.
type cost struct{ clock, cpu time.Duration }

func (c cost) plus(d cost) cost { return cost{c.clock + d.clock, c.cpu + d.cpu} }

// stopwatch is when something began.
type stopwatch struct {
	clock time.Time
	cpu   time.Duration
}

func now() stopwatch { return stopwatch{time.Now(), cpu()} }

func (s stopwatch) since() cost { return cost{time.Since(s.clock), cpu() - s.cpu} }

// cpu is the time that the processors spent on this program. Others on the machine do not change it much.
func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// memory is the most that the program held while it was watched, in bytes.
type memory struct {
	peak, live uint64 // of objects; of those that a collection found in use
	done, gone chan struct{}
}

// watch looks every millisecond.
func watch() *memory {
	m := &memory{done: make(chan struct{}), gone: make(chan struct{})}
	go func() {
		defer close(m.gone)
		samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
		for tick := time.NewTicker(time.Millisecond); ; {
			select {
			case <-m.done:
				tick.Stop()
				return
			case <-tick.C:
				metrics.Read(samples)
				m.peak, m.live = max(m.peak, samples[0].Value.Uint64()), max(m.live, samples[1].Value.Uint64())
			}
		}
	}()
	return m
}

func (m *memory) stop() {
	close(m.done)
	<-m.gone
}

// heap is the bytes in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func megabytes(bytes uint64) float64 { return float64(bytes) / 1e6 }
