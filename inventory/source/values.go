package source

import (
	"reflect"
	"strconv"
	"strings"
	"time"
)

// decodeItself leaves the decoding to the value.
func decodeItself(d *Decoder, n *Node, v reflect.Value) {
	v.Addr().Interface().(NodeDecoder).DecodeNode(d, n)
}

// decodeOptional decodes the value; that it is given, and where, is set by the struct that holds it, which has the key.
func decodeOptional(of *plan) func(*Decoder, *Node, reflect.Value) {
	return func(d *Decoder, n *Node, v reflect.Value) { of.decode(d, n, v.Field(0)) }
}

// decodeWord decodes one of a list of words into its place in the list.
func decodeWord(words []string) func(*Decoder, *Node, reflect.Value) {
	first := 0
	for words[first] == "" {
		first++
	}
	return func(d *Decoder, n *Node, v reflect.Value) {
		if i := d.Word(n, words[first:]); i >= 0 {
			v.SetUint(uint64(first + i))
		}
	}
}

func decodeString(d *Decoder, n *Node, v reflect.Value) {
	if text, ok := d.String(n); ok {
		v.SetString(text)
	}
}

func decodeBool(d *Decoder, n *Node, v reflect.Value) {
	if n.Kind != Bool {
		d.Expect(n, "true or false")
		return
	}
	v.SetBool(yamlBooleans[n.Text])
}

// decodeInteger takes decimal digits only: what YAML 1.1 makes of 012, 0x1F or 1_000 is not what their authors mean.
func decodeInteger(d *Decoder, n *Node, v reflect.Value) {
	number, err := strconv.ParseInt(n.Text, 10, 64)
	digits := strings.TrimPrefix(n.Text, "-")
	if n.Kind != Number || err != nil || len(digits) > 1 && digits[0] == '0' || digits[0] == '+' {
		d.Expect(n, "a whole number")
		return
	}
	v.SetInt(number)
}

// decodeNumber takes decimal numbers only, and neither infinity nor not-a-number.
func decodeNumber(d *Decoder, n *Node, v reflect.Value) {
	number, err := strconv.ParseFloat(n.Text, 64)
	if n.Kind != Number || err != nil || strings.Trim(n.Text, "+-.0123456789eE") != "" {
		d.Expect(n, "a number such as 48.5850")
		return
	}
	v.SetFloat(number)
}

// decodeDuration adds the reason why a text is no duration, since most wrong ones look right to their authors.
func decodeDuration(d *Decoder, n *Node, v reflect.Value) {
	const want = "a duration such as 90d or 2h10m"
	if !n.IsText() {
		d.Expect(n, want)
		return
	}
	length, err := ParseDuration(n.Text)
	if err != nil {
		d.Fail(n, "%s must be %s, not %s: %v", d.What(), want, n.found(), err)
		return
	}
	v.SetInt(int64(length))
}

// decodeMoment reads days in UTC: their zone is not known before the whole input is.
func decodeMoment(d *Decoder, n *Node, v reflect.Value) {
	const want = "a day such as 2026-09-30 or a moment such as 2026-09-30T02:10:00+02:00"
	if !n.IsText() {
		d.Expect(n, want)
		return
	}
	moment, err := ParseMoment(n.Text, time.UTC)
	if err != nil {
		d.Fail(n, "%s is %s, which is no day and no moment: %v", d.What(), n.found(), err)
		return
	}
	*v.Addr().Interface().(*Moment) = moment
}

// decodeList makes a list of exactly the entries that are written; an empty one among them is a mistake, not a zero.
func decodeList(of *plan) func(*Decoder, *Node, reflect.Value) {
	return func(d *Decoder, n *Node, v reflect.Value) {
		if n.Kind != List {
			d.Expect(n, "a list")
			return
		}
		list := reflect.MakeSlice(v.Type(), len(n.Children), len(n.Children))
		entry := d.entry
		d.entry = true
		for i := range n.Children {
			if child := &n.Children[i]; child.Empty() {
				d.Fail(child, "%s is empty: give it a value or delete it", d.What())
			} else {
				of.decode(d, child, list.Index(i))
			}
		}
		d.entry = entry
		v.Set(list)
	}
}

// decodeMap decodes a mapping whose keys are the author's, such as languages or tiers.
func decodeMap(of *plan) func(*Decoder, *Node, reflect.Value) {
	return func(d *Decoder, n *Node, v reflect.Value) {
		if n.Kind != Mapping {
			d.Expect(n, "a mapping")
			return
		}
		all := reflect.MakeMapWithSize(v.Type(), len(n.Children)/2)
		for key, value := range n.Pairs {
			one := reflect.New(v.Type().Elem()).Elem()
			d.within(key.Text, func() { of.decode(d, value, one) })
			all.SetMapIndex(reflect.ValueOf(key.Text), one)
		}
		v.Set(all)
	}
}
