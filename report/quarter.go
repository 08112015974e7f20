package report

import "time"

// Quarter is one quarter in a row of quarters, with its own figures as they were sealed: nothing is computed anew.
type Quarter struct {
	Period  string   `json:"period"`
	Figures *Figures `json:"figures"` // null: there is no usable report of it, a gap and never a zero
}

// Figures is what one quarter's report said, as far as quarters are set side by side.
type Figures struct {
	AsOf        time.Time `json:"as_of"`
	Seal        string    `json:"sha256"`       // of its SHA256SUMS; "" for the quarter that is being reported
	Pack        string    `json:"pack"`         // id of its rule pack
	PackVersion string    `json:"pack_version"` // of it
	PackSHA256  string    `json:"pack_sha256"`

	TierFigures
	Members  int `json:"members"`
	Sites    int `json:"sites"`
	Campuses int `json:"campuses"`

	Demonstrated *Share         `json:"demonstrated"` // checks that rest on observed or documented; null where the report does not say
	Restores     *Share         `json:"restores"`     // services whose restore is proven, of those that a rule asks; null where none does
	Worst        *WorstCampus   `json:"worst_campus"` // null where no loss of a campus was played
	Lost         *int           `json:"lost"`         // services lost in one scenario at least; null where none was played
	Unproven     *int           `json:"unproven"`     // others unproven in one at least
	Waivers      map[string]int `json:"waivers"`      // by state
	Commitments  map[string]int `json:"commitments"`  // by state

	ByTier map[string]TierFigures `json:"by_tier"`
}

// TierFigures is the counts of the services of one tier, or of all.
type TierFigures struct {
	Services             int    `json:"services"`
	Compliant            int    `json:"compliant"`
	CompliantWithWaivers int    `json:"compliant_with_waivers"`
	Applicable           int    `json:"applicable"` // checks
	Open                 int    `json:"open"`       // of them: fail and unknown
	Checks               Checks `json:"checks"`
}

// Share is a count with its denominator.
type Share struct {
	Count int `json:"count"`
	Of    int `json:"of"`
}

// WorstCampus is the campus whose loss takes most, as that quarter's verdict had it.
type WorstCampus struct {
	Scenario    string `json:"scenario"` // id
	Name        string `json:"name"`
	Lost        int    `json:"lost"` // services
	Unproven    int    `json:"unproven"`
	Interrupted int    `json:"interrupted"` // services
}
