package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"coupefeu/inventory/sample"
)

// generated writes a made-up inventory once for a benchmark.
func generated(b *testing.B, services int) string {
	b.Helper()
	folder := b.TempDir()
	err := sample.Generate(services, 1, func(name string, data []byte) error {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o600)
	})
	if err != nil {
		b.Fatal(err)
	}
	return folder
}

func wholeRun(b *testing.B, arguments ...string) {
	b.Helper()
	if status := run(arguments, strings.NewReader(""), io.Discard, os.Stderr); status != exitDone {
		b.Fatalf("exit %d", status)
	}
}

// BenchmarkCheck is a whole check, from files to JSON.
func BenchmarkCheck(b *testing.B) {
	for _, services := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			folder := generated(b, services)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				wholeRun(b, "check", "-i", folder, "--as-of", "2026-09-30", "--format", "json", "--fail-on", "never")
			}
		})
	}
}

// BenchmarkReport is a whole report: PDF, workbook, Markdown and JSON.
func BenchmarkReport(b *testing.B) {
	for _, services := range []int{100, 500, 10_000} {
		b.Run(fmt.Sprint(services), func(b *testing.B) {
			folder := generated(b, services)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				wholeRun(b, "report", "-i", folder, "--as-of", "2026-09-30", "-q", "-o", b.TempDir())
			}
		})
	}
}

// BenchmarkSample is every output of the sample in four languages.
func BenchmarkSample(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		wholeRun(b, "report", "--sample", "-l", "fr,nl,de,en", "-q", "-o", b.TempDir())
	}
}

// BenchmarkVerify checks the sample's report with its chain, and assesses it again in four languages.
func BenchmarkVerify(b *testing.B) {
	out := b.TempDir()
	wholeRun(b, "report", "--sample", "-l", "fr,nl,de,en", "-q", "-o", out)
	report := filepath.Join(out, "2026-Q3")
	b.Run("seal", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			wholeRun(b, "verify", report, "-q")
		}
	})
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			wholeRun(b, "verify", report, "--sample", "-q")
		}
	})
}
