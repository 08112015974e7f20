package report

import (
	"encoding/json"
	"errors"
	"fmt"
)

// briefReader reads of findings no more than later quarters look at: rule, service, status and waiver. Years of quarters
// hold millions of them, and reading each whole would take longer than everything else.
type briefReader struct {
	words   map[string]string // the ids and words that come again and again, each kept once
	text    stream            // of the finding
	entry   Entry
	waiver  string
	missing int // of the fields
}

// errEnough ends the reading of a finding of which everything is known that anybody asks for.
var errEnough = errors.New("enough is known")

// read hands over a finding. It holds until the next one.
func (r *briefReader) read(text []byte, take func(*Entry) error) error {
	r.text, r.entry, r.waiver, r.missing = streamOf(text), Entry{}, "", 4
	if err := r.text.between('{', '}', r.field); err != nil && err != errEnough {
		return err
	}
	if r.waiver != "" {
		r.entry.Waiver = &r.waiver
	}
	return take(&r.entry)
}

// field reads the next field.
func (r *briefReader) field() error {
	s := &r.text
	key, err := s.key()
	if err != nil {
		return err
	}
	into := r.into(key)
	if into == nil {
		return s.skip()
	}
	text, err := s.value()
	if err != nil {
		return err
	}
	word, err := r.word(text)
	if err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	*into = word
	if r.missing--; r.missing == 0 {
		return errEnough
	}
	return nil
}

// into is where the value of a field goes; nil for one that nobody looks at.
func (r *briefReader) into(key []byte) *string {
	switch string(key) {
	case `"rule"`:
		return &r.entry.Rule
	case `"service"`:
		return &r.entry.Service
	case `"status"`:
		return &r.entry.Status
	case `"waiver"`:
		return &r.waiver
	}
	return nil
}

// word reads a text; null is none.
func (r *briefReader) word(text []byte) (string, error) {
	if word, known := r.words[string(text)]; known {
		return word, nil
	}
	var word string
	if err := json.Unmarshal(text, &word); err != nil {
		return "", err
	}
	r.words[string(text)] = word
	return word, nil
}
