package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The two commands that a newcomer runs first. The second one is this test run itself.
const (
	mainCommand = "go run ./cmd/coupefeu report --sample"
	testCommand = "go test ./..."
)

var commandPattern = regexp.MustCompile("(?m)^ {4,}((?:go|coupefeu|CGO_ENABLED=0 go) .*)$|`((?:go|coupefeu|CGO_ENABLED=0 go) [^`]*)`")

// readmeCommands are all the commands that the README shows, each once.
func readmeCommands(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, match := range commandPattern.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\n`CGO", " `CGO"), -1) {
		if command := match[1] + match[2]; !slices.Contains(commands, command) {
			commands = append(commands, command)
		}
	}
	return commands
}

// TestREADMECommands runs every command of the README from the project's root, but for the tests themselves, and
// takes the exit status that the README promises. What they write goes to a folder of the test.
func TestREADMECommands(t *testing.T) {
	commands := readmeCommands(t)
	for _, must := range []string{mainCommand, testCommand} {
		if !slices.Contains(commands, must) {
			t.Errorf("the README does not show %q", must)
		}
	}
	t.Chdir("../..")
	saved := t.TempDir()
	for _, command := range commands {
		if strings.HasPrefix(command, "coupefeu COMMAND") || strings.HasSuffix(command, testCommand) {
			continue
		}
		t.Run(command, func(t *testing.T) { runREADMECommand(t, command, saved) })
	}
}

// runREADMECommand runs one of them. What goes "> into.json" is saved in a folder, from which later commands read it.
func runREADMECommand(t *testing.T, command, saved string) {
	folder := t.TempDir()
	words, into := redirected(strings.Fields(strings.ReplaceAll(command, "'", "")))
	for i, word := range words {
		if _, err := os.Stat(filepath.Join(saved, word)); err == nil {
			words[i] = filepath.Join(saved, word)
		}
	}
	want := exitDone
	switch {
	case words[0] == "coupefeu" && words[1] == "check" && !slices.Contains(words, "never"):
		want = exitGate // the sample has open findings, as the README says
	case slices.Contains(words, "report"):
		words = append(words, "--out", filepath.Join(saved, "out"))
		if i := slices.Index(words, "--sign"); i >= 0 {
			words[i+1] = readmeKey
		}
	case slices.Contains(words, "build"):
		words = slices.Insert(words, slices.Index(words, "build")+1, "-o", folder)
		words = slices.DeleteFunc(words, func(w string) bool { return w == "-s" || w == "-w" || strings.HasPrefix(w, "-ldflags") })
	case slices.Contains(words, "install"):
		t.Setenv("GOBIN", folder)
	}
	if words[0] == "coupefeu" {
		var stdout, stderr bytes.Buffer
		if got := run(words[1:], strings.NewReader(""), &stdout, &stderr); got != want {
			t.Errorf("exit %d, want %d\n%s", got, want, stderr.String())
		}
		if into != "" {
			if err := os.WriteFile(filepath.Join(saved, into), stdout.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return
	}
	if variable, found := strings.CutSuffix(words[0], "=0"); found {
		t.Setenv(variable, "0")
		words = words[1:]
	}
	if text, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}

// redirected splits "> file" off the end of a command.
func redirected(words []string) (command []string, into string) {
	if n := len(words); n > 2 && words[n-2] == ">" {
		return words[:n-2], words[n-1]
	}
	return words, ""
}

// shown is how many lines of the example the README prints from the top; the last two follow.
const shown = 14

// TestREADMEShowsRealOutput holds the example at the top of the README against what the command prints.
func TestREADMEShowsRealOutput(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), "```\n$ coupefeu ")
	arguments, rest, _ := strings.Cut(rest, "\n")
	block, after, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the README shows no example")
	}
	var out bytes.Buffer
	if got := run(strings.Fields(arguments), strings.NewReader(""), &out, &bytes.Buffer{}); got != exitGate {
		t.Fatalf("exit %d, want %d", got, exitGate)
	}
	lines := strings.SplitAfter(out.String(), "\n")
	want := strings.Join(lines[:shown], "") + "…\n\n" + strings.Join(lines[len(lines)-3:], "")
	if os.Getenv("UPDATE") == "1" {
		if err := os.WriteFile("../../README.md", []byte(before+"```\n$ coupefeu "+arguments+"\n"+want+"```"+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if block != want {
		t.Errorf("the README shows\n%s\nthe command prints\n%s", block, want)
	}
}
