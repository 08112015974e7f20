package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"coupefeu/inventory"
)

// A restore test that failed leaves nothing measured, as one that never was does, but "never tested" would be wrong of
// it. Which one it was is told by the line of the journal that the finding rests on.

// fileLine is a place in the inventory, as a provenance gives it.
type fileLine struct {
	File string `json:"file"`
	Line int32  `json:"line"`
}

// addBare keeps what a finding rests on that has no figure.
func (s *Snapshot) addBare(place int, e *Entry) error {
	if len(e.Provenance) == 0 {
		return nil // a file that was cut short by hand need not tell
	}
	var rests []fileLine
	if err := json.Unmarshal(e.Provenance, &rests); err != nil {
		return fmt.Errorf("provenance: %w", inWords(err))
	}
	s.bare[place] = rests
	return nil
}

// addTest takes the next entry of the journal.
func (s *Snapshot) addTest(text []byte) error {
	var t RestoreTest
	if err := json.Unmarshal(text, &t); err != nil {
		return err
	}
	s.tests[t.Service] = append(s.tests[t.Service], t)
	return nil
}

// failedOn is the day of the restore test that failed and so leaves a finding without a figure; nil where that is for
// another reason. Of several data sets the one that was never tested counts first: then the finding rests on the line
// of the service too. Where a whole inventory stands on one line, every failed test that is deep enough may be it, and
// the newest is taken.
func (s *Snapshot) failedOn(place int, rule, service string) *time.Time {
	asked := s.describedRule(rule)
	if !strings.HasPrefix(asked.Metric, "restore_test.") {
		return nil
	}
	var on *time.Time
	for _, at := range s.bare[place] {
		known := false
		for i := range s.tests[service] {
			t := &s.tests[service][i]
			if t.File != at.File || t.Line != at.Line || depthAt(t.Depth) < depthAt(asked.Depth) {
				continue
			}
			if known = true; on == nil && t.Outcome == inventory.Failed.String() {
				on = &t.Date
			}
		}
		if !known {
			return nil
		}
	}
	return on
}

// depthAt is the place of a depth among all, the least first.
func depthAt(word string) int { return slices.Index(inventory.DepthUnknown.Words(), word) }
