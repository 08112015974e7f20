package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// blockSize is how much of a member is compressed at once. Blocks are cut by size alone, so the bytes do not depend on
// how many cores there are.
const blockSize = 1 << 19

// lastBlock ends a deflate stream that was flushed to a whole byte: an empty stored block.
var lastBlock = []byte{0x01, 0x00, 0x00, 0xFF, 0xFF}

// member is one file of the package while it is being written. What is written to it is kept compressed only, so that a
// sheet of a million rows takes little memory.
//
// Blocks are compressed on their own, each flushed to a whole byte, and stand one behind the other in the file: to a
// reader that is one stream. So rows are made on one core while others compress what is made already.
type member struct {
	open   []byte // not compressed yet; written to directly by rowWriter
	sum    uint32
	size   uint64
	blocks []*block
	slots  chan slot
}

// slot is the right to compress a block, with what that takes. There are as many as cores.
type slot struct {
	w     *flate.Writer
	spare []byte // of a block that is done: the next one is gathered in it
}

// block is one stretch of a member. Its bytes are there once ready is done.
type block struct {
	ready sync.WaitGroup
	out   bytes.Buffer
}

// level is how hard blocks are compressed: a harder one makes the file a seventh smaller and takes a third longer.
const level = 3

// compressors returns the slots that members share.
func compressors() chan slot {
	slots := make(chan slot, runtime.GOMAXPROCS(0))
	for range cap(slots) {
		// The level is valid, so there is no error.
		w, _ := flate.NewWriter(nil, level)
		slots <- slot{w: w}
	}
	return slots
}

// flush hands what is open to a compressor as soon as it makes a block.
func (m *member) flush() {
	if len(m.open) >= blockSize {
		m.cut()
	}
}

// cut ends a block.
func (m *member) cut() {
	data := m.open
	m.sum = crc32.Update(m.sum, crc32.IEEETable, data)
	m.size += uint64(len(data))
	b := &block{}
	m.blocks = append(m.blocks, b)
	b.ready.Add(1)
	s := <-m.slots
	m.open = s.spare[:0]
	go func() {
		defer b.ready.Done()
		s.w.Reset(&b.out)
		// Neither fails: the buffer takes everything.
		_, _ = s.w.Write(data)
		_ = s.w.Flush()
		m.slots <- slot{s.w, data}
	}()
}

// writeTo ends the member and adds it to a package.
func (m *member) writeTo(z *zip.Writer, name string) error {
	m.cut()
	packed := uint64(len(lastBlock))
	for _, b := range m.blocks {
		b.ready.Wait()
		packed += uint64(b.out.Len())
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: m.sum, CompressedSize64: packed, UncompressedSize64: m.size,
		//lint:ignore SA1019 an entry that is packed already is written with these fields as they are
		ModifiedDate: 1<<5 | 1, // 1 January 1980, the first that the format knows
	})
	if err != nil {
		return fmt.Errorf("add %s: %w", name, err)
	}
	for _, b := range m.blocks {
		if _, err := b.out.WriteTo(w); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	if _, err := w.Write(lastBlock); err != nil {
		return fmt.Errorf("end %s: %w", name, err)
	}
	return nil
}

// parts takes the files of the package that excelize makes, by name, instead of a zip file: it writes them in the order
// of a map, and its sheets have no rows yet.
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

// pack writes the package. Sizes and sums are known before a member is written, so no reader has to look for them
// behind it. The package holds excelize's parts and the sheets, sorted by name, every file dated 1980.
func pack(w io.Writer, p parts, sheets map[string]*member, slots chan slot) error {
	p[contentTypes] = bytes.NewBuffer(canonical(p[contentTypes].Bytes()))
	z := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		m := sheets[name]
		if m == nil {
			m = &member{open: p[name].Bytes(), slots: slots}
		}
		if err := m.writeTo(z, name); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("end package: %w", err)
	}
	return nil
}
