package sign

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSignaturesOfSSHKeygen checks what ssh-keygen wrote with every kind of key and both digests, among them a security
// key's.
func TestSignaturesOfSSHKeygen(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, path := range files(t, "signatures/*.sig") {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		signer, err := Check(readFile(t, path), message)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		public := string(readFile(t, filepath.Join("testdata", "test-keys", name+".pub")))
		if want := publicSigner(t, public); signer != want {
			t.Errorf("%s: signed by %s, want %s", path, signer, want)
		}
	}
}

// publicSigner reads a line of a .pub file by way of the allowed signers, which hold the same.
func publicSigner(t testing.TB, public string) Signer {
	t.Helper()
	l := line{text: "name " + strings.TrimSpace(public)}
	e, err := l.entry()
	if err != nil {
		t.Fatalf("%s: %v", public, err)
	}
	return e.signer
}

func TestBadSignatures(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, path := range files(t, "bad-signatures/*.sig") {
		signer, err := Check(readFile(t, path), message)
		if err == nil || signer != (Signer{}) {
			t.Errorf("%s passes, signed by %s", path, signer)
			continue
		}
		expect(t, strings.TrimSuffix(path, ".sig")+".txt", err.Error()+"\n")
	}
}

// TestEveryByteOfASignatureCounts flips each byte of every signature, and of the commonest kind each bit.
func TestEveryByteOfASignatureCounts(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, path := range files(t, "signatures/*.sig") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			signature := readFile(t, path)
			masks := []byte{0x01}
			if strings.Contains(path, "ed25519") {
				masks = []byte{0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80}
			}
			for i := range len(signature) * len(masks) {
				at, mask := i/len(masks), masks[i%len(masks)]
				altered := bytes.Clone(signature)
				altered[at] ^= mask
				if _, err := Check(altered, message); err == nil {
					t.Errorf("byte %d flipped by %#x passes", at, mask)
				}
			}
		})
	}
}

func TestAddedAndMissingBytesOfASignature(t *testing.T) {
	message := readFile(t, "testdata/message")
	for _, path := range files(t, "signatures/*.sha256.sig") {
		signature := readFile(t, path)
		for i := range signature {
			if _, err := Check(slices.Delete(bytes.Clone(signature), i, i+1), message); err == nil {
				t.Errorf("%s: passes without byte %d", path, i)
			}
			for _, added := range []byte{'\n', ' ', 'A', '='} {
				if _, err := Check(slices.Insert(bytes.Clone(signature), i+1, added), message); err == nil {
					t.Errorf("%s: %q after byte %d passes", path, added, i)
				}
			}
		}
	}
}

func TestEveryByteOfTheMessageCounts(t *testing.T) {
	message := readFile(t, "testdata/message")
	signature := readFile(t, "testdata/signatures/ed25519.sha512.sig")
	for i := range message {
		altered := bytes.Clone(message)
		altered[i] ^= 0x01
		if _, err := Check(signature, altered); err == nil {
			t.Errorf("byte %d of the message flipped passes", i)
		}
	}
}

// FuzzCheck looks for a signature that passes and is none of those that were made.
func FuzzCheck(f *testing.F) {
	message := readFile(f, "testdata/message")
	var made [][]byte
	for _, path := range files(f, "signatures/*.sig") {
		made = append(made, readFile(f, path))
		f.Add(made[len(made)-1])
	}
	for _, path := range files(f, "bad-signatures/*.sig") {
		f.Add(readFile(f, path))
	}
	f.Fuzz(func(t *testing.T, signature []byte) {
		signer, err := Check(signature, message)
		if err != nil {
			return
		}
		if signer.Kind == "" || !strings.HasPrefix(signer.Fingerprint, "SHA256:") {
			t.Errorf("signed by nobody: %q", signer)
		}
		same := func(one []byte) bool { return bytes.Equal(one, signature) }
		if !slices.ContainsFunc(made, same) && !resigned(made, signature) {
			t.Errorf("a signature that nobody made passes:\n%s", signature)
		}
	})
}

// resigned tells whether a signature is one of those that were made, in lines of another length.
func resigned(made [][]byte, signature []byte) bool {
	joined := func(text []byte) string { return strings.ReplaceAll(string(text), "\n", "") }
	return slices.ContainsFunc(made, func(one []byte) bool { return joined(one) == joined(signature) })
}
