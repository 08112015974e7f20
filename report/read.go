package report

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"coupefeu/rules"
)

// assessmentFile is the name of the machine-readable account in a report's folder.
const assessmentFile = "assessment.json"

// Entry is a finding as assessment.json has it: what an earlier report said, in words and figures.
type Entry struct {
	Rule         string  `json:"rule"`
	Service      string  `json:"service"`
	Number       int32   `json:"number"`
	Status       string  `json:"status"`
	Severity     string  `json:"severity"`
	BeforeWaiver *string `json:"before_waiver"`
	Waiver       *string `json:"waiver"`
	Measured     *struct {
		Low  float64  `json:"low"`
		High *float64 `json:"high"`
		Unit string   `json:"unit"`
	} `json:"measured"`
	Limit *struct {
		Bound string  `json:"bound"`
		Value float64 `json:"value"`
		Unit  string  `json:"unit"`
	} `json:"limit"`
	Reason string  `json:"reason"`
	Since  *string `json:"since"`
}

// ErrForeign says that a file is no assessment of this program.
var ErrForeign = errors.New("this is no assessment of coupefeu")

// SchemaError says that an assessment is of a form that this version does not read.
type SchemaError struct{ Schema string }

// Error names the form that was found and the one that is read.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("it is of the form %q, and this version reads %q: use a newer coupefeu", e.Schema, Schema)
}

// BrokenError says where a file that began as an assessment stops being one.
type BrokenError struct {
	Offset int64 // in bytes: behind it stands what cannot be read
	Err    error
}

// Error says what is wrong after how many bytes.
func (e *BrokenError) Error() string { return fmt.Sprintf("at byte %d: %v", e.Offset, e.Err) }

// Unwrap returns what is wrong there.
func (e *BrokenError) Unwrap() error { return e.Err }

// ReadAssessment reads assessment.json back without holding it whole: every finding is handed to take, in the order of
// the file; Findings and Scenarios of what it returns stay empty. Fields that a later version added are passed over.
// The error is ErrForeign, a *SchemaError or a *BrokenError.
func ReadAssessment(r io.Reader, take func(*Entry) error) (*Assessment, error) {
	a := &Assessment{}
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	if err := expect(d, json.Delim('{')); err != nil {
		return nil, ErrForeign
	}
	fields := a.fields()
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, a.broken(d, err)
		}
		switch into, known := fields[key.(string)]; {
		case key == "findings":
			err = eachEntry(d, take)
		case known:
			err = d.Decode(into)
		default:
			err = skip(d)
		}
		if key == "schema" && err == nil {
			err = checkSchema(a.Schema)
		}
		if err != nil {
			return nil, a.broken(d, err)
		}
	}
	if err := finished(d); err != nil {
		return nil, a.broken(d, err)
	}
	return a, checkSchema(a.Schema)
}

// fields are where the keys of an assessment go when it is read back. What only concerns the quarter itself is left out.
func (a *Assessment) fields() map[string]any {
	return map[string]any{
		"schema": &a.Schema, "generator": &a.Generator, "organisation": &a.Organisation, "as_of": &a.AsOf,
		"period": &a.Period, "draft": &a.Draft, "fictitious": &a.Fictitious, "pack": &a.Pack, "inputs": &a.Inputs,
		"previous": &a.Previous, "supersedes": &a.Supersedes, "summary": &a.Summary, "waivers": &a.Waivers,
		"changes": &a.Changes, "trend": &a.Trend, "commitments": &a.Commitments, "rules": &a.Rules, "services": &a.Services,
	}
}

// checkSchema tells an assessment of another version from a file of another program.
func checkSchema(schema string) error {
	if schema == Schema {
		return nil
	}
	var version int
	if n, err := fmt.Sscanf(schema, "coupefeu.assessment/%d", &version); n != 1 || err != nil {
		return ErrForeign
	}
	return &SchemaError{schema}
}

// broken says where a file that began as an assessment stops being one. What has not said by then that it is one, is none.
func (a *Assessment) broken(d *json.Decoder, err error) error {
	var newer *SchemaError
	switch {
	case errors.As(err, &newer) || errors.Is(err, ErrForeign):
		return err
	case a.Schema == "":
		return ErrForeign
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		err = errCutOff
	}
	return &BrokenError{Offset: d.InputOffset(), Err: inWords(err)}
}

const someMoment = `"2026-10-01T00:00:00+02:00"`

var errCutOff = errors.New("the file ends here, in the middle of the assessment")

// jsonWords are what a value must be, by the kind of the field that it is for.
var jsonWords = map[reflect.Kind]string{
	reflect.String: "a text", reflect.Bool: "true or false", reflect.Int: "a whole number", reflect.Int32: "a whole number",
	reflect.Int64: "a whole number", reflect.Float64: "a number", reflect.Slice: "a list", reflect.Struct: "an object", reflect.Map: "an object",
}

// inWords says what is wrong with a value without the names of Go's types, which mean nothing to who wrote the file.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	var noMoment *time.ParseError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("%s is a %s, expected %s", cmp.Or(wrong.Field, "the value"), wrong.Value, jsonWords[wrong.Type.Kind()])
	case errors.As(err, &noMoment):
		return fmt.Errorf("%s is no moment, expected one such as %s", noMoment.Value, someMoment)
	case strings.HasPrefix(err.Error(), "Time.UnmarshalJSON"):
		return fmt.Errorf("expected a moment such as %s", someMoment)
	}
	return err
}

// finished reads the closing brace, after which nothing may come.
func finished(d *json.Decoder) error {
	if err := expect(d, json.Delim('}')); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the assessment")
	}
	return nil
}

func expect(d *json.Decoder, want json.Delim) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	if token != want {
		return fmt.Errorf("found %v instead of %v", token, want)
	}
	return nil
}

// eachEntry hands over the findings one by one.
func eachEntry(d *json.Decoder, take func(*Entry) error) error {
	if err := expect(d, '['); err != nil {
		return err
	}
	for d.More() {
		var e Entry
		if err := d.Decode(&e); err != nil {
			return err
		}
		if err := take(&e); err != nil {
			return err
		}
	}
	return expect(d, ']')
}

// skip passes over one value; of a list entry by entry, so that a long one is never held.
func skip(d *json.Decoder) error {
	token, err := d.Token()
	if err != nil || token != json.Delim('[') {
		return skipRest(d, token, err)
	}
	for d.More() {
		var nothing json.RawMessage
		if err := d.Decode(&nothing); err != nil {
			return err
		}
	}
	return expect(d, ']')
}

// skipRest passes over what is left of an object whose brace has been read.
func skipRest(d *json.Decoder, token json.Token, err error) error {
	if err != nil || token != json.Delim('{') {
		return err
	}
	for d.More() {
		if _, err := d.Token(); err != nil {
			return err
		}
		if err := skip(d); err != nil {
			return err
		}
	}
	return expect(d, '}')
}

// statusOf is the status that a word of assessment.json means.
func statusOf(word string) (rules.Status, bool) {
	for _, s := range rules.StatusOrder {
		if s.String() == word {
			return s, true
		}
	}
	return rules.Unknown, false
}
