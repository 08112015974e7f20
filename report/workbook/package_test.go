package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
)

// lines makes text of about so many bytes that compresses as rows do.
func lines(size int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var out bytes.Buffer
	for out.Len() < size {
		fmt.Fprintf(&out, "<c r=\"A%d\"><v>%d</v></c>", out.Len(), random.IntN(1000))
	}
	return out.Bytes()
}

// TestArchive reads members of all sizes round that of a block back, however they were handed on.
func TestArchive(t *testing.T) {
	sizes := []int{0, 1, portion - 1, portion, blockSize - 1, blockSize, blockSize + 1, 5*blockSize + 7}
	var out bytes.Buffer
	a := newArchive(&out)
	for i, size := range sizes {
		m, err := a.member(fmt.Sprintf("member-%d", i))
		if err != nil {
			t.Fatal(err)
		}
		for rest := lines(size); len(rest) > 0; {
			n := min(len(rest), 1000)
			m.open = append(m.open, rest[:n]...)
			rest = rest[n:]
			m.flush()
		}
		if err := m.end(); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for i, size := range sizes {
		r, err := z.File[i].Open()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, lines(size)) {
			t.Errorf("%d bytes are read back as %d, %v", size, len(got), err)
		}
	}
}

// TestPressHoldsFewBlocks writes fifty blocks: no more are held than the press may have, on any number of cores.
func TestPressHoldsFewBlocks(t *testing.T) {
	data := lines(portion)
	for most := 2; most <= 1+mostPressing; most++ {
		p := press{to: io.Discard, most: most}
		for range 50 * blockSize / portion {
			if _, err := p.Write(data); err != nil {
				t.Fatal(err)
			}
			held := len(p.spare) + len(p.busy)
			if p.open != nil {
				held++
			}
			if held > most {
				t.Fatalf("%d blocks are held, of %d", held, most)
			}
		}
		if err := p.Close(); err != nil || len(p.busy) > 0 || p.open != nil {
			t.Errorf("%d blocks are left, %v", len(p.busy), err)
		}
	}
}

// TestMemberKeepsItsError hands nothing on after the writer below has failed, and tells of it at the end.
func TestMemberKeepsItsError(t *testing.T) {
	below := &broken{left: portion + 10}
	m := &member{out: below}
	for range 5 {
		m.open = append(m.open, make([]byte, portion)...)
		m.flush()
	}
	if err := m.end(); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("the error is %v", err)
	}
	if below.left != 10-portion {
		t.Errorf("after the error more was handed on: %d left", below.left)
	}
}
