package sign

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"coupefeu/inventory/source"
)

// zone is where local times are taken: two hours before UTC.
var zone = time.FixedZone("two", 2*60*60)

// moments are when the keys of the tests are asked for, each around a limit in testdata/allowed.
var moments = []time.Time{
	time.Date(2025, 12, 31, 23, 59, 59, 0, zone),
	time.Date(2026, 1, 1, 0, 0, 0, 0, zone),
	time.Date(2026, 6, 30, 0, 0, 0, 999, zone),
	time.Date(2026, 6, 30, 0, 0, 1, 0, zone),
	time.Date(2026, 7, 1, 1, 59, 59, 0, zone),
	time.Date(2026, 7, 1, 2, 0, 0, 0, zone),
	time.Date(2026, 7, 1, 2, 0, 1, 0, zone),
	time.Date(2026, 7, 1, 7, 59, 59, 0, zone),
	time.Date(2026, 7, 1, 8, 0, 0, 0, zone),
	time.Date(2026, 9, 30, 23, 59, 59, 0, zone),
	time.Date(2026, 10, 1, 0, 0, 0, 0, zone),
}

func readAllowed(t testing.TB, path string) (Allowed, error) {
	t.Helper()
	data := readFile(t, path)
	return ReadAllowed(source.File{Name: "--allowed-signers", Shown: filepath.Base(path), Data: data})
}

// publicKeys are the signers that the tests ask for.
func publicKeys(t testing.TB) map[string]Signer {
	t.Helper()
	keys := map[string]Signer{}
	for _, name := range []string{"ed25519", "rsa", "ecdsa256", "ecdsa384", "ecdsa521", "security-key"} {
		keys[name] = publicSigner(t, string(readFile(t, filepath.Join("testdata", "test-keys", name+".pub"))))
	}
	return keys
}

// TestAllowed asks every file for every key at every moment.
func TestAllowed(t *testing.T) {
	keys := publicKeys(t)
	for _, path := range files(t, "allowed/*.allowed") {
		allowed, err := readAllowed(t, path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		var out strings.Builder
		for _, name := range []string{"ed25519", "rsa", "ecdsa256", "ecdsa384", "ecdsa521", "security-key"} {
			said := ""
			for _, at := range moments {
				answer, err := allowed.Principal(keys[name], at)
				if err != nil {
					answer = "nobody: " + err.Error()
				}
				if answer != said {
					fmt.Fprintf(&out, "%s from %s: %s\n", name, at.Format("2006-01-02 15:04:05"), strings.ReplaceAll(answer, "\n", "\n    "))
					said = answer
				}
			}
		}
		expect(t, strings.TrimSuffix(path, ".allowed")+".txt", out.String())
	}
}

func TestBadAllowed(t *testing.T) {
	for _, path := range files(t, "bad-allowed/*.allowed") {
		allowed, err := readAllowed(t, path)
		if err == nil {
			t.Errorf("%s is taken: %v", path, allowed)
			continue
		}
		expect(t, strings.TrimSuffix(path, ".allowed")+".txt", err.Error())
	}
}

func TestPatternLists(t *testing.T) {
	for _, c := range []struct {
		list, word string
		want       bool
	}{
		{"coupefeu", "coupefeu", true},
		{"coupefeu", "coupefe", false},
		{"coupefe", "coupefeu", false},
		{"git,coupefeu", "coupefeu", true},
		{"*", "coupefeu", true},
		{"", "coupefeu", false},
		{"?oupefe?", "coupefeu", true},
		{"coupefeu?", "coupefeu", false},
		{"c*f*u", "coupefeu", true},
		{"c**u*", "coupefeu", true},
		{"c*x*u", "coupefeu", false},
		{"[c]oupefeu", "coupefeu", false},
		{"!coupefeu,*", "coupefeu", false},
		{"*,!coupefeu", "coupefeu", false},
		{"!git,*", "coupefeu", true},
		{"!git", "coupefeu", false},
		{"Coupefeu", "coupefeu", false},
	} {
		if got := listed(c.list, c.word); got != c.want {
			t.Errorf("%q takes %q: %v, want %v", c.list, c.word, got, c.want)
		}
	}
}

// FuzzReadAllowed reads any file. Whoever it allows must be named in it, and comments must not change that.
func FuzzReadAllowed(f *testing.F) {
	for _, pattern := range []string{"allowed/*.allowed", "bad-allowed/*.allowed"} {
		for _, path := range files(f, pattern) {
			f.Add(readFile(f, path))
		}
	}
	keys := publicKeys(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		allowed, err := ReadAllowed(source.File{Name: "a", Shown: "a", Data: data})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "a:") {
				t.Errorf("a mistake without its place: %s", err)
			}
			return
		}
		again, err := ReadAllowed(source.File{Name: "a", Shown: "a", Data: append([]byte("# first\n\n"), strings.TrimPrefix(string(data), "\uFEFF")...)})
		if err != nil {
			t.Fatalf("with a comment before: %v", err)
		}
		for name, key := range keys {
			principal, err := allowed.Principal(key, moments[8])
			if other, _ := again.Principal(key, moments[8]); other != principal {
				t.Errorf("%s is %q, with a comment before %q", name, principal, other)
			}
			if err == nil && (principal == "" || !strings.Contains(string(data), principal)) {
				t.Errorf("%s is %q, who is not in the file", name, principal)
			}
		}
	})
}
