package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"

	"coupefeu/rules"
)

// assessmentFile is the name of the machine-readable account in a report's folder.
const assessmentFile = "assessment.json"

// Entry is a finding as assessment.json has it: what an earlier report said, but for the sentences.
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
	Provenance json.RawMessage `json:"provenance"` // as it is written: few who read findings ask what they rest on
	Since      *string         `json:"since"`
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
// The error is ErrForeign, a *SchemaError, a *BrokenError, or a failure to read.
func ReadAssessment(r io.Reader, take func(*Entry) error) (*Assessment, error) {
	return readAssessment(r, lists{"findings": eachEntry(take)})
}

// eachEntry reads the text of every finding.
func eachEntry(take func(*Entry) error) func([]byte) error {
	return func(text []byte) error {
		var e Entry
		if err := json.Unmarshal(text, &e); err != nil {
			return err
		}
		return take(&e)
	}
}

// lists take the lists of an assessment entry by entry, as they are written, by key.
type lists map[string]func(text []byte) error

// readAssessment reads an assessment but for its lists, which are handed over.
func readAssessment(r io.Reader, take lists) (*Assessment, error) {
	a := &Assessment{}
	s := &stream{in: r}
	p := parts{stream: s, known: a.fields(), seen: map[string]bool{}}
	for key, list := range take {
		p.known[key] = list
	}
	if err := s.between('{', '}', func() error { return p.one(a) }); err != nil {
		return nil, a.broken(s, err)
	}
	if c, err := s.next(); err != errCutOff {
		return nil, a.broken(s, cmp.Or(err, fmt.Errorf("%q follows the assessment", c)))
	}
	if err := checkSchema(a.Schema); err != nil {
		return nil, err
	}
	for _, key := range needed {
		if !p.seen[key] {
			return nil, a.broken(s, fmt.Errorf("the key %q is missing", key))
		}
	}
	return a, nil
}

// needed are the keys without which an assessment says nothing of its quarter: what is missing is no zero.
var needed = []string{"organisation", "as_of", "period", "summary", "findings"}

// parts are the values of an assessment that is being read back.
type parts struct {
	*stream
	known map[string]any // where they go, by key; a function takes the texts of a list's values
	seen  map[string]bool
}

// one reads the next part.
func (p *parts) one(a *Assessment) error {
	text, err := p.key()
	if err != nil {
		return err
	}
	key := strings.Trim(string(text), `"`)
	into, known := p.known[key]
	switch take, isList := into.(func([]byte) error); {
	case p.seen[key]:
		return fmt.Errorf("the key %q stands twice", key)
	case isList:
		err = p.between('[', ']', func() error { return p.entry(take) })
	case known:
		err = p.decode(into)
	default:
		return p.skip()
	}
	p.seen[key] = true
	if key == "schema" && err == nil {
		err = checkSchema(a.Schema)
	}
	return err
}

// entry hands over the next value of a list.
func (p *parts) entry(take func([]byte) error) error {
	if _, err := p.next(); err != nil {
		return err
	}
	at := p.where()
	text, err := p.value()
	if err != nil {
		return err
	}
	if err := take(text); err != nil {
		return &BrokenError{at, inWords(err)}
	}
	return nil
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

// checkSchema tells an assessment of a newer version from a file of another program.
func checkSchema(schema string) error {
	if schema == Schema {
		return nil
	}
	version, ours := strings.CutPrefix(schema, "coupefeu.assessment/")
	if n, err := strconv.ParseUint(version, 10, 32); !ours || err != nil || n == 0 {
		return ErrForeign
	}
	return &SchemaError{schema}
}

// broken says where a file that began as an assessment stops being one. What has not said by then that it is one, is none.
func (a *Assessment) broken(s *stream, err error) error {
	var newer *SchemaError
	var failure *readError
	var known *BrokenError
	switch {
	case errors.As(err, &newer) || errors.Is(err, ErrForeign) || errors.As(err, &failure):
		return err
	case a.Schema == "":
		return ErrForeign
	case errors.As(err, &known):
		return err
	}
	return &BrokenError{Offset: s.where(), Err: inWords(err)}
}

const someMoment = `"2026-10-01T00:00:00+02:00"`

// jsonWords are what a value must be, by the kind of the field that it is for.
var jsonWords = map[reflect.Kind]string{
	reflect.String: "a text", reflect.Bool: "true or false", reflect.Int: "a whole number", reflect.Int32: "a whole number",
	reflect.Int64: "a whole number", reflect.Float64: "a number", reflect.Slice: "a list", reflect.Struct: "an object", reflect.Map: "an object",
}

// foundWords are what the standard library calls a value that it found.
var foundWords = map[string]string{"string": "a text", "number": "a number", "bool": "true or false", "array": "a list", "object": "an object"}

// inWords says what is wrong with a value without the names of Go's types, which mean nothing to who wrote the file.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	var noMoment *time.ParseError
	switch {
	case errors.As(err, &wrong):
		found, _, _ := strings.Cut(wrong.Value, " ") // "number 1.5"
		return fmt.Errorf("%s is %s, expected %s", cmp.Or(wrong.Field, "the value"), foundWords[found], jsonWords[wrong.Type.Kind()])
	case errors.As(err, &noMoment):
		return fmt.Errorf("%s is no moment, expected one such as %s", noMoment.Value, someMoment)
	case strings.HasPrefix(err.Error(), "Time.UnmarshalJSON"):
		return fmt.Errorf("expected a moment such as %s", someMoment)
	}
	return err
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
