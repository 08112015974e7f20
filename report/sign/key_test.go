package sign

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testPassphrase opens every encrypted key of testdata/test-keys.
const testPassphrase = "coupefeu test"

// files lists what a pattern finds below testdata; nothing is a fault of the test.
func files(t testing.TB, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: nothing found, %v", pattern, err)
	}
	return found
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// expect compares a text with a file, or rewrites that.
func expect(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := string(readFile(t, path)); got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

// noPassphrase is for keys that need none.
func noPassphrase(t testing.TB) func() ([]byte, error) {
	return func() ([]byte, error) {
		t.Error("a passphrase was asked for")
		return nil, nil
	}
}

func withPassphrase(word string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(word), nil }
}

// testKey reads one of the test keys.
func testKey(t testing.TB, name string) *Key {
	t.Helper()
	ask := noPassphrase(t)
	if strings.HasPrefix(name, "encrypted-") {
		ask = withPassphrase(testPassphrase)
	}
	key, err := ReadKey(readFile(t, filepath.Join("testdata", "test-keys", name)), ask)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return key
}

// testKeys are the names of all test keys that are not in hardware.
func testKeys(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, path := range files(t, "test-keys/*") {
		if filepath.Ext(path) == "" {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

// TestKeysAreNamedAsSSHKeygenNamesThem reads every form of private key that ssh-keygen and openssl write, and compares
// with what ssh-keygen -l says of its public half.
func TestKeysAreNamedAsSSHKeygenNamesThem(t *testing.T) {
	lines := strings.Split(string(readFile(t, "testdata/fingerprints")), "\n")
	for _, name := range testKeys(t) {
		signer := testKey(t, name).Signer()
		found := false
		for _, line := range lines {
			words := strings.Fields(line) // the key's name, its length, its fingerprint, its comment, its kind
			if len(words) > 3 && words[0] == name {
				found = true
				if words[2] != signer.Fingerprint || words[len(words)-1] != "("+signer.Kind+")" {
					t.Errorf("%s: %s, ssh-keygen says %s", name, signer, line)
				}
			}
		}
		if !found {
			t.Errorf("%s has no fingerprint in testdata/fingerprints", name)
		}
	}
}

func TestSignedByEveryKey(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, name := range testKeys(t) {
		key := testKey(t, name)
		signature, err := key.Sign(message)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		signer, err := Check(signature, message)
		if err != nil || signer != key.Signer() {
			t.Errorf("%s: signed by %s, %v", name, signer, err)
		}
		if _, err := Check(signature, message[1:]); err == nil {
			t.Errorf("%s: another message passes", name)
		}
	}
}

// TestSignsTheBytesOfSSHKeygen compares with the files that ssh-keygen wrote, for the keys whose signatures leave
// nothing to chance: so ssh-keygen accepts ours, for they are its own.
func TestSignsTheBytesOfSSHKeygen(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, name := range []string{"ed25519", "rsa"} {
		signature, err := testKey(t, name).Sign(message)
		if err != nil {
			t.Fatal(err)
		}
		if want := readFile(t, "testdata/signatures/"+name+".sha512.sig"); !bytes.Equal(signature, want) {
			t.Errorf("%s signs\n%sssh-keygen\n%s", name, signature, want)
		}
	}
}

func TestUnusableKeys(t *testing.T) {
	for _, path := range files(t, "bad-keys/*") {
		if filepath.Ext(path) != "" {
			continue
		}
		key, err := ReadKey(readFile(t, path), noPassphrase(t))
		var wrong *KeyError
		if key != nil || !errors.As(err, &wrong) {
			t.Errorf("%s: %v, %v", path, key, err)
			continue
		}
		expect(t, path+".txt", wrong.Reason+"\n"+wrong.Hint+"\n")
	}
}

func TestWrongPassphrase(t *testing.T) {
	for _, path := range files(t, "test-keys/encrypted-*") {
		if filepath.Ext(path) != "" {
			continue
		}
		for _, word := range []string{"", "coupefeu test "} {
			var wrong *KeyError
			if _, err := ReadKey(readFile(t, path), withPassphrase(word)); !errors.As(err, &wrong) || wrong.Reason != "the passphrase is wrong" {
				t.Errorf("%s with %q: %v", path, word, err)
			}
		}
		gone := errors.New("no terminal")
		if _, err := ReadKey(readFile(t, path), func() ([]byte, error) { return nil, gone }); !errors.Is(err, gone) {
			t.Errorf("%s: %v does not wrap the cause", path, err)
		}
	}
}
