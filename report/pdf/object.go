package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// object is an indirect object: a dictionary, and the bytes of a stream or nil.
type object struct {
	dict dict
	data []byte
}

// absent tells whether there is nothing under a number.
func (o object) absent() bool { return o.dict == nil && o.data == nil }

// file is the objects of a PDF file by number. There is no number 0.
type file struct {
	objects []object
	root    ref
}

// add puts an object at the end.
func (f *file) add(o object) ref {
	f.objects = append(f.objects, o)
	return ref(len(f.objects) - 1)
}

// get is an object by its number.
func (f *file) get(r ref) (*object, error) {
	if int(r) < 1 || int(r) >= len(f.objects) {
		return nil, fmt.Errorf("object %d is not there", r)
	}
	return &f.objects[r], nil
}

// follow is the object that a value refers to.
func (f *file) follow(value string) (*object, error) {
	r, err := parseRef(value)
	if err != nil {
		return nil, err
	}
	return f.get(r)
}

// compressed is a stream that holds data deflated.
func compressed(d dict, data []byte) object {
	d.set("Filter", "/FlateDecode")
	return object{d, deflate(data)}
}

// deflate compresses; writing to memory does not fail.
func deflate(data []byte) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return packed.Bytes()
}

// inflate uncompresses a stream of at most so many bytes.
func inflate(data []byte, most int64) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("uncompress: %w", err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("uncompress: %w", err)
	}
	if int64(len(plain)) > most {
		return nil, fmt.Errorf("uncompress: more than %d bytes", most)
	}
	return plain, nil
}

// read takes a file as fpdf writes it apart: one cross-reference table, each object a dictionary with or without a
// stream of known length.
func read(src []byte) (*file, error) {
	offsets, trailer, err := crossReferences(src)
	if err != nil {
		return nil, fmt.Errorf("read cross-references: %w", err)
	}
	f := &file{objects: make([]object, len(offsets))}
	for number := 1; number < len(offsets); number++ {
		if f.objects[number], err = readObject(src, number, offsets[number]); err != nil {
			return nil, fmt.Errorf("read object %d: %w", number, err)
		}
	}
	if f.root, err = parseRef(trailer.get("Root")); err != nil {
		return nil, fmt.Errorf("read trailer: %w", err)
	}
	return f, nil
}

// entryLength is that of a line of the cross-reference table.
const entryLength = len("0000000000 00000 n \n")

// crossReferences reads where each object begins, and the trailer.
func crossReferences(src []byte) ([]int, dict, error) {
	const mark = "startxref\n"
	at := bytes.LastIndex(src, []byte(mark))
	if at < 0 {
		return nil, nil, errors.New("no startxref")
	}
	digits := &scanner{src: src, at: at + len(mark)}
	start, err := strconv.Atoi(digits.regular())
	if err != nil || start < 0 || start > at {
		return nil, nil, errors.New("startxref leads nowhere")
	}
	s := &scanner{src: src, at: start}
	if !s.next("xref\n0 ") {
		return nil, nil, fmt.Errorf("no table at byte %d", start)
	}
	count, err := strconv.Atoi(s.regular())
	if err != nil || count < 1 || count > (at-s.at)/entryLength {
		return nil, nil, errors.New("wrong number of objects")
	}
	s.at++
	offsets := make([]int, count)
	for number := range offsets {
		line := src[s.at+number*entryLength:]
		if offsets[number], err = strconv.Atoi(string(line[:10])); err != nil {
			return nil, nil, fmt.Errorf("object %d: no offset", number)
		}
	}
	s.at += count * entryLength
	if !s.next("trailer\n") {
		return nil, nil, errors.New("no trailer")
	}
	trailer, err := s.dict()
	return offsets, trailer, err
}

// readObject reads the object that begins at an offset.
func readObject(src []byte, number, offset int) (object, error) {
	if offset < 0 || offset >= len(src) {
		return object{}, errors.New("begins outside the file")
	}
	s := &scanner{src: src, at: offset}
	if !s.next(fmt.Sprintf("%d 0 obj\n", number)) {
		return object{}, fmt.Errorf("does not begin at byte %d", offset)
	}
	d, err := s.dict()
	if err != nil {
		return object{}, err
	}
	s.space()
	if !s.next("stream\n") {
		return object{dict: d}, nil
	}
	length, err := strconv.Atoi(d.get("Length"))
	if err != nil || length < 0 || length > len(src)-s.at {
		return object{}, errors.New("wrong length of stream")
	}
	data := src[s.at : s.at+length]
	s.at += length
	if !s.next("\nendstream") {
		return object{}, errors.New("stream does not end where it should")
	}
	return object{d, data}, nil
}

// perStream is how many dictionaries an object stream holds, so that readers need not unpack all for one.
const perStream = 200

// location is where an object stands: at a byte, or at an index of an object stream.
type location struct {
	stream ref // 0: not in one
	place  int
}

// bytes writes the file as PDF 1.7: streams as they are, dictionaries in object streams, and a cross-reference stream.
// Its identifier is made from its content.
func (f *file) bytes(info ref) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	locations := make([]location, len(f.objects))
	var small []ref
	for number := 1; number < len(f.objects); number++ {
		if f.objects[number].absent() {
			continue
		}
		if f.objects[number].data == nil {
			small = append(small, ref(number))
			continue
		}
		locations[number] = location{place: out.Len()}
		writeStream(&out, ref(number), f.objects[number])
	}
	for len(small) > 0 {
		n := min(perStream, len(small))
		packed := ref(len(locations))
		for i, number := range small[:n] {
			locations[number] = location{packed, i}
		}
		locations = append(locations, location{place: out.Len()})
		writeStream(&out, packed, f.pack(small[:n]))
		small = small[n:]
	}
	f.finish(&out, locations, info)
	return out.Bytes()
}

// pack puts dictionaries into an object stream (ISO 32000-1, 7.5.7).
func (f *file) pack(numbers []ref) object {
	var index, body bytes.Buffer
	for _, number := range numbers {
		fmt.Fprintf(&index, "%d %d ", int(number), body.Len())
		body.WriteString(f.objects[number].dict.String() + "\n")
	}
	d := dict{{"Type", "/ObjStm"}, {"N", strconv.Itoa(len(numbers))}, {"First", strconv.Itoa(index.Len())}}
	return compressed(d, append(index.Bytes(), body.Bytes()...))
}

// finish writes the cross-reference stream (ISO 32000-1, 7.5.8) and the end of the file.
func (f *file) finish(out *bytes.Buffer, locations []location, info ref) {
	start := out.Len()
	locations = append(locations, location{place: start})
	table := []byte{0, 0, 0, 0, 0, 0xFF, 0xFF} // number 0 is always free
	for _, l := range locations[1:] {
		kind, first, second := 1, l.place, 0
		switch {
		case l == (location{}):
			kind = 0 // free
		case l.stream != 0:
			kind, first, second = 2, int(l.stream), l.place
		}
		table = append(table, byte(kind), byte(first>>24), byte(first>>16), byte(first>>8), byte(first), byte(second>>8), byte(second))
	}
	id := identifier(out.Bytes())
	d := dict{{"Type", "/XRef"}, {"Size", strconv.Itoa(len(locations))}, {"W", "[1 4 2]"}, {"Root", f.root.String()},
		{"Info", info.String()}, {"ID", "[" + id + " " + id + "]"}}
	writeStream(out, ref(len(locations)-1), compressed(d, table))
	fmt.Fprintf(out, "startxref\n%d\n%%%%EOF\n", start)
}

func writeStream(out *bytes.Buffer, number ref, o object) {
	o.dict.set("Length", strconv.Itoa(len(o.data)))
	fmt.Fprintf(out, "%d 0 obj\n%v\nstream\n", int(number), o.dict)
	out.Write(o.data)
	out.WriteString("\nendstream\nendobj\n")
}
