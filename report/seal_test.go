package report

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// sealFiles are the files of a small report.
func sealFiles(t *testing.T) map[string][]byte {
	t.Helper()
	var text bytes.Buffer
	if err := WriteJSON(&text, register(t, History{}, "2026-06-30")); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{assessmentFile: text.Bytes(), "summary.md": []byte("# Summary\n"), "board.fr.pdf": {}, "audit.fr.xlsx": {0, 1, 2, 255}}
}

// sumsOf are the sums of files, made on a way of its own.
func sumsOf(files map[string][]byte) []byte {
	var out bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&out, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return out.Bytes()
}

// sealedFolder is a sealed folder in memory.
func sealedFolder(files map[string][]byte) fstest.MapFS {
	folder := fstest.MapFS{Sums: {Data: sumsOf(files)}}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return folder
}

// faultsOf are the faults that are found, in short.
func faultsOf(t testing.TB, folder fs.FS) []string {
	t.Helper()
	s, err := CheckSeal(folder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range s.Faults {
		kind := [...]string{"none", "changed", "missing", "added", "malformed"}[f.Kind]
		if f.Kind == Malformed {
			kind = fmt.Sprint(kind, " ", f.Line)
		}
		out = append(out, kind+" "+f.File)
	}
	return out
}

// TestCheckSealOfWhatReportWrites checks a folder on a disk, and its digest.
func TestCheckSealOfWhatReportWrites(t *testing.T) {
	out := Folder{Out: t.TempDir()}
	if _, err := out.Save(draft(), outputs("text")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(out.Out, "2026-Q3")
	s, err := CheckSeal(os.DirFS(path))
	if err != nil || len(s.Faults) > 0 || !s.Holds() {
		t.Fatalf("faults %v, error %v", s, err)
	}
	if want := fmt.Sprintf("%x", sha256.Sum256([]byte(read(t, filepath.Join(path, Sums))))); s.SHA256 != want {
		t.Errorf("digest %s, want %s", s.SHA256, want)
	}
	if names := slices.Sorted(maps.Keys(s.Files)); !slices.Equal(names, []string{assessmentFile, "summary.md"}) {
		t.Errorf("files %v", names)
	}
}

// TestEveryFlippedByteIsFound flips each byte of each file, in several ways, and asks for exactly that file to be named;
// of the sums themselves, for anything to be found.
func TestEveryFlippedByteIsFound(t *testing.T) {
	files := sealFiles(t)
	folder := sealedFolder(files)
	if faults := faultsOf(t, folder); faults != nil {
		t.Fatalf("whole: %v", faults)
	}
	flips := map[string][]byte{Sums: {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff}, assessmentFile: {0x20}, "summary.md": {0x01, 0x80, 0xff}, "audit.fr.xlsx": {0x01, 0x80, 0xff}}
	for name, masks := range flips {
		data := folder[name].Data
		for at := range data {
			for _, mask := range masks {
				data[at] ^= mask
				faults := faultsOf(t, folder)
				data[at] ^= mask
				if name != Sums && !slices.Equal(faults, []string{"changed " + name}) || len(faults) == 0 {
					t.Errorf("%s, byte %d ^ %#x: found %v", name, at, mask, faults)
				}
			}
		}
	}
}

// TestEveryByteLeftOutOrAddedIsFound shortens and lengthens the sums at each place.
func TestEveryByteLeftOutOrAddedIsFound(t *testing.T) {
	folder := sealedFolder(sealFiles(t))
	whole := folder[Sums].Data
	for at := range whole {
		for name, text := range map[string][]byte{
			"cut off":    whole[:at],
			"left out":   slices.Concat(whole[:at], whole[at+1:]),
			"line feed":  slices.Concat(whole[:at], []byte("\n"), whole[at:]),
			"space":      slices.Concat(whole[:at], []byte(" "), whole[at:]),
			"twice":      slices.Concat(whole[:at+1], whole[at:]),
			"in capital": bytes.Replace(whole, whole[at:at+1], bytes.ToUpper(whole[at:at+1]), -1),
		} {
			folder[Sums].Data = text
			if faults := faultsOf(t, folder); len(faults) == 0 && !bytes.Equal(text, whole) {
				t.Errorf("byte %d %s: nothing is found", at, name)
			}
		}
	}
	folder[Sums].Data = append(slices.Clone(whole), '\n')
	if faults := faultsOf(t, folder); !slices.Equal(faults, []string{"malformed 5 SHA256SUMS"}) {
		t.Errorf("an empty line at the end: %v", faults)
	}
}

func TestSealFaults(t *testing.T) {
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte("x")))
	line := func(name string) string { return digest + "  " + name + "\n" }
	for _, c := range []struct {
		name  string
		alter func(fstest.MapFS)
		want  []string
		holds bool
	}{
		{"whole", func(fstest.MapFS) {}, nil, true},
		{"missing", func(f fstest.MapFS) { delete(f, "a") }, []string{"missing a"}, false},
		{"two missing", func(f fstest.MapFS) { delete(f, "a"); delete(f, "b") }, []string{"missing a", "missing b"}, false},
		{"added", func(f fstest.MapFS) { f["c"] = &fstest.MapFile{} }, []string{"added c"}, true},
		{"added folder", func(f fstest.MapFS) { f["c"] = &fstest.MapFile{Mode: fs.ModeDir} }, []string{"added c"}, true},
		{"file in an added folder", func(f fstest.MapFS) { f["c/a"] = &fstest.MapFile{} }, []string{"added c"}, true},
		{"signature", func(f fstest.MapFS) { f[Signature] = &fstest.MapFile{} }, nil, true},
		{"folder in place of the signature", func(f fstest.MapFS) { f[Signature+"/a"] = &fstest.MapFile{} }, []string{"added SHA256SUMS.sig"}, true},
		{"folder in place of a file", func(f fstest.MapFS) { f["a"] = &fstest.MapFile{Mode: fs.ModeDir} }, []string{"changed a"}, false},
		{"link in place of a file", func(f fstest.MapFS) { f["a"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("b")} }, []string{"changed a"}, false},
		{"pipe in place of a file", func(f fstest.MapFS) { f["a"] = &fstest.MapFile{Mode: fs.ModeNamedPipe} }, []string{"changed a"}, false},
		{"empty", func(f fstest.MapFS) { f["a"] = &fstest.MapFile{} }, []string{"changed a"}, false},
		{"longer", func(f fstest.MapFS) { f["a"] = &fstest.MapFile{Data: []byte("xx")} }, []string{"changed a"}, false},
		{"names in another case", func(f fstest.MapFS) { f["A"] = f["a"]; delete(f, "a") }, []string{"added A", "missing a"}, false},
		{"no sums in them", sums(""), []string{"malformed 1 SHA256SUMS", "added a", "added b"}, false},
		{"a line is no sum", sums(line("a") + "what\n"), []string{"malformed 2 SHA256SUMS", "added b"}, false},
		{"carriage returns", sums(strings.ReplaceAll(line("a")+line("b"), "\n", "\r\n")), []string{"added a", "missing a\r", "added b", "missing b\r"}, false},
		{"of binary files", sums(strings.ReplaceAll(line("a")+line("b"), "  ", " *")), []string{"malformed 1 SHA256SUMS", "malformed 2 SHA256SUMS", "added a", "added b"}, false},
		{"in another order", sums(line("b") + line("a")), []string{"malformed 2 SHA256SUMS", "added a"}, false},
		{"twice", sums(line("a") + line("a") + line("b")), []string{"malformed 2 SHA256SUMS"}, false},
		{"in capitals", sums(strings.ToUpper(digest) + "  a\n" + line("b")), []string{"malformed 1 SHA256SUMS", "added a"}, false},
		{"without a line feed", sums(line("a") + strings.TrimSpace(line("b"))), []string{"malformed 2 SHA256SUMS", "added b"}, false},
		{"of themselves", sums(line("SHA256SUMS") + line("a") + line("b")), []string{"malformed 1 SHA256SUMS"}, false},
		{"of a file elsewhere", sums(line("../x") + line("a") + line("b")), []string{"malformed 1 SHA256SUMS"}, false},
		{"of the folder", sums(line(".") + line("a") + line("b")), []string{"malformed 1 SHA256SUMS"}, false},
		{"of a file within a folder", sums(line("a") + line("b") + line("c/d")), []string{"malformed 3 SHA256SUMS"}, false},
		{"a link in place of the sums", func(f fstest.MapFS) {
			f["real"], f[Sums] = f[Sums], &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("real")}
		},
			[]string{"malformed 0 SHA256SUMS", "added a", "added b", "added real"}, false},
		{"a folder in place of the sums", func(f fstest.MapFS) { f[Sums] = &fstest.MapFile{Mode: fs.ModeDir} }, []string{"malformed 0 SHA256SUMS", "added a", "added b"}, false},
		{"sums without end", sums(strings.Repeat(line("a"), mostSums/len(line("a"))+1)), []string{"malformed 0 SHA256SUMS", "added a", "added b"}, false},
	} {
		folder := sealedFolder(map[string][]byte{"a": []byte("x"), "b": []byte("x")})
		c.alter(folder)
		s, err := CheckSeal(folder)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, faultsOf(t, folder)); diff != "" || s.Holds() != c.holds {
			t.Errorf("%s: holds %t, faults (−want +got)\n%s", c.name, s.Holds(), diff)
		}
	}
}

// sums replaces the sums.
func sums(text string) func(fstest.MapFS) {
	return func(f fstest.MapFS) { f[Sums] = &fstest.MapFile{Data: []byte(text)} }
}

// TestSealOnADisk tries what a file system in memory only plays: links, and an empty folder.
func TestSealOnADisk(t *testing.T) {
	folder := t.TempDir()
	for name, data := range map[string]string{"a": "x", "b": "x", Sums: string(sumsOf(map[string][]byte{"a": []byte("x"), "b": []byte("x")}))} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	steps := []struct {
		do   func() error
		want []string
	}{
		{func() error { return os.Mkdir(filepath.Join(folder, "empty"), 0o755) }, []string{"added empty"}},
		{func() error { return os.Remove(filepath.Join(folder, "a")) }, []string{"missing a", "added empty"}},
		{func() error { return os.Symlink("b", filepath.Join(folder, "a")) }, []string{"changed a", "added empty"}},
		{func() error { return os.Symlink("nowhere", filepath.Join(folder, "link")) }, []string{"changed a", "added empty", "added link"}},
	}
	for i, step := range steps {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if faults := faultsOf(t, os.DirFS(folder)); !slices.Equal(faults, step.want) {
			t.Errorf("step %d: %v, want %v", i, faults, step.want)
		}
	}
}

// failing is a file system in which one file cannot be opened.
type failing struct {
	fs.FS
	name string
	err  error
}

func (f failing) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: f.err}
	}
	return f.FS.Open(name)
}

// TestSealThatCannotBeRead tells a failure to read from a fault: nobody altered anything.
func TestSealThatCannotBeRead(t *testing.T) {
	folder := sealedFolder(map[string][]byte{"a": []byte("x")})
	for _, name := range []string{Sums, "a", "."} {
		if s, err := CheckSeal(failing{folder, name, fs.ErrPermission}); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("%s: seal %v, error %v", name, s, err)
		}
	}
	if _, err := CheckSeal(fstest.MapFS{"a": {}}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sums: %v", err)
	}
	if _, err := CheckSeal(os.DirFS(filepath.Join(t.TempDir(), "none"))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a folder: %v", err)
	}
}

// FuzzCheckSeal takes any sums for those of a folder: only the very ones that report would write are without fault.
func FuzzCheckSeal(f *testing.F) {
	files := map[string][]byte{"a": []byte("x"), "b c": nil, "é": []byte("y")}
	whole := sumsOf(files)
	for _, seed := range [][]byte{whole, nil, []byte("\n"), whole[:70], bytes.ToUpper(whole), bytes.ReplaceAll(whole, []byte("\n"), []byte("\r\n")), append(whole[:len(whole):len(whole)], whole...)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		folder := sealedFolder(files)
		folder[Sums].Data = text
		if faults := faultsOf(t, folder); (len(faults) == 0) != bytes.Equal(text, whole) {
			t.Errorf("%q: %v", text, faults)
		}
	})
}
