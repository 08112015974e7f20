package workbook

import (
	"math"
	"strings"
)

// A width unit of a column is one digit of the Normal style, 7 pixels at 100 %; of a cell's width spreadsheets keep
// some for its edges, and a step of indent is three spaces.
const (
	unitPixels   = 7.0
	edgePixels   = 5.0
	indentPixels = 9.0
)

const (
	lineHeight  = 12.0 // points of a line of body text
	linePadding = 3.0  // points that a row has beside its lines
	mostLines   = 6    // a longer text is clipped in the cell, and whole in the formula bar
	spare       = 1.05 // programs differ by some hundredths in how wide they draw
)

// room is the pixels that a cell leaves its text.
func room(width float64, a align) float64 {
	pixels := width*unitPixels - edgePixels
	if a == indented {
		pixels -= indentPixels
	}
	return pixels
}

// fit is a column's width, or more where a word of its vocabulary needs it.
func fit(width float64, f font, a align, words ...string) float64 {
	for _, word := range words {
		if need := f.pixels(word) - room(0, a); need > width*unitPixels {
			width = math.Ceil(need/unitPixels*10) / 10
		}
	}
	return width
}

// mostUnits is what the visible columns of a sheet may add up to, so that it is printed no smaller than at 60 %.
const mostUnits = 230

// height is that of a row whose tallest cell has so many lines, in points.
func height(lines int) float64 {
	return lineHeight*float64(min(max(lines, 1), mostLines)) + linePadding
}

// pixels measures text set in a font, with something to spare.
func (f font) pixels(text string) float64 {
	face := fonts[f]
	weight := 0
	if face.bold {
		weight = 1
	}
	sum := 0
	for _, r := range text {
		sum += advance(r, weight)
	}
	return float64(sum) / 2048 * face.size * 96 / 72 * spare
}

// advance is how far a character moves the pen, in 2,048ths of the size. Characters that Arial lacks are taken to be
// as wide as they come: the row is then rather too high than too low.
func advance(r rune, weight int) int {
	if r >= firstAdvance && r <= lastAdvance {
		return int(advances[weight][r-firstAdvance])
	}
	switch r {
	case '’', '‘':
		return 569
	case '–':
		return 1139
	case '−', '÷', '≤', '≥', '◊':
		return 1251
	}
	if r < 0x2000 {
		return 1593
	}
	return 2048
}

// lines counts the lines that text takes between the edges of a cell, wrapped at spaces, and within a word that is
// wider than the cell. Its own line breaks count too.
func (f font) lines(text string, room float64) int {
	count := 0
	for paragraph := range strings.SplitSeq(text, "\n") {
		count += f.wrapped(paragraph, room)
	}
	return count
}

// wrapped counts the lines of text without line breaks.
func (f font) wrapped(paragraph string, room float64) int {
	// Most cells hold one short line.
	if float64(len(paragraph))*fonts[f].size*1.4 < room {
		return 1
	}
	lines, used, space := 1, 0.0, f.pixels(" ")
	for word := range strings.SplitSeq(paragraph, " ") {
		gap := space
		// A line may also end after a hyphen.
		for part := range strings.SplitAfterSeq(word, "-") {
			width := f.pixels(part)
			if used > 0 && used+gap+width > room {
				lines, used = lines+1, 0
			}
			if used > 0 {
				used += gap
			}
			for used += width; used > room; used -= room {
				lines++
			}
			gap = 0
		}
	}
	return lines
}
