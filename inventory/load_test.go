package inventory_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"

	"github.com/google/go-cmp/cmp"
)

// root makes a root of files in memory.
func root(files map[string]string) inventory.Root {
	system := make(fstest.MapFS)
	for name, text := range files {
		system[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return inventory.Root{FS: system, Shown: "inventory"}
}

const organisation = "organisation: {id: o, name: O}\n"

// TestLoadInAnyNumberOfThreads loads a large inventory on one processor and on many.
func TestLoadInAnyNumberOfThreads(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	roots := []inventory.Root{{FS: generate(300, 20, "json", asJSON), Shown: "inventory"}}
	one, found := inventory.Load(roots)
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	want := dump(one)
	for range 3 {
		runtime.GOMAXPROCS(8)
		many, _ := inventory.Load(roots)
		if diff := cmp.Diff(want, dump(many)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestFormatsAgree loads the same inventory as YAML and as JSON.
func TestFormatsAgree(t *testing.T) {
	place := regexpPlaces.ReplaceAllString
	var dumps []string
	for extension, write := range map[string]func([]map[string]any) []byte{"json": asJSON, "yaml": asYAML} {
		inv, found := inventory.Load([]inventory.Root{{FS: generate(30, 30, extension, write), Shown: "inventory"}})
		if len(found) > 0 {
			t.Fatal(found.Format())
		}
		inv.Files = nil
		dumps = append(dumps, place(dump(inv), ""))
	}
	if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
		t.Error(diff)
	}
}

// TestEveryDayHasItsZone looks into every moment of an inventory that holds one of each.
func TestEveryDayHasItsZone(t *testing.T) {
	inv, found := load(t, "testdata/good/everything.yaml")
	if found != "" {
		t.Fatal(found)
	}
	moments := 0
	var visit func(path string, v reflect.Value)
	visit = func(path string, v reflect.Value) {
		if m, ok := v.Interface().(source.Moment); ok {
			if moments++; !m.Time.IsZero() && m.Time.Location() != inv.Zone {
				t.Errorf("%s is in %v, not in the organisation's zone", path, m.Time.Location())
			}
			return
		}
		switch v.Kind() {
		case reflect.Slice:
			for i := range v.Len() {
				visit(path, v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
	visit("", reflect.ValueOf(*inv))
	if moments < 20 {
		t.Errorf("only %d moments were looked at", moments)
	}
}

func TestOpenRootsNames(t *testing.T) {
	top := t.TempDir()
	for _, name := range []string{"a/inventory/x.yaml", "b/inventory/y.yaml", "c.json"} {
		path := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(top)
	for _, c := range []struct {
		paths string
		want  []string // shown path | prefix | name
	}{
		{"a/inventory", []string{"a/inventory||"}},
		{"a/inventory/", []string{"a/inventory||"}},
		{"c.json", []string{".||c.json"}},
		{"a/inventory/x.yaml", []string{"a/inventory||x.yaml"}},
		{"a/inventory b/inventory", []string{"a/inventory|inventory|", "b/inventory|inventory-2|"}},
		{"a b", []string{"a|a|", "b|b|"}},
		{"c.json a", []string{".|inventory|c.json", "a|a|"}},
		{"a/inventory/x.yaml a/inventory", []string{"a/inventory|inventory|x.yaml", "a/inventory|inventory|"}},
	} {
		roots, err := inventory.OpenRoots(strings.Fields(c.paths))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range roots {
			got = append(got, r.Shown+"|"+r.Prefix+"|"+r.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.paths, diff)
		}
	}
}

func TestOpenRootsMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err := inventory.OpenRoots([]string{"nowhere", "gone.yaml"})
	const want = "gone.yaml: there is no such file or folder\nnowhere: there is no such file or folder\n"
	var found source.Diagnostics
	if !errors.As(err, &found) {
		t.Fatalf("got %v", err)
	}
	found.Sort()
	if diff := cmp.Diff(want, found.Format()); diff != "" {
		t.Error(diff)
	}
}

// TestSymbolicLinks follows links that stay in the inventory, and no others.
func TestSymbolicLinks(t *testing.T) {
	top := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(name, to string) {
		if err := os.Symlink(filepath.FromSlash(to), filepath.Join(top, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	write("outside/secret.yaml", "members: [{id: m, name: M}]\n")
	write("inventory/base.yaml", organisation)
	write("inventory/_kept/services.yaml", "services: [{id: s, name: S, tier: t}]\n")
	link("inventory/services.yaml", "_kept/services.yaml")
	link("inventory/README.txt", "../outside/secret.yaml")
	link("inventory/again", "_kept")
	t.Chdir(top)
	if inv, found := load(t, "inventory"); found != "" || len(inv.Services) != 1 {
		t.Fatalf("links within the inventory: %s", found)
	}
	link("inventory/absolute.yaml", filepath.Join(top, "outside", "secret.yaml"))
	link("inventory/members.yaml", "../outside/secret.yaml")
	link("inventory/more", "../outside")
	link("inventory/nowhere.yaml", "gone.yaml")
	_, found := load(t, "inventory")
	const want = `inventory/absolute.yaml: the symbolic link leads out of the inventory folder: put the file itself there
inventory/members.yaml: the symbolic link leads out of the inventory folder: put the file itself there
inventory/more: the symbolic link leads out of the inventory folder: put the file itself there
inventory/nowhere.yaml: there is no such file or folder
`
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if _, found := load(t, "inventory/members.yaml"); !strings.Contains(found, "leads out of the inventory folder") {
		t.Errorf("a single file that is a link out of its folder: %s", found)
	}
}

// sealed is a file system some of whose files cannot be read.
type sealed struct{ fs.FS }

func (s sealed) Open(name string) (fs.File, error) {
	if strings.Contains(name, "sealed") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return s.FS.Open(name)
}

func TestUnreadableFiles(t *testing.T) {
	files := root(map[string]string{"base.yaml": organisation, "sealed.yaml": "", "sealed-folder/a.yaml": ""}).FS
	_, found := inventory.Load([]inventory.Root{{FS: sealed{files}, Shown: "inventory"}})
	const want = "inventory/sealed-folder: it cannot be read: permission denied\ninventory/sealed.yaml: it cannot be read: permission denied\n"
	if diff := cmp.Diff(want, found.Format()); diff != "" {
		t.Error(diff)
	}
}

func TestFileThatIsNone(t *testing.T) {
	system := fstest.MapFS{"base.yaml": {Data: []byte(organisation)}, "pipe.yaml": {Mode: fs.ModeNamedPipe}}
	_, found := inventory.Load([]inventory.Root{{FS: system, Shown: "inventory"}})
	if want := "inventory/pipe.yaml: expected a file, but this is none\n"; found.Format() != want {
		t.Errorf("got %q, want %q", found.Format(), want)
	}
}

// TestLargeFile makes a file of one byte too many; its blocks are never written.
func TestLargeFile(t *testing.T) {
	t.Chdir(t.TempDir())
	file, err := os.Create("large.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Truncate(source.MaxBytes + 1); err != nil {
		t.Fatal(err)
	}
	_, found := load(t, "large.yaml")
	const want = "large.yaml: the file has 67108865 bytes, more than the 64 MiB that an inventory file may have: split it into several\n"
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

// TestSeveralRoots joins two folders; each keeps its own evidence.
func TestSeveralRoots(t *testing.T) {
	first := root(map[string]string{"a/base.yaml": organisation + "evidence: [{id: one, tool: csv, file: ../evidence/x.csv}]\n"})
	second := root(map[string]string{"a/base.yaml": "evidence: [{id: two, tool: csv, file: y.csv}]\n"})
	first.Prefix, second.Prefix, second.Shown = "first", "second", "elsewhere"
	inv, found := inventory.Load([]inventory.Root{first, second})
	if len(found) > 0 {
		t.Fatal(found.Format())
	}
	var got []string
	for i := range inv.Evidence {
		e := &inv.Evidence[i]
		got = append(got, e.Place.File+" "+e.Path+" "+string(rune('0'+e.Root)))
	}
	want := []string{"first/a/base.yaml evidence/x.csv 0", "second/a/base.yaml a/y.csv 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestManyUnknownIDs makes sure that suggestions do not turn a large inventory with many mistakes into an endless one:
// comparing every unknown id with every known one would take minutes.
func TestManyUnknownIDs(t *testing.T) {
	const n = 20_000
	var text strings.Builder
	text.WriteString(organisation + "services:\n")
	for i := range n {
		fmt.Fprintf(&text, "  - {id: service-%d, name: S, tier: t, depends_on: [sarvice-%d]}\n", i, i)
	}
	start := time.Now()
	_, found := inventory.Load([]inventory.Root{root(map[string]string{"s.yaml": text.String()})})
	if len(found) != n || !strings.HasSuffix(found[0].Message, "did you mean `service-0`?") {
		t.Errorf("%d mistakes found, the first: %s", len(found), found[0].Message)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
}
