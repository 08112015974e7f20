package source

import (
	"reflect"
	"slices"
	"strings"
)

// plan says how values of one type are decoded. Plans are made once a type and kept by the decoder.
type plan struct {
	decode func(d *Decoder, n *Node, v reflect.Value)
	fields []field
	index  map[string]int // of fields, by key
	place  int            // the struct's field that holds its place, or -1
	checks bool           // the struct is a NodeChecker
	maybe  bool           // Optional[T], whose fields are the value, whether it is given, and its line
}

// field is one key of a struct.
type field struct {
	key      string
	required bool
	at       int
	plan     *plan
}

var (
	nodeDecoderType = reflect.TypeFor[NodeDecoder]()
	optionalType    = reflect.TypeFor[interface{ optional() }]()
	checkerType     = reflect.TypeFor[NodeChecker]()
	wordedType      = reflect.TypeFor[Worded]()
	placeType       = reflect.TypeFor[Place]()
	durationType    = reflect.TypeFor[Duration]()
	momentType      = reflect.TypeFor[Moment]()
)

// optional marks Optional[T] for the decoder, whatever T is.
func (Optional[T]) optional() {}

// plan returns the plan of a type, and makes it at the first need. What a type says of itself goes before its kind.
func (d *Decoder) plan(t reflect.Type) *plan {
	if p := d.plans[t]; p != nil {
		return p
	}
	p := &plan{place: -1}
	d.plans[t] = p
	switch {
	case reflect.PointerTo(t).Implements(nodeDecoderType):
		p.decode = decodeItself
	case t.Implements(optionalType):
		p.decode = decodeOptional(d.plan(t.Field(0).Type))
		p.maybe = true
	case t.Implements(wordedType):
		p.decode = decodeWord(reflect.Zero(t).Interface().(Worded).Words())
	case t == durationType:
		p.decode = decodeDuration
	case t == momentType:
		p.decode = decodeMoment
	default:
		d.planKind(p, t)
	}
	return p
}

// planKind plans a type that says nothing of itself. It panics on kinds that no input is decoded into.
func (d *Decoder) planKind(p *plan, t reflect.Type) {
	switch t.Kind() {
	case reflect.String:
		p.decode = decodeString
	case reflect.Bool:
		p.decode = decodeBool
	case reflect.Int64:
		p.decode = decodeInteger
	case reflect.Float64:
		p.decode = decodeNumber
	case reflect.Slice:
		p.decode = decodeList(d.plan(t.Elem()))
	case reflect.Map:
		p.decode = decodeMap(d.plan(t.Elem()))
	case reflect.Struct:
		d.planStruct(p, t)
	default:
		panic("source: no way to decode " + t.String())
	}
}

// planStruct reads the tags of a struct, which are the one list of its keys.
func (d *Decoder) planStruct(p *plan, t reflect.Type) {
	p.index = make(map[string]int)
	p.checks = reflect.PointerTo(t).Implements(checkerType)
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("key")
		if !tagged {
			if f.Type == placeType && f.Name == "Place" {
				p.place = i
			}
			continue
		}
		key, option, _ := strings.Cut(tag, ",")
		p.index[key] = len(p.fields)
		p.fields = append(p.fields, field{key: key, required: option == "required", at: i, plan: d.plan(f.Type)})
	}
	p.decode = func(d *Decoder, n *Node, v reflect.Value) {
		if n.Kind != Mapping {
			d.Expect(n, "a mapping with keys such as "+p.names())
			return
		}
		d.mapping(n, v, func(string) bool { return false })
	}
}

// names lists the first few keys of a struct, those that are required before the others.
func (p *plan) names() string {
	const few = 3
	var words []string
	for _, required := range []bool{true, false} {
		for _, f := range p.fields {
			if f.required == required && len(words) < few {
				words = append(words, f.key)
			}
		}
	}
	return enumerate(words, "and")
}

// Keys returns the keys that a mapping may have that is decoded into a struct like this one, in their order.
func Keys(of any) []string {
	return NewDecoder(nil).plan(reflect.TypeOf(of)).keys()
}

// keys lists the keys of a struct in the order of its fields.
func (p *plan) keys() []string {
	words := make([]string, len(p.fields))
	for i, f := range p.fields {
		words[i] = f.key
	}
	return words
}

// mapping decodes a mapping into a struct. Keys of the author's own are passed over. Of a key that is given twice the
// first counts: that it is repeated was reported when the file was parsed.
func (d *Decoder) mapping(n *Node, v reflect.Value, own func(key string) bool) {
	p := d.plan(v.Type())
	if p.place >= 0 {
		*v.Field(p.place).Addr().Interface().(*Place) = d.Place(n)
	}
	var room [32]*Node // enough for any struct so far, and not on the heap
	seen := append(room[:0], make([]*Node, len(p.fields))...)
	var meant []string // keys that unknown ones were probably meant to be, which are therefore not called missing
	for key, value := range n.Pairs {
		i, known := p.index[key.Text]
		switch {
		case known && seen[i] == nil:
			seen[i] = value
			d.field(p.fields[i], key, value, v)
		case !known && !own(key.Text):
			meant = append(meant, d.unknownKey(p, n, key))
		}
	}
	for i, f := range p.fields {
		if f.required && seen[i] == nil && !slices.Contains(meant, f.key) {
			d.Fail(n, "`%s` is missing %s: it is required", f.key, d.place(n))
		}
	}
	if p.checks {
		v.Addr().Interface().(NodeChecker).CheckNode(d, n)
	}
}

// field decodes the value of a known key. What is empty is not given, and leaves the zero value.
func (d *Decoder) field(f field, key, value *Node, v reflect.Value) {
	if value.Empty() {
		if f.required {
			d.Fail(key, "`%s` is empty, but required: give it a value", f.key)
		}
		return
	}
	into := v.Field(f.at)
	k, e := d.key, d.entry
	d.key, d.entry = f.key, false
	before := len(d.found)
	f.plan.decode(d, value, into)
	d.key, d.entry = k, e
	if f.plan.maybe && len(d.found) == before {
		into.Field(1).SetBool(true)
		into.Field(2).SetInt(int64(key.Line))
	}
}

// unknownKey reports a key of a mapping that a struct has no field for, and returns the key that it was probably meant
// to be.
func (d *Decoder) unknownKey(p *plan, n, key *Node) (meant string) {
	known := p.keys()
	otherwise := "; the keys are " + enumerate(known, "and")
	d.Fail(key, "%s is no key %s%s", Quoted(key.Text), d.place(n), didYouMean(key.Text, known, otherwise))
	return Nearest(key.Text, known)
}

// place says of which mapping a key is, for messages.
func (d *Decoder) place(n *Node) string {
	id := n.Get("id")
	switch {
	case d.key == "":
		return "at the top of the file"
	case d.entry && id != nil && id.IsText() && id.Text != "":
		return "in the entry " + Quoted(id.Text) + " of `" + d.key + "`"
	case d.entry:
		return "in an entry of `" + d.key + "`"
	}
	return "in `" + d.key + "`"
}
