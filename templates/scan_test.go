package templates

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// usage is what the program's code says of keys: its literals, the shapes it builds keys in, and the keys that it asks
// for by name. A shape is a regular expression in which what is only known at run time is anything.
type usage struct {
	literals map[string]bool
	shapes   []*regexp.Regexp
	asked    map[string]string // literal argument of Text or Has: where
}

// anything is a shape's part that is only known at run time.
const anything = ".+"

// scan reads every Go file of the program but its tests.
func scan(t *testing.T) usage {
	t.Helper()
	u := usage{literals: make(map[string]bool), asked: make(map[string]string)}
	files := token.NewFileSet()
	seen := make(map[string]bool)
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".."):
			return fs.SkipDir
		case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool { u.look(files, seen, node); return true })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// look takes from one node what it says of keys.
func (u *usage) look(files *token.FileSet, seen map[string]bool, node ast.Node) {
	switch n := node.(type) {
	case *ast.BasicLit:
		if text, ok := literal(n); ok {
			u.literals[text] = true
		}
	case *ast.BinaryExpr:
		shape, exact := shapeOf(n)
		// A shape that begins with anything would fit every key.
		if exact || !strings.Contains(shape, `\.`) || strings.HasPrefix(shape, anything) || seen[shape] {
			return
		}
		seen[shape] = true
		u.shapes = append(u.shapes, regexp.MustCompile("^"+shape+"$"))
	case *ast.CallExpr:
		method, isMethod := n.Fun.(*ast.SelectorExpr)
		if !isMethod || len(n.Args) == 0 || method.Sel.Name != "Text" && method.Sel.Name != "Has" {
			return
		}
		if text, ok := literal(n.Args[0]); ok {
			u.asked[text] = files.Position(n.Pos()).String()
		}
	}
}

func literal(expression ast.Expr) (string, bool) {
	lit, isLiteral := expression.(*ast.BasicLit)
	if !isLiteral || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// shapeOf returns the shape that an expression gives a text, and whether it has no part that is known at run time only.
func shapeOf(expression ast.Expr) (shape string, exact bool) {
	if text, ok := literal(expression); ok {
		return regexp.QuoteMeta(text), true
	}
	sum, isSum := expression.(*ast.BinaryExpr)
	if !isSum || sum.Op != token.ADD {
		return anything, false
	}
	left, leftExact := shapeOf(sum.X)
	right, rightExact := shapeOf(sum.Y)
	return left + right, leftExact && rightExact
}

// uses tells whether the program asks for a key. A shape that fixes no more than the section ("board." and anything)
// proves nothing: what follows the section must then be a literal or a shape of its own.
func (u *usage) uses(key string) bool {
	if u.literals[key] {
		return true
	}
	section, rest, _ := strings.Cut(key, ".")
	whole := regexp.QuoteMeta(section+".") + anything
	for _, shape := range u.shapes {
		if !shape.MatchString(key) {
			continue
		}
		if shape.String() != "^"+whole+"$" || u.literals[rest] || u.shaped(rest) {
			return true
		}
	}
	return false
}

// shaped tells whether a key without its section has a shape of its own.
func (u *usage) shaped(rest string) bool {
	for _, shape := range u.shapes {
		if shape.MatchString(rest) {
			return true
		}
	}
	return false
}
