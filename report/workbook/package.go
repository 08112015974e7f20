package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// archive is the package while it is written. Members leave it as they are made, one after the other, so that a million
// rows take no more memory than a thousand; their sizes and sums stand behind them, as in any package that is streamed.
type archive struct {
	zip   *zip.Writer
	press press
	seen  map[string]bool // names of the members
}

// newArchive begins a package.
func newArchive(w io.Writer) *archive {
	a := &archive{zip: zip.NewWriter(w), press: newPress(), seen: map[string]bool{}}
	a.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		a.press.to = w
		return &a.press, nil
	})
	return a
}

// member begins a file of the package, and ends the one before.
func (a *archive) member(name string) (*member, error) {
	w, err := a.zip.CreateHeader(&zip.FileHeader{
		Name: name, Method: zip.Deflate,
		//lint:ignore SA1019 a time would have to be converted into it
		ModifiedDate: 1<<5 | 1, // 1 January 1980, the first that the format knows
	})
	if err != nil {
		return nil, fmt.Errorf("add %s: %w", name, err)
	}
	a.seen[name] = true
	return &member{out: w}, nil
}

// add adds those of excelize's parts that are not there yet and that a condition picks, sorted by name.
func (a *archive) add(p parts, picks func(name string) bool) error {
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if a.seen[name] || !picks(name) {
			continue
		}
		m, err := a.member(name)
		if err != nil {
			return err
		}
		m.open = p[name].Bytes()
		if err := m.end(); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// close ends the package.
func (a *archive) close() error {
	if err := a.zip.Close(); err != nil {
		return fmt.Errorf("end package: %w", err)
	}
	return nil
}

// member is one file of the package while it is written.
type member struct {
	open []byte // not handed on yet; written to directly by rowWriter
	out  io.Writer
	err  error // the first, after which nothing is handed on
}

// portion is how much of a member is handed on at once: more than a row, and no more than a processor keeps near.
const portion = 1 << 16

// flush hands on what is open as soon as it makes a portion.
func (m *member) flush() {
	if len(m.open) >= portion {
		m.hand()
	}
}

// hand hands on what is open.
func (m *member) hand() {
	if m.err == nil {
		_, m.err = m.out.Write(m.open)
	}
	m.open = m.open[:0]
}

// end hands on the rest. The error is the first that the member met.
func (m *member) end() error {
	m.hand()
	return m.err
}

// press compresses one member after the other. Blocks of a member are compressed on their own, each flushed to a whole
// byte, and stand one behind the other in the file: to a reader that is one stream. So rows are made on one core while
// others compress what is made already.
type press struct {
	to    io.Writer
	open  *block   // being filled
	spare []*block // done
	busy  []*block // being compressed, in their order
	most  int      // blocks that there may be
}

// block is one stretch of a member, and what compressing it takes.
type block struct {
	in      []byte
	out     bytes.Buffer
	deflate *flate.Writer
	ready   chan struct{} // gets a value when the stretch is compressed
}

const (
	// blockSize is how much is compressed at once. Blocks are cut by size alone, so the bytes do not depend on how many
	// cores there are.
	blockSize = 1 << 19

	// mostPressing is how many blocks are compressed at a time: rows are not made faster than three cores compress them,
	// and each block takes two megabytes.
	mostPressing = 3

	// level is how hard blocks are compressed: a harder one makes the file a seventh smaller and takes a third longer.
	level = 3
)

// lastBlock ends a deflate stream that was flushed to a whole byte: an empty stored block.
var lastBlock = []byte{0x01, 0x00, 0x00, 0xFF, 0xFF}

// newPress returns a press for as many cores as there are: one block is filled while others are compressed.
func newPress() press { return press{most: 1 + min(runtime.GOMAXPROCS(0), mostPressing)} }

// Write takes a portion of the member. The error may be that of an earlier portion.
func (p *press) Write(data []byte) (int, error) {
	if p.open == nil {
		if err := p.turn(); err != nil {
			return 0, err
		}
	}
	p.open.in = append(p.open.in, data...)
	if len(p.open.in) >= blockSize {
		p.cut()
	}
	return len(data), nil
}

// Close ends the member. The press can then take another.
func (p *press) Close() error {
	if p.open != nil {
		p.cut()
	}
	for len(p.busy) > 0 {
		if err := p.deliver(); err != nil {
			return err
		}
	}
	_, err := p.to.Write(lastBlock)
	return err
}

// turn opens a block. Where all are being compressed, it waits for the first of them.
func (p *press) turn() error {
	switch {
	case len(p.spare) > 0:
	case len(p.busy) == p.most-1:
		if err := p.deliver(); err != nil {
			return err
		}
	default:
		// The level is valid, so there is no error.
		w, _ := flate.NewWriter(nil, level)
		p.spare = append(p.spare, &block{in: make([]byte, 0, blockSize+portion), deflate: w, ready: make(chan struct{}, 1)})
	}
	last := len(p.spare) - 1
	p.open, p.spare = p.spare[last], p.spare[:last]
	return nil
}

// cut has the open block compressed.
func (p *press) cut() {
	b := p.open
	p.open, p.busy = nil, append(p.busy, b)
	go func() {
		b.deflate.Reset(&b.out)
		// Neither fails: the buffer takes everything.
		_, _ = b.deflate.Write(b.in)
		_ = b.deflate.Flush()
		b.ready <- struct{}{}
	}()
}

// deliver writes the first of the blocks that are being compressed.
func (p *press) deliver() error {
	b := p.busy[0]
	<-b.ready
	p.busy = slices.Delete(p.busy, 0, 1)
	_, err := b.out.WriteTo(p.to)
	b.in = b.in[:0]
	b.out.Reset()
	p.spare = append(p.spare, b)
	return err
}

// parts takes the files of the package that excelize makes, by name, instead of a zip file: it writes them in the order
// of a map, and its sheets have no rows.
type parts map[string]*bytes.Buffer

// Create begins a part.
func (p parts) Create(name string) (io.Writer, error) {
	p[name] = &bytes.Buffer{}
	return p[name], nil
}

// AddFS is not needed for a new workbook.
func (p parts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close has nothing to end.
func (p parts) Close() error { return nil }

// contentTypes is the part that names the type of every other, in an order of excelize's own that varies.
const contentTypes = "[Content_Types].xml"

var contentType = regexp.MustCompile(`<(?:Default|Override) [^>]*>(?:</(?:Default|Override)>)?`)

// canonical puts the entries of the content types in order.
func canonical(types []byte) []byte {
	text := string(types)
	entries := contentType.FindAllString(text, -1)
	slices.Sort(entries)
	rest := contentType.ReplaceAllString(text, "")
	return []byte(strings.Replace(rest, "</Types>", strings.Join(entries, "")+"</Types>", 1))
}
