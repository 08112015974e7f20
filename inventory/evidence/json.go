package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// jsonFile reads JSON text entry by entry, so that no more of it is held than one entry.
type jsonFile struct {
	*json.Decoder
	in      *input
	entries int // begun so far
}

func newJSONFile(in *input) *jsonFile {
	return &jsonFile{Decoder: json.NewDecoder(in), in: in}
}

// list reads a JSON list. visit reads one element, whole.
func (f *jsonFile) list(visit func() error) error {
	if err := f.open('['); err != nil {
		return err
	}
	for f.More() {
		if err := visit(); err != nil {
			return err
		}
		f.in.whole(f.InputOffset())
	}
	_, err := f.Token()
	return f.explain(err)
}

// open reads an opening bracket.
func (f *jsonFile) open(bracket json.Delim) error {
	token, err := f.Token()
	if err != nil {
		return f.explain(err)
	}
	if token != bracket {
		return mistake{fmt.Sprintf("%s where `%v` should stand, %s", shownToken(token), bracket, f.where()), changed}
	}
	return nil
}

func shownToken(token json.Token) string {
	if token == nil {
		return "`null`"
	}
	return quote(fmt.Sprint(token))
}

// value reads the next value, whole.
func (f *jsonFile) value(into any) error { return f.explain(f.Decode(into)) }

// end makes sure that nothing follows.
func (f *jsonFile) end() error {
	_, err := f.Token()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if read := f.explain(err); read != nil && !errors.As(read, &mistake{}) {
		return read
	}
	return mistake{"more after the end of the JSON text", mixed}
}

// explain says what an error of the decoder means for the file. Errors of reading stay as they are.
func (f *jsonFile) explain(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return mistake{fmt.Sprintf("a file that stops in the middle, %s", f.where()), cutOff}
	case errors.Is(err, errLongEntry):
		return mistake{fmt.Sprintf("an entry of more than %d MiB, %s", longestEntry>>20, f.where()), otherFile}
	case errors.As(err, &syntax):
		return mistake{fmt.Sprintf("broken JSON, %s, near %s (%v)", f.where(), f.near(), syntax), broken}
	case errors.As(err, &kind):
		return mistake{f.wrongKind(kind), changed}
	}
	return err
}

// wrongKind says which value is of the wrong kind, without the names that Go has for kinds.
func (f *jsonFile) wrongKind(err *json.UnmarshalTypeError) string {
	found, expected := kindFound(err.Value), kindExpected(err.Type.Kind())
	if err.Field == "" {
		return fmt.Sprintf("entry %d that is %s, not %s", f.entries, found, expected)
	}
	return fmt.Sprintf("entry %d whose `%s` is %s, not %s", f.entries, err.Field, found, expected)
}

// where says how far the file was read.
func (f *jsonFile) where() string {
	if f.entries == 0 {
		return "before the first entry"
	}
	return fmt.Sprintf("at entry %d", f.entries)
}

// near quotes what the decoder had in hand when it failed.
func (f *jsonFile) near() string {
	held, _ := io.ReadAll(io.LimitReader(f.Buffered(), 80))
	return quote(string(held))
}

// kindFound is the plain word for a kind of JSON value as the decoder calls it.
func kindFound(value string) string {
	switch value {
	case "string":
		return "text"
	case "object":
		return "an object"
	case "array":
		return "a list"
	case "bool":
		return "true or false"
	}
	return "a " + value // a number, with its digits
}

// kindExpected is the plain word for what a value is read into.
func kindExpected(kind reflect.Kind) string {
	switch kind {
	case reflect.String:
		return "text"
	case reflect.Slice:
		return "a list"
	case reflect.Struct:
		return "an object"
	}
	return "a whole number"
}
