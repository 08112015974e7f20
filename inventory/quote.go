package inventory

import (
	"bufio"
	"io/fs"
	"path"
	"slices"
	"strings"

	"coupefeu/inventory/source"
)

// longestLine is the length, in bytes, of a line above which no line of a file is quoted.
const longestLine = 1 << 20

// Quote sorts mistakes that were found after loading, and adds to each the path of its file as the user gave it and
// the offending line. The files are read again for that, line by line: evidence was never held, and an inventory is
// not any more.
func Quote(roots []Root, wrong source.Diagnostics) source.Diagnostics {
	wrong.Sort()
	for from := 0; from < len(wrong); {
		to := from + 1
		for to < len(wrong) && wrong[to].Place.File == wrong[from].Place.File {
			to++
		}
		quoteFile(roots, wrong[from:to])
		from = to
	}
	wrong.Sort()
	return wrong
}

// quoteFile does so for the mistakes of one file, which are sorted by line.
func quoteFile(roots []Root, wrong source.Diagnostics) {
	name := wrong[0].Place.File
	i := slices.IndexFunc(roots, func(r Root) bool {
		return r.Prefix == "" || strings.HasPrefix(name, r.Prefix+"/")
	})
	if i < 0 {
		return
	}
	within := strings.TrimPrefix(strings.TrimPrefix(name, roots[i].Prefix), "/")
	for j := range wrong {
		wrong[j].Shown = path.Join(roots[i].Shown, within)
	}
	file, err := roots[i].FS.Open(within)
	if err != nil {
		return // the mistakes are told without their lines
	}
	defer file.Close()
	scanLines(file, wrong)
}

func scanLines(file fs.File, wrong source.Diagnostics) {
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestLine)
	for number := int32(1); len(wrong) > 0 && lines.Scan(); number++ {
		for len(wrong) > 0 && wrong[0].Place.Line <= number {
			if wrong[0].Place.Line == number {
				wrong[0].QuoteLine(lines.Bytes())
			}
			wrong = wrong[1:]
		}
	}
}
