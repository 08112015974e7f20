package source

import (
	"errors"
	"io"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

var (
	yamlLine      = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)`)
	unknownAnchor = regexp.MustCompile(`unknown anchor '(.*)' referenced`)
)

// syntaxMessages puts the library's messages in a newcomer's words. The first that is part of a message counts.
var syntaxMessages = []struct{ part, message string }{
	{"mapping values are not allowed", "a `:` and a space begin a value here, where none can stand: put the text between quotes, or mend the indentation"},
	{"block sequence entries are not allowed", "a list entry cannot begin here: put `-` on a line of its own, indented like its neighbours"},
	{"found character that cannot start any token", "this character cannot begin a value: indent with spaces, not tabs; put texts that begin with @, ` or % between quotes"},
	{"found a tab character", "a tab stands where spaces are due: indent with spaces"},
	{"did not find expected key", "expected a key of the mapping that stands above: mend the indentation, or close the quotes or brackets before"},
	{"did not find expected '-' indicator", "expected a list entry that begins with `-`, like those above: mend the indentation"},
	{"did not find expected ',' or ']'", "expected `,` or `]`: a list that begins with `[` is not closed"},
	{"did not find expected ',' or '}'", "expected `,` or `}`: a mapping that begins with `{` is not closed"},
	{"could not find expected ':'", "expected `:` after a key: is it missing, or a quote or an indentation before it?"},
	{"did not find expected node content", "expected a value here"},
	{"found unexpected end of stream", "a text between quotes is not closed: the file ends within it"},
	{"found unexpected document indicator", "a text between quotes is not closed before the next document"},
	{"unknown escape character", "unknown escape: within double quotes a backslash is written \\\\; within single quotes it needs nothing"},
	{"did not find expected hexdecimal number", "an escape such as \\u00e9 needs hexadecimal digits"},
	{"invalid Unicode character escape code", "this escape is no character"},
	{"did not find expected alphabetic or numeric character", "the name of an anchor or alias is missing: put a text that begins with & or * between quotes"},
	{"did not find expected comment or line break", "expected the end of the line"},
	{"indentation indicator", "the indentation number after | or > is between 1 and 9"},
	{"incompatible YAML document", "a %YAML line may say 1.1 only: delete it"},
	{"unexpected non-alphabetical character", "a line that begins with % is a directive to YAML, and this one is not known: is this file YAML at all?"},
	{"directive", "a line that begins with % is a directive to YAML, and this one is not known: put the text between quotes"},
	{"version", "a %YAML line may say 1.1 only: delete it"},
	{"<document start>", "expected a new document, which begins with ---: is this line indented less than the mapping it belongs to?"},
	{"the expected '>'", "a text that begins with ! is a tag to YAML: put it between quotes"},
	{"tag", "a text that begins with ! is a tag to YAML: put it between quotes"},
	{"exceeded max depth", "nested more than 64 deep"},
	{"control characters are not allowed", "a control character stands here: delete it"},
}

// syntax reports why a file is not YAML.
func (p *parser) syntax(text string, err error) {
	part := yamlLine.FindStringSubmatch(err.Error())
	if part == nil {
		p.fail(1, 1, "this cannot be read as YAML: check the indentation and the quotes")
		return
	}
	if name := unknownAnchor.FindStringSubmatch(part[2]); name != nil {
		line, column := findAlias(text, name[1])
		p.fail(line, column, "the alias `*%s` names no anchor before it: write `&%s` where the value stands first", name[1], name[1])
		return
	}
	line, column := p.placeOf(text, part[1], err)
	p.fail(line, column, "%s", reworded(part[2]))
}

// reworded returns a message in a newcomer's words.
func reworded(message string) string {
	for _, m := range syntaxMessages {
		if strings.Contains(message, m.part) {
			return m.message
		}
	}
	return "this is not YAML: check the indentation and the quotes (" + message + ")"
}

// findAlias returns where an alias stands; the library does not say.
func findAlias(text, name string) (line, column int32) {
	alias := regexp.MustCompile(`(?:^|[\s,\[{:-])\*` + regexp.QuoteMeta(name) + `(?:$|[\s,\]}])`)
	at := alias.FindStringIndex(text)
	if at == nil {
		return 1, 1
	}
	star := at[0] + strings.IndexByte(text[at[0]:], '*')
	return position([]byte(text), star)
}

// placeOf returns where a mistake of syntax stands. The library names a line that is often that of the surrounding
// mapping or one too few, and no column. So the shortest beginning of the file is sought that gives the same error:
// it ends where the mistake shows. In a large file that would take too long, and the library's line must do.
func (p *parser) placeOf(text, named string, err error) (line, column int32) {
	const large = 512 << 10
	if len(text) > large {
		n, _ := strconv.Atoi(named)
		return int32(max(n, 1)), 1
	}
	end := sort.Search(len(text), func(n int) bool {
		got := firstError(text[:n])
		return got != nil && got.Error() == err.Error()
	})
	return position([]byte(text), max(0, min(end, len(text))-1))
}

// firstError returns the library's error about a text, nil where it is YAML.
func firstError(text string) (err error) {
	defer func() {
		if recover() != nil {
			err = nil
		}
	}()
	for decoder := yaml.NewDecoder(strings.NewReader(text)); err == nil; {
		err = decoder.Decode(new(yaml.Node))
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
