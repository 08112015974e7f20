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

// TestSSHKeygenTakesOurs lets ssh-keygen check what every key signs here.
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
	}
}

// TestTakesWhatSSHKeygenSigns is the other way round.
func TestTakesWhatSSHKeygenSigns(t *testing.T) {
	run := sshKeygen(t)
	if run == nil {
		return
	}
	message := readFile(t, "testdata/message")
	for _, name := range testKeys(t) {
		if strings.HasPrefix(name, "encrypted-") || name == "pkcs8-ed25519" {
			continue // ssh-keygen asks on a terminal; reads it since OpenSSH 9.6
		}
		folder := t.TempDir()
		private := write(t, folder, "key", readFile(t, filepath.Join("testdata", "test-keys", name)))
		// Of a key in PEM it wants the public half beside it.
		write(t, folder, "key.pub", readFile(t, filepath.Join("testdata", "test-keys", name+".pub")))
		path := write(t, folder, "message", message)
		if text, err := run(nil, "-q", "-Y", "sign", "-n", Namespace, "-f", private, path); err != nil {
			t.Errorf("%s: %s, %v", name, text, err)
			continue
		}
		signer, err := Check(readFile(t, path+".sig"), message)
		if err != nil || signer != testKey(t, name).Signer() {
			t.Errorf("%s: signed by %s, %v", name, signer, err)
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
	for _, path := range files(t, "allowed/*.allowed") {
		allowed, err := readAllowed(t, path)
		if err != nil {
			t.Fatal(err)
		}
		for name, key := range publicKeys(t) {
			signature := filepath.Join("testdata", "signatures", name+".sha512.sig")
			accepts := func(identity string, at time.Time) bool {
				_, err := run(message, "-Y", "verify", "-n", Namespace, "-f", path, "-I", identity,
					"-O", "verify-time="+at.Format("20060102150405"), "-s", signature)
				return err == nil
			}
			for _, at := range moments {
				compare(t, path, question{allowed, key, at}, accepts)
			}
		}
	}
}

// question is who holds a key at a time.
type question struct {
	allowed Allowed
	key     Signer
	at      time.Time
}

// compare asks ssh-keygen for the one that is named here; where that is nobody, for all who are named beside the key.
func compare(t *testing.T, path string, q question, accepts func(identity string, at time.Time) bool) {
	t.Helper()
	principal, err := q.allowed.Principal(q.key, q.at)
	if err == nil {
		if !accepts(someoneOf(principal), q.at) {
			t.Errorf("%s: the %s at %s is %q, whom ssh-keygen does not accept", path, q.key, q.at.Format(time.DateTime), principal)
		}
		return
	}
	for _, identity := range holders(q.allowed, q.key) {
		if accepts(identity, q.at) {
			t.Errorf("%s: the %s at %s is refused (%v), but ssh-keygen accepts %q", path, q.key, q.at.Format(time.DateTime), err, identity)
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
