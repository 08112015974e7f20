package evidence

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"coupefeu/inventory/source"
)

// mistake is why a file cannot be taken for what its tool prints: what was found, and why that is likely so.
type mistake struct{ found, cause string }

// Error says both.
func (m mistake) Error() string { return m.found + ": " + m.cause }

// output is something that a backup tool prints, told by keys that stand near its beginning.
type output struct {
	keys []string
	tool string // whose evidence it is; "" where it shows no recovery points
	what string
}

// outputs are tried in this order: what contains another's keys comes before it.
var outputs = []output{
	{[]string{"keep", "host"}, "", "the output of `restic forget --json`"},
	{[]string{"group_key", "snapshots"}, "restic", "the output of `restic snapshots --json --group-by`"},
	{[]string{"struct_type", "tree"}, "", "the output of `restic ls --json`"},
	{[]string{"time", "hostname", "tree"}, "restic", "the output of `restic snapshots --json`"},
	{[]string{"message_type"}, "", "messages of restic, such as of an error or of `restic backup --json`"},
	{[]string{"matches", "permissions"}, "", "the output of `restic find --json`"},
	{[]string{"total_size", "total_file_count"}, "", "the output of `restic stats --json`"},
	{[]string{"startTime", "userName"}, "kopia", "the output of `kopia snapshot list --json`"},
	{[]string{"archives", "command_line"}, "borg", "the output of `borg info --json`"},
	{[]string{"archives", "repository"}, "borg", "the output of `borg list --json` or `borgmatic list --json`"},
	{[]string{"archives", "barchive"}, "borg", "the output of `borg list --json` or `borgmatic list --json`"},
	{[]string{"archive", "backup", "cipher"}, "pgbackrest", "the output of `pgbackrest info --output=json`"},
	{[]string{"archive", "backup", "repo-key"}, "pgbackrest", "the output of `pgbackrest info --output=json`"},
	{[]string{"backup_id", "backup_type"}, "barman", "the output of `barman list-backups` or `barman show-backup`, with `-f json`"},
	{[]string{"apiVersion", "kind"}, "velero", "a Kubernetes object, such as of `velero backup get -o json`"},
	{[]string{"backup-id", "backup-time"}, "proxmox-backup", "the output of `proxmox-backup-client snapshot list --output-format json`"},
}

// keyInJSON finds the keys of JSON text at any depth. A quote inside a text is always escaped, so that what stands
// in a value is never taken for a key.
var keyInJSON = regexp.MustCompile(`"([A-Za-z_-]+)"\s*:`)

// keysOf returns the keys at the beginning of JSON text, in order.
func keysOf(head []byte) []string {
	var keys []string
	for _, m := range keyInJSON.FindAllSubmatch(head, -1) {
		keys = append(keys, string(m[1]))
	}
	return keys
}

// outputOf tells which of the known outputs a file with these keys is; nil where it is none.
func outputOf(keys []string) *output {
	seen := make(map[string]bool, len(keys))
	for _, k := range keys {
		seen[k] = true
	}
	for i := range outputs {
		if all(outputs[i].keys, seen) {
			return &outputs[i]
		}
	}
	return nil
}

func all(keys []string, seen map[string]bool) bool {
	for _, k := range keys {
		if !seen[k] {
			return false
		}
	}
	return true
}

// notText names what is wrong with a file before anything in it is read; nil where nothing is.
func notText(head []byte) error {
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return mistake{"an empty file", "the command failed before it printed anything, or its output went elsewhere"}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return mistake{"UTF-16 text", "Windows PowerShell's > writes it; write UTF-8, with `| Out-File -Encoding utf8`"}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return mistake{"a gzip file", "evidence is read as the tool prints it; unpack it"}
	}
	return nil
}

// Causes that several readers give.
const (
	otherFile = "the source names the wrong file or the wrong tool"
	changed   = "the file was changed by hand, or comes from a version that prints something else"
	mixed     = "messages of the command went into the file; keep its standard output alone"
	broken    = "messages of the command went into the file, or the tool itself printed raw bytes"
	cutOff    = "the command was interrupted, the disk was full or the file was cut while it was copied"
)

// notJSON names what stands where a JSON text that opens with the given bracket should begin; nil where it does.
func notJSON(head []byte, open byte) error {
	if err := notText(head); err != nil {
		return err
	}
	text := bytes.TrimSpace(head)
	known := outputOf(keysOf(head))
	seen := quote(strings.Join(strings.Fields(string(text[:min(len(text), mostQuoted)])), " "))
	switch {
	case text[0] == open:
		return nil
	case string(text) == "null":
		return mistake{"`null`", "some versions print it where nothing was found; ask again with a current version"}
	case text[0] == '{' && known != nil:
		return mistake{known.what + ", " + seen, otherFile}
	case text[0] == '{', text[0] == '[':
		return mistake{"other JSON, " + seen, otherFile}
	case isJobLog(text):
		return mistake{"a table, " + quote(string(text)), "this is a job log; its tool is `csv`"}
	}
	return mistake{"text, " + quote(string(text)), mixed}
}

// mostQuoted is how many bytes of a text from outside a message quotes.
const mostQuoted = 200

// quote shows the beginning of a text from outside in a message, on one line.
func quote(text string) string { return "`" + shorten(text) + "`" }

// shorten makes a text from outside fit to be shown: its first line, not too long, without anything that a terminal
// would obey.
func shorten(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	if len(text) > mostQuoted {
		end := mostQuoted
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end] + "…"
	}
	return source.Safe(strings.ToValidUTF8(text, "\ufffd"))
}
