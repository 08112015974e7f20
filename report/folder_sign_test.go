package report

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"coupefeu/report/sign"
)

// testKey reads one of the keys that the signatures are tested with.
func testKey(t *testing.T, name string) *sign.Key {
	t.Helper()
	key, err := sign.ReadKey([]byte(read(t, filepath.Join("sign", "testdata", "test-keys", name))), nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sealed is a final report whose text is given; what it supersedes is written, as it is in a real one.
func sealed(t *testing.T, text string) (*Assessment, func() []Output) {
	t.Helper()
	a := &Assessment{Period: Period{ID: "2026-Q3"}}
	return a, func() []Output {
		supersedes := "null"
		if a.Supersedes != nil {
			supersedes = `"` + *a.Supersedes + `"`
		}
		account := writing(`{"schema": "coupefeu.assessment/1", "draft": false, "supersedes": ` + supersedes + `}`)
		return []Output{{Name: "assessment.json", Write: account}, {Name: "summary.md", Write: writing(text)}}
	}
}

// TestSaveSigns follows a sealed report through the runs that sign it. Each step names the key, what must come of it,
// and whose signature stands there afterwards.
func TestSaveSigns(t *testing.T) {
	out := t.TempDir()
	ed25519, ecdsa := testKey(t, "ed25519"), testKey(t, "ecdsa256")
	for i, step := range []struct {
		key    *sign.Key
		force  bool
		want   Saved
		signer *sign.Key
	}{
		{nil, false, SavedReport, nil},
		{nil, true, SavedNothing, nil},
		{ecdsa, false, SavedSignature, ecdsa},
		{ecdsa, false, SavedNothing, ecdsa},
		{nil, true, SavedNothing, ecdsa},
		{ed25519, false, SavedUnknown, ecdsa},
		{ed25519, true, SavedSignature, ed25519},
		{ed25519, true, SavedNothing, ed25519},
		{ecdsa, false, SavedUnknown, ed25519},
	} {
		a, outputs := sealed(t, "text")
		saved, err := Folder{Out: out, Force: step.force, Key: step.key}.Save(a, outputs)
		var refused *RefusedError
		if saved != step.want || (step.want == SavedUnknown) != errors.As(err, &refused) {
			t.Errorf("step %d: %v, %v", i, saved, err)
		}
		target := filepath.Join(out, "2026-Q3")
		signature, err := os.ReadFile(filepath.Join(target, Signature))
		if step.signer == nil {
			if !os.IsNotExist(err) {
				t.Errorf("step %d: there is a signature, %v", i, err)
			}
			continue
		}
		signer, err := sign.Check(signature, []byte(read(t, filepath.Join(target, Sums))))
		if err != nil || signer != step.signer.Signer() {
			t.Errorf("step %d: signed by %s, %v", i, signer, err)
		}
		if got := listing(t, out); got != "2026-Q3" {
			t.Errorf("step %d: left behind: %s", i, got)
		}
	}
}

// TestNoSignatureIsLostBeside starts from what a run leaves that died between keeping the sealed report and replacing
// it. Whoever signs that report then must find the signature beside when it is replaced after all.
func TestNoSignatureIsLostBeside(t *testing.T) {
	out := t.TempDir()
	a, outputs := sealed(t, "first")
	if _, err := (Folder{Out: out}).Save(a, outputs); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(out, "2026-Q3")
	if err := os.CopyFS(target+".superseded-1", os.DirFS(target)); err != nil {
		t.Fatal(err)
	}
	a, outputs = sealed(t, "first")
	if saved, err := (Folder{Out: out, Key: testKey(t, "rsa")}).Save(a, outputs); err != nil || saved != SavedSignature {
		t.Fatalf("Save = %v, %v", saved, err)
	}
	signature := read(t, filepath.Join(target, Signature))
	a, outputs = sealed(t, "second")
	if saved, err := (Folder{Out: out, Force: true}).Save(a, outputs); err != nil || saved != SavedReport {
		t.Fatalf("Save = %v, %v", saved, err)
	}
	if got := read(t, filepath.Join(target+".superseded-2", Signature)); got != signature {
		t.Errorf("the signature beside reads\n%s", got)
	}
	if got := listing(t, out); got != "2026-Q3 2026-Q3.superseded-1 2026-Q3.superseded-2" {
		t.Errorf("there is: %s", got)
	}
}

// TestSealLooksPastTheSignature holds a signed folder to its seal.
func TestSealLooksPastTheSignature(t *testing.T) {
	out := Folder{Out: t.TempDir(), Key: testKey(t, "ed25519")}
	a, outputs := sealed(t, "text")
	if _, err := out.Save(a, outputs); err != nil {
		t.Fatal(err)
	}
	seal, err := CheckSeal(os.DirFS(filepath.Join(out.Out, "2026-Q3")))
	if err != nil || len(seal.Faults) > 0 {
		t.Errorf("the seal: %v, %v", seal, err)
	}
}
