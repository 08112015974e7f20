package board

import (
	"fmt"
	"strings"
	"testing"

	"coupefeu/report"
	"coupefeu/templates"
)

// waiverCases are the kinds of sentences that open the page of waivers, each in its singular and plural forms.
var waiverCases = []struct {
	name   string
	waived int // findings
	open   int
	sum    report.WaiverSum
	renews []string
}{
	{"none", 0, 5, report.WaiverSum{}, nil},
	{"none any more", 0, 5, report.WaiverSum{Since: &report.WaiverMoves{Period: "2026-Q2", Gone: []string{"W-1"}}}, nil},
	{"none in force", 0, 5, report.WaiverSum{All: 1, Expired: 1, Since: &report.WaiverMoves{Period: "2026-Q2", Ended: 1}}, nil},
	{"one", 1, 5, report.WaiverSum{All: 1, InForce: 1, Ending: 1, HidesFail: 1, OpenWithout: 6, CompliantWithout: 3, CompliantWith: 4}, []string{"W-1"}},
	{"one in doubt", 1, 0, report.WaiverSum{All: 1, InForce: 1, Renewed: 1, HidesUnknown: 1, OpenWithout: 1, CompliantWithout: 3, CompliantWith: 4,
		Since: &report.WaiverMoves{Period: "2026-Q1"}}, []string{"W-1", "W-2"}},
	{"several", 9, 1090, report.WaiverSum{All: 10, InForce: 4, Ending: 2, Renewed: 2, Expired: 2, TooLong: 2, Idle: 1, Future: 1, HidesFail: 8, HidesUnknown: 1,
		OpenWithout: 1099, CompliantWithout: 3, CompliantWith: 5, Since: &report.WaiverMoves{Period: "2025-Q4", Granted: 1, Ended: 2, Gone: []string{"W-1", "W-2"}}},
		[]string{"W-1", "W-2", "W-3"}},
	{"several in doubt", 9, 2, report.WaiverSum{All: 2, InForce: 2, HidesUnknown: 9, OpenWithout: 11, Since: &report.WaiverMoves{Period: "2025-Q4", Granted: 2}}, nil},
}

// TestWaiverSentences compares what the page of waivers says before its table, and of a renewal, in every language.
func TestWaiverSentences(t *testing.T) {
	var got strings.Builder
	for _, c := range waiverCases {
		fmt.Fprintf(&got, "── %s\n", c.name)
		a := &report.Assessment{}
		a.Summary.Services, a.Summary.Checks.Waived = 20, c.waived
		a.Highlights.Open, a.Highlights.Waivers = c.open, c.sum
		for _, tag := range templates.Tags() {
			b := newBoard(a, language(t, tag), Options{})
			fmt.Fprintf(&got, "%s: %s\n", tag, sentences(b.waiversMessage(), b.waiversEffect(c.sum)))
			if life := b.waiversLife(c.sum); life != "" {
				fmt.Fprintf(&got, "    %s\n", life)
			}
			if len(c.renews) > 0 {
				fmt.Fprintf(&got, "    · %s\n", b.renewed(&report.Waiver{Renews: c.renews}))
			}
		}
	}
	compared(t, "testdata/waivers.txt", got.String())
}
