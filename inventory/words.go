package inventory

// The words of the inventory's enumerations, each at the place of its value. These are the only lists of them.
var (
	roleWords    = []string{"", "active", "standby"}
	mediaWords   = []string{"disk", "object", "tape", "snapshot"}
	outcomeWords = []string{"", "passed", "failed", "partial"}
	depthWords   = []string{"", "file", "database", "application", "site"}
	languages    = []string{"", "fr", "nl", "de", "en"}
)

// String returns the role as it is written, "" where it is unknown.
func (r Role) String() string { return roleWords[r] }

// Words returns the words for roles, each at its value; the empty one cannot be written.
func (Role) Words() []string { return roleWords }

// String returns the media as it is written.
func (m Media) String() string { return mediaWords[m] }

// Words returns the words for media, each at its value.
func (Media) Words() []string { return mediaWords }

// String returns the outcome as it is written, "" where it is unknown.
func (o Outcome) String() string { return outcomeWords[o] }

// Words returns the words for outcomes, each at its value; the empty one cannot be written.
func (Outcome) Words() []string { return outcomeWords }

// String returns the depth as it is written, "" where it is not given.
func (d Depth) String() string { return depthWords[d] }

// Words returns the words for depths, each at its value; the empty one cannot be written.
func (Depth) Words() []string { return depthWords }

// language is a language of the reports, as a place in languages.
type language uint8

// Words returns the languages, each at its value; the empty one cannot be written.
func (language) Words() []string { return languages }
