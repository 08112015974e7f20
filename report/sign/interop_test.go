package sign

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sshKeygen runs the system's ssh-keygen, with local times in the zone of the tests. Where it is not installed, the
// files that it wrote, which the other tests compare with, speak for it; CI installs it.
func sshKeygen(t *testing.T) func(stdin []byte, arguments ...string) (string, error) {
	path, err := exec.LookPath("ssh-keygen")
	if err != nil {
		t.Logf("only the committed files are compared: %v", err)
		return nil
	}
	return func(stdin []byte, arguments ...string) (string, error) {
		c := exec.Command(path, arguments...)
		c.Env = append(os.Environ(), "TZ=two-2", "LC_ALL=C")
		c.Stdin = strings.NewReader(string(stdin))
		text, err := c.CombinedOutput()
		return strings.TrimSpace(string(text)), err
	}
}

func write(t *testing.T, folder, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSSHKeygenTakesOurs lets ssh-keygen check what every key signs here, and the other way round.
func TestSSHKeygenTakesOurs(t *testing.T) {
	run := sshKeygen(t)
	if run == nil {
		return
	}
	message := readFile(t, "testdata/message")
	folder := t.TempDir()
	for _, name := range testKeys(t) {
		key := testKey(t, name)
		signature, err := key.Sign(message)
		if err != nil {
			t.Fatal(err)
		}
		public := readFile(t, filepath.Join("testdata", "test-keys", name+".pub"))
		allowed := write(t, folder, "allowed", append([]byte("name "), public...))
		path := write(t, folder, "sig", signature)
		text, err := run(message, "-Y", "verify", "-n", Namespace, "-f", allowed, "-I", "name", "-s", path)
		if want := `Good "coupefeu" signature for name with ` + key.Signer().String(); err != nil || text != want {
			t.Errorf("%s: ssh-keygen says %s, %v; want %s", name, text, err, want)
		}
		if strings.HasPrefix(name, "encrypted-") || name == "pkcs8-ed25519" {
			continue // needs a terminal; is read since OpenSSH 9.6
		}
		private := write(t, folder, "key", readFile(t, filepath.Join("testdata", "test-keys", name)))
		write(t, folder, "key.pub", public) // ssh-keygen wants it beside keys in PEM
		theirs := write(t, folder, "theirs", message)
		if text, err := run(nil, "-q", "-Y", "sign", "-n", Namespace, "-f", private, theirs); err != nil {
			t.Fatalf("%s: %s, %v", name, text, err)
		}
		signer, err := Check(readFile(t, theirs+".sig"), message)
		if err != nil || signer != key.Signer() {
			t.Errorf("%s: signed by %s, %v", name, signer, err)
		}
		if err := os.Remove(theirs + ".sig"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSSHKeygenAllowsTheSame asks ssh-keygen what TestAllowed asks.
func TestSSHKeygenAllowsTheSame(t *testing.T) {
	run := sshKeygen(t)
	if run == nil {
		return
	}
	message := readFile(t, "testdata/message")
	keys := publicKeys(t)
	for _, path := range files(t, "allowed/*.allowed") {
		allowed, err := readAllowed(t, path)
		if err != nil {
			t.Fatal(err)
		}
		for name, key := range keys {
			for _, at := range moments {
				principal, err := allowed.Principal(key, at)
				accepts := func(identity string) bool {
					_, err := run(message, "-Y", "verify", "-n", Namespace, "-f", path, "-I", identity, "-O", "verify-time="+at.Format("20060102150405"),
						"-s", filepath.Join("testdata", "signatures", name+".sha512.sig"))
					return err == nil
				}
				if err == nil {
					if !accepts(someoneOf(principal)) {
						t.Errorf("%s: %s at %s is %q, whom ssh-keygen does not accept", path, name, at.Format(time.DateTime), principal)
					}
					continue
				}
				for _, identity := range holders(allowed, key) {
					if accepts(identity) {
						t.Errorf("%s: %s at %s is refused (%v), but ssh-keygen accepts %q", path, name, at.Format(time.DateTime), err, identity)
					}
				}
			}
		}
	}
}

// someoneOf is a name that a list of patterns takes.
func someoneOf(principals string) string {
	name, _, _ := strings.Cut(principals, ",")
	return strings.NewReplacer("*", "x", "?", "x").Replace(name)
}

// holders are the names on the lines that have a key.
func holders(allowed Allowed, key Signer) []string {
	names := []string{"nobody@ourthe.example"}
	for _, e := range allowed.entries {
		if e.signer == key {
			names = append(names, someoneOf(e.principals))
		}
	}
	return names
}
