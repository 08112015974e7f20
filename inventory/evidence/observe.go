package evidence

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// Observe reads every evidence source of an inventory that is as of asOf already, and gives each backup the runs
// that it picks. Sources are read side by side, each from beginning to end and without holding it: memory goes with
// the runs that are picked. The diagnostics say which entries and selects are wrong and which files cannot be used;
// while there is one, nothing is observed that can be relied on.
func Observe(roots []inventory.Root, inv *inventory.Inventory, asOf time.Time) (*Observed, source.Diagnostics) {
	o := &Observed{Sources: make([]Source, len(inv.Evidence)), Streams: make([][]Stream, len(inv.Services))}
	files := make([]sourceFile, len(inv.Evidence))
	var wrong source.Diagnostics
	for i := range inv.Evidence {
		e := &inv.Evidence[i]
		files[i] = sourceFile{entry: e, reader: readerOf(e.Tool.ID), root: &roots[e.Root], asOf: asOf}
		if files[i].reader == nil {
			wrong = append(wrong, unknownTool(e))
		}
	}
	wrong = append(wrong, o.link(inv, files)...)
	readAll(files)
	for i := range files {
		o.Sources[i] = files[i].found
		wrong = append(wrong, files[i].diagnostics()...)
		o.Notices = append(o.Notices, files[i].notices()...)
	}
	return o, inventory.Quote(roots, wrong)
}

// link gives every source the backups that rest on it, in the order of services and backups.
func (o *Observed) link(inv *inventory.Inventory, files []sourceFile) source.Diagnostics {
	var wrong source.Diagnostics
	for i := range inv.Services {
		service := &inv.Services[i]
		o.Streams[i] = make([]Stream, len(service.Backups))
		for j := range service.Backups {
			b := &service.Backups[j]
			at := b.Evidence.Value.Source.Index
			if !b.Evidence.Given || at < 0 || files[at].reader == nil {
				continue
			}
			l := link{service: service, backup: b, stream: &o.Streams[i][j]}
			l.conditions, wrong = conditions(b.Evidence.Value.Select, files[at].reader, wrong)
			files[at].links = append(files[at].links, l)
		}
	}
	return wrong
}

// conditions reads a select. What it asks for that the tool does not have is added to wrong.
func conditions(selectors []inventory.Selector, reader *Reader, wrong source.Diagnostics) ([]condition, source.Diagnostics) {
	var out []condition
	for _, s := range selectors {
		key := slices.Index(reader.Selectors, s.Key)
		if key < 0 {
			wrong = append(wrong, unknownSelector(s, reader))
			continue
		}
		out = append(out, condition{key, s.Pattern})
	}
	return out, wrong
}

// readAll reads the sources, as many at once as there are processors.
func readAll(files []sourceFile) {
	var all sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range files {
		turn <- struct{}{}
		all.Go(func() {
			files[i].read()
			<-turn
		})
	}
	all.Wait()
}

func unknownTool(e *inventory.Evidence) source.Diagnostic {
	var tools []string
	for _, r := range Readers {
		tools = append(tools, r.Tool)
	}
	at := e.Place
	at.Line = max(at.Line, e.Tool.Line)
	return source.Diagnostic{Place: at, Message: fmt.Sprintf("there is no reader for the tool %s%s", quote(e.Tool.ID), known(e.Tool.ID, tools))}
}

func unknownSelector(s inventory.Selector, reader *Reader) source.Diagnostic {
	return source.Diagnostic{Place: s.Place, Message: fmt.Sprintf("%s has no selector %s%s", reader.Tool, quote(s.Key), known(s.Key, reader.Selectors))}
}

// known ends a message on a word that is none of those known.
func known(word string, words []string) string {
	if near := source.Nearest(word, words); near != "" {
		return ": did you mean `" + near + "`?"
	}
	return ": there are " + strings.Join(words, ", ")
}
