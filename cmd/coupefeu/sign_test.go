package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeKey signs where the README says to sign with one's own key.
const readmeKey = "report/sign/testdata/test-keys/ed25519"

// checkPattern finds what the README tells readers of a report to do, and the name that they expect.
var checkPattern = regexp.MustCompile(`(?m)^ +(sha256sum --check .*|ssh-keygen -Y verify .* -I (\S+) .*)$`)

// TestREADMEChecksASignedReport signs the sample and lets the programs that the README names to its readers check it:
// as it is, and after a byte was changed, which one of them must find.
func TestREADMEChecksASignedReport(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	checks := checkPattern.FindAllStringSubmatch(string(text), -1)
	if len(checks) != 2 || checks[1][2] == "" {
		t.Fatalf("the README shows %d checks, want one of the sums and one of the signature", len(checks))
	}
	for _, c := range []struct{ altered, finder string }{
		{"", ""}, {"summary.md", "sha256sum"}, {"SHA256SUMS", "ssh-keygen"}, {"SHA256SUMS.sig", "ssh-keygen"},
	} {
		folder := signedSample(t, checks[1][2])
		if c.altered != "" {
			flip(t, filepath.Join(folder, c.altered))
		}
		for _, check := range checks {
			program, _, _ := strings.Cut(check[1], " ")
			if _, err := exec.LookPath(program); err != nil {
				t.Logf("%s is not here; CI installs it", program)
				continue
			}
			command := exec.Command("sh", "-c", check[1])
			command.Dir = folder
			text, err := command.CombinedOutput()
			if c.finder == "" && err != nil || c.finder == program && err == nil {
				t.Errorf("%q changed: %s says %v\n%s", c.altered, check[1], err, text)
			}
		}
	}
}

// signedSample is the folder of the sample's report, signed, with the file that allows its key to somebody.
func signedSample(t *testing.T, name string) string {
	t.Helper()
	public, err := os.ReadFile("../../" + readmeKey + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	var stderr bytes.Buffer
	arguments := []string{"report", "--sample", "-f", "md", "-q", "--out", out, "--sign", "../../" + readmeKey}
	if got := run(arguments, strings.NewReader(""), io.Discard, &stderr); got != exitDone {
		t.Fatalf("exit %d: %s", got, &stderr)
	}
	folder := filepath.Join(out, "2026-Q3")
	if err := os.WriteFile(filepath.Join(folder, "allowed_signers"), []byte(name+" "+string(public)), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// flip changes a byte in the middle of a file.
func flip(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}
