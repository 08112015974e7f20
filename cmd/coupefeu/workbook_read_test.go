package main

import (
	"archive/zip"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// readCell is a cell of a workbook as it is stored.
type readCell struct {
	text    string // of words
	formula string
}

// readSheet is a sheet of a workbook: cells by their name, and the letters of columns by the keys of the first row.
type readSheet struct {
	cells   map[string]readCell
	columns map[string]string
	rows    int
}

// sheetOrder is the technical names of the sheets, in the workbook's order.
var sheetOrder = []string{
	"readme", "reconciliation", "overview", "findings", "services", "scenarios", "impact", "backups", "tests", "waivers", "rules", "frameworks",
	"members", "trend", "changes", "evidence", "notices", "sample",
}

// readWorkbook reads a workbook back, without the library that wrote it.
func readWorkbook(t *testing.T, path string) map[string]*readSheet {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	list := readTextList(t, &z.Reader)
	sheets := map[string]*readSheet{}
	for i, key := range sheetOrder {
		sheets[key] = readRows(readPart(t, &z.Reader, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)), list)
	}
	if _, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(sheetOrder)+1)); err == nil {
		t.Error("there is a sheet that no test reads")
	}
	return sheets
}

func readPart(t *testing.T, z *zip.Reader, name string) string {
	t.Helper()
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// readTextList is the list of texts that cells refer to by their place; empty where there is none.
func readTextList(t *testing.T, z *zip.Reader) []string {
	t.Helper()
	const name = "xl/sharedStrings.xml"
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == name }) {
		return nil
	}
	var list []string
	for _, item := range strings.Split(readPart(t, z, name), "<si>")[1:] {
		list = append(list, plainText(between(item, "<t", "</t>")))
	}
	return list
}

// readRows reads the cells of a sheet's part.
func readRows(part string, list []string) *readSheet {
	s := &readSheet{cells: map[string]readCell{}, columns: map[string]string{}}
	for _, cell := range strings.Split(part, "<c ")[1:] {
		tag, rest, _ := strings.Cut(cell, ">")
		name := between(" "+tag, ` r="`, `"`)
		c := readCell{formula: plainText(between(rest, "<f", "</f>"))}
		switch between(tag, ` t="`, `"`) {
		case "inlineStr":
			c.text = plainText(between(rest, "<t", "</t>"))
		case "str":
			c.text = plainText(between(rest, "<v", "</v>"))
		case "s":
			place, _ := strconv.Atoi(between(rest, "<v>", "</v>"))
			c.text = list[place]
		}
		if row := strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); row == "1" {
			s.columns[c.text] = strings.TrimSuffix(name, row)
		} else if n, _ := strconv.Atoi(row); n > s.rows {
			s.rows = n
		}
		s.cells[name] = c
	}
	return s
}

// at is the text in a row of the column with a key; of a formula, that it is one.
func (s *readSheet) at(key string, row int) string {
	c := s.cells[s.columns[key]+strconv.Itoa(row)]
	if c.formula != "" {
		return "the formula " + c.formula
	}
	return c.text
}

// between is what stands between two marks; empty where they do not stand there.
func between(text, from, to string) string {
	_, rest, found := strings.Cut(text, from)
	inner, _, ended := strings.Cut(rest, to)
	if !found || !ended {
		return ""
	}
	return inner
}

var (
	unmarked = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&amp;", "&")
	anEscape = regexp.MustCompile("_x([0-9A-Fa-f]{4})_")
)

// plainText is what XML and the format's own escapes stand for. What is given begins within the opening tag.
func plainText(xml string) string {
	_, text, _ := strings.Cut(xml, ">")
	return anEscape.ReplaceAllStringFunc(unmarked.Replace(text), func(code string) string {
		n, _ := strconv.ParseUint(code[2:6], 16, 16)
		return string(rune(n))
	})
}
