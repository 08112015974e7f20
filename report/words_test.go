package report

import (
	"strings"
	"testing"
	"time"

	"coupefeu/inventory"
	"coupefeu/rules"
	"coupefeu/templates"
)

// TestReasonsTellTheOrganisationsTime words a gap between two runs, which evidence gives in UTC, on the organisation's
// clock, in summer and in winter.
func TestReasonsTellTheOrganisationsTime(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	l, err := templates.Lookup("en")
	if err != nil {
		t.Fatal(err)
	}
	a := &Assessment{AsOf: time.Date(2026, 12, 1, 0, 0, 0, 0, brussels), Rules: []Rule{{ID: "gap", Metric: "backup.gap", Unit: "s"}}, Services: []Service{{ID: "mail"}}}
	facts := &rules.Facts{Data: inventory.MainData, From: time.Date(2026, 10, 24, 0, 20, 0, 0, time.UTC), To: time.Date(2026, 10, 25, 23, 0, 0, 0, time.UTC)}
	f := &rules.Finding{Measured: rules.Figure{Known: rules.Measured, Low: 168000, High: 168000}, Reason: rules.Reason{Key: "backup.gap", Facts: facts}}
	said := NewWords(l, a).Reason(f)
	for _, want := range []string{"24 October 2026 at 02:20", "26 October 2026"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	if strings.Contains(said, "23:00") {
		t.Errorf("%q is in UTC", said)
	}
}
