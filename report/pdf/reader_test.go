package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// reader reads a finished file back, by the cross-reference stream and the object streams that it should have.
type reader struct {
	t       testing.TB
	objects map[ref]object
	trailer dict
	pages   []ref
}

func openFile(t testing.TB, src []byte) *reader {
	t.Helper()
	r := &reader{t: t, objects: map[ref]object{}}
	if !bytes.HasPrefix(src, []byte("%PDF-1.7\n%")) || !bytes.HasSuffix(src, []byte("\n%%EOF\n")) {
		t.Fatalf("file begins %q and ends %q", src[:10], src[len(src)-10:])
	}
	tail := src[bytes.LastIndex(src, []byte("startxref\n")):]
	start, err := strconv.Atoi(strings.Fields(string(tail))[1])
	if err != nil {
		t.Fatal(err)
	}
	table := r.stream(src, start)
	r.trailer = table.dict
	rows := r.plain(table)
	if table.dict.get("W") != "[1 4 2]" || len(rows)%7 != 0 || table.dict.get("Size") != fmt.Sprint(len(rows)/7) {
		t.Fatalf("cross-reference stream of %d bytes: %v", len(rows), table.dict)
	}
	for number := 1; number < len(rows)/7; number++ {
		row := rows[7*number:]
		if place := int(binary.BigEndian.Uint32(row[1:])); row[0] == 1 && place != start {
			r.objects[ref(number)] = r.stream(src, place)
		}
	}
	for number := 1; number < len(rows)/7; number++ {
		row := rows[7*number:]
		if row[0] == 2 {
			r.objects[ref(number)] = r.unpack(ref(binary.BigEndian.Uint32(row[1:])), ref(number), int(binary.BigEndian.Uint16(row[5:])))
		}
	}
	r.pages = r.refs(r.follow(r.catalog().get("Pages")).dict.get("Kids"))
	return r
}

// stream reads the stream object at an offset.
func (r *reader) stream(src []byte, at int) object {
	r.t.Helper()
	s := &scanner{src: src, at: at}
	number := s.regular()
	o, err := readObject(src, r.number(number), at)
	if err != nil || o.data == nil {
		r.t.Fatalf("no stream at byte %d: %v", at, err)
	}
	return o
}

// unpack reads one dictionary of an object stream.
func (r *reader) unpack(packed, number ref, index int) object {
	r.t.Helper()
	o := r.objects[packed]
	body := r.plain(o)
	first := r.number(o.dict.get("First"))
	words := strings.Fields(string(body[:first]))
	if o.dict.get("Type") != "/ObjStm" || words[2*index] != fmt.Sprint(int(number)) {
		r.t.Fatalf("object %d is not at %d of object stream %d", number, index, packed)
	}
	d, err := (&scanner{src: body, at: first + r.number(words[2*index+1])}).dict()
	if err != nil {
		r.t.Fatal(err)
	}
	return object{dict: d}
}

// plain is the content of a stream.
func (r *reader) plain(o object) []byte {
	r.t.Helper()
	if o.dict.get("Filter") == "" {
		return o.data
	}
	data, err := inflate(o.data, 1<<24)
	if err != nil {
		r.t.Fatal(err)
	}
	return data
}

func (r *reader) number(digits string) int {
	r.t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

func (r *reader) catalog() dict { return r.follow(r.trailer.get("Root")).dict }

// follow is the object behind a reference, which must be there.
func (r *reader) follow(value string) object {
	r.t.Helper()
	number, err := parseRef(value)
	if err != nil {
		r.t.Fatal(err)
	}
	o, found := r.objects[number]
	if !found {
		r.t.Fatalf("object %d is not there", number)
	}
	return o
}

// values are those of an array.
func (r *reader) values(list string) []string {
	r.t.Helper()
	s := &scanner{src: []byte(strings.TrimSuffix(strings.TrimPrefix(list, "["), "]"))}
	var values []string
	for s.space(); s.at < len(s.src); s.space() {
		v, err := s.value()
		if err != nil {
			r.t.Fatal(err)
		}
		values = append(values, v)
	}
	return values
}

func (r *reader) refs(list string) []ref {
	r.t.Helper()
	var refs []ref
	for _, v := range r.values(list) {
		number, err := parseRef(v)
		if err != nil {
			r.t.Fatal(err)
		}
		refs = append(refs, number)
	}
	return refs
}

// inline is a dictionary written out where it is used.
func (r *reader) inline(value string) dict {
	r.t.Helper()
	d, err := (&scanner{src: []byte(value)}).dict()
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

// text is a text string.
func (r *reader) text(value string) string {
	r.t.Helper()
	data, err := hex.DecodeString(strings.Trim(value, "<>"))
	if err != nil || !bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		r.t.Fatalf("%q is no text string: %v", value, err)
	}
	return utf16Text(data[2:])
}

func utf16Text(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// element is one element of the structure tree, read back.
type element struct {
	number ref
	tag    string
	dict   dict
	parent *element
	kids   []*element
	marks  []mark // pages from 1
	links  []ref
	order  []any // *element, mark and ref, as they come
}

// tree reads the structure tree.
func (r *reader) tree() *element {
	r.t.Helper()
	root := r.follow(r.catalog().get("StructTreeRoot")).dict
	top := r.refs(root.get("K"))
	if len(top) != 1 {
		r.t.Fatalf("%d elements on top", len(top))
	}
	return r.element(top[0], nil)
}

func (r *reader) element(number ref, parent *element) *element {
	r.t.Helper()
	d := r.objects[number].dict
	e := &element{number: number, tag: strings.TrimPrefix(d.get("S"), "/"), dict: d, parent: parent}
	above := r.catalog().get("StructTreeRoot")
	if parent != nil {
		above = parent.number.String()
	}
	if d.get("P") != above {
		r.t.Errorf("element %d: /P is %s instead of %s", number, d.get("P"), above)
	}
	for _, k := range r.values(d.get("K")) {
		r.kid(e, k)
	}
	return e
}

func (r *reader) kid(e *element, value string) {
	r.t.Helper()
	switch {
	case strings.HasPrefix(value, "<<"):
		d := r.inline(value)
		page, _ := parseRef(d.get("Pg"))
		if d.get("Type") == "/OBJR" {
			link, _ := parseRef(d.get("Obj"))
			e.links, e.order = append(e.links, link), append(e.order, link)
			return
		}
		e.mark(mark{slices.Index(r.pages, page) + 1, r.number(d.get("MCID"))})
	case strings.HasSuffix(value, "R"):
		number, _ := parseRef(value)
		child := r.element(number, e)
		e.kids, e.order = append(e.kids, child), append(e.order, child)
	default:
		page, _ := parseRef(e.dict.get("Pg"))
		e.mark(mark{slices.Index(r.pages, page) + 1, r.number(value)})
	}
}

func (e *element) mark(m mark) { e.marks, e.order = append(e.marks, m), append(e.order, m) }

// walk visits an element and those below, in reading order.
func (e *element) walk(visit func(*element)) {
	visit(e)
	for _, k := range e.kids {
		k.walk(visit)
	}
}

// content is what a page draws: the text of each marked content, and what is wrong with the marking.
type content struct {
	marks  map[int]string
	drawn  string                   // all text as it is drawn, or read out in its place, artifacts too
	codes  map[string]map[rune]bool // drawn in each font
	faults []string
}

// painting are the operators that put something on the page.
var painting = strings.Fields("S s f F f* B B* b b* sh Do Tj TJ ' \"")

// content follows the operators of a page.
func (r *reader) content(page int) content {
	r.t.Helper()
	o := r.follow(r.objects[r.pages[page-1]].dict.get("Contents"))
	c := content{marks: map[int]string{}, codes: map[string]map[rune]bool{}}
	m := marking{content: &c, open: -1}
	s := &scanner{src: r.plain(o)}
	var operands []string
	for s.space(); s.at < len(s.src); s.space() {
		first := s.src[s.at]
		value, err := s.value()
		if err != nil {
			r.t.Fatalf("page %d: %v", page, err)
		}
		if operator := first >= 'A' && first <= 'Z' || first >= 'a' && first <= 'z' || first == '\'' || first == '"'; !operator {
			operands = append(operands, value)
			continue
		}
		m.operator(value, operands)
		operands = nil
	}
	if m.depth != 0 || len(m.stack) != 0 {
		m.fault("%d saved states and %d marks are left open", m.depth, len(m.stack))
	}
	return c
}

// marking is the state of a page between operators.
type marking struct {
	*content
	stack []string // artifact, tagged or nested
	open  int      // the mark that text belongs to; -1 in none
	say   string   // what is read out in place of the text drawn
	font  string
	depth int
}

func (m *marking) fault(format string, values ...any) {
	m.faults = append(m.faults, fmt.Sprintf(format, values...))
}

func (m *marking) operator(name string, operands []string) {
	switch name {
	case "BDC":
		m.begin(operands[0], operands[1])
	case "EMC":
		m.end()
	case "q":
		m.depth++
	case "Q":
		m.depth--
	case "Tf":
		m.font = strings.TrimPrefix(operands[0], "/")
		if m.codes[m.font] == nil {
			m.codes[m.font] = map[rune]bool{}
		}
	case "Tj":
		text := utf16Text(unescape(operands[0]))
		for _, code := range text {
			m.codes[m.font][code] = true
		}
		if m.open >= 0 && m.say == "" {
			m.marks[m.open] += text
		}
		if m.say == "" {
			m.drawn += text
		}
	}
	if slices.Contains(painting, name) && !slices.Contains(m.stack, "artifact") && !slices.Contains(m.stack, "tagged") {
		m.fault("%s draws outside tagged content and artifacts", name)
	}
}

func (m *marking) begin(tag, properties string) {
	d, _ := (&scanner{src: []byte(properties)}).dict()
	if len(m.stack) > 0 {
		m.fault("%s inside %v", tag, m.stack)
		m.stack = append(m.stack, "nested")
		return
	}
	if tag == "/Artifact" {
		m.stack = append(m.stack, "artifact")
		return
	}
	m.stack = append(m.stack, "tagged")
	id := d.get("MCID")
	m.open, _ = strconv.Atoi(id)
	if _, twice := m.marks[m.open]; twice || id == "" {
		m.fault("mark %q is there twice or has no number", id)
	}
	m.marks[m.open] = ""
	if said := d.get("ActualText"); said != "" {
		data, _ := hex.DecodeString(strings.Trim(said, "<>"))
		m.say = utf16Text(data[2:])
		m.marks[m.open] = m.say
		m.drawn += m.say
	}
}

func (m *marking) end() {
	if len(m.stack) == 0 {
		m.fault("EMC closes nothing")
		return
	}
	if m.stack[len(m.stack)-1] == "tagged" {
		m.open, m.say = -1, ""
	}
	m.stack = m.stack[:len(m.stack)-1]
}

// unescape is the bytes of a string in parentheses, with the escapes that fpdf writes.
func unescape(literal string) []byte {
	return []byte(strings.NewReplacer(`\\`, `\`, `\(`, "(", `\)`, ")", `\r`, "\r").Replace(literal[1 : len(literal)-1]))
}
