package pdf

import "testing"

// Audit is what a finished file lacks of a tagged document, for tests of those who draw one.
func Audit(t testing.TB, file []byte) []string { return openFile(t, file).audit() }
