package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// small is the least inventory that gives a report, with one figure to vary.
func small(t *testing.T, every string) string {
	t.Helper()
	folder := t.TempDir()
	text := `organisation: {id: small, name: Small, timezone: Europe/Brussels, language: en}
providers: [{id: p, name: P}]
sites: [{id: a, name: A, provider: p}]
services: [{id: s, name: S, tier: vital, backups: [{id: b, site: a, every: ` + every + `}]}]
`
	if err := os.WriteFile(filepath.Join(folder, "inventory.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

func program(arguments ...string) *exec.Cmd {
	c := exec.Command(os.Args[0], arguments...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// whole checks a report folder against its sums and returns the digest of these.
func whole(folder string) (string, error) {
	sums, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
	if err != nil {
		return "", err
	}
	lines := strings.Split(strings.TrimSuffix(string(sums), "\n"), "\n")
	for _, line := range lines {
		digest, name, _ := strings.Cut(line, "  ")
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != digest {
			return "", fmt.Errorf("%s differs from its digest", name)
		}
	}
	entries, err := os.ReadDir(folder)
	if err == nil && len(entries) != len(lines)+1 {
		err = fmt.Errorf("%d files, %d digests", len(entries), len(lines))
	}
	sum := sha256.Sum256(sums)
	return hex.EncodeToString(sum[:]), err
}

// TestKilledRunLeavesTheEarlierReportWhole kills runs at many moments of their life. What stands in the period's
// folder must always be the draft before or the new one, whole, and the next run must leave nothing else behind.
func TestKilledRunLeavesTheEarlierReportWhole(t *testing.T) {
	out := t.TempDir()
	arguments := func(inventory string) []string {
		return []string{"report", "-i", inventory, "--as-of", "2026-06-20", "-o", out, "-q"}
	}
	first, second := small(t, "1h"), small(t, "2h")
	if text, err := program(arguments(first)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	start := time.Now()
	if text, err := program(arguments(second)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	life := time.Since(start)
	target := filepath.Join(out, "2026-Q2")
	const moments = 24
	for i := range moments {
		inventory := []string{first, second}[i%2]
		run := program(arguments(inventory)...)
		if err := run.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(life * time.Duration(i+1) / moments)
		_ = run.Process.Kill() // it may be over already
		_ = run.Wait()
		if _, err := whole(target); err != nil {
			t.Fatalf("killed after %d/%d of its life: %v", i+1, moments, err)
		}
	}
	if text, err := program(arguments(first)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 1 {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
}

// TestTwoRunsAtOnce lets runs write into one folder side by side: each must succeed, and one whole report stay.
func TestTwoRunsAtOnce(t *testing.T) {
	out := t.TempDir()
	var wait sync.WaitGroup
	for _, every := range []string{"1h", "2h", "3h", "4h"} {
		inventory := small(t, every)
		wait.Go(func() {
			if text, err := program("report", "-i", inventory, "--as-of", "2026-06-20", "-o", out, "-q").CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, text)
			}
		})
	}
	wait.Wait()
	if _, err := whole(filepath.Join(out, "2026-Q2")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 1 {
		t.Fatalf("left behind: %v, %v", entries, err)
	}
}
