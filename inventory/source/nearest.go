package source

import "strings"

// Nearest returns the known word that a word was probably meant to be, or "" where none is near. Of several equally
// near the first is returned.
func Nearest(word string, known []string) string {
	best, least := "", 1+max(1, min(3, (len(word)+1)/3))
	for _, candidate := range known {
		if candidate == word {
			continue
		}
		if n := distance(word, candidate, least); n < least {
			best, least = candidate, n
		}
	}
	return best
}

// distance counts the letters to insert, drop, change or swap with their neighbour to turn a into b, without regard to
// case or to the choice between - and _. It gives up at limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	x, y := fold(a), fold(b)
	if x == y {
		return 0
	}
	var rows [3][]int
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
	}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row := rows[(i-1)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			row[j] = step(x, y, [2]int{i, j}, [2][]int{before, last}, row)
			least = min(least, row[j])
		}
		if least >= limit {
			return limit
		}
	}
	return rows[(len(x)+1)%3][len(y)]
}

// step is one cell of the table: at counts the letters of x and y, above are the rows of two and of one letter fewer.
func step(x, y string, at [2]int, above [2][]int, row []int) int {
	i, j := at[0], at[1]
	cost := 1
	if x[i-1] == y[j-1] {
		cost = 0
	}
	n := min(above[1][j]+1, row[j-1]+1, above[1][j-1]+cost)
	if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
		n = min(n, above[0][j-2]+1)
	}
	return n
}

func fold(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "-", "_")
}

// didYouMean returns ": did you mean `x`?" for the nearest known word, or otherwise where none is near.
func didYouMean(word string, known []string, otherwise string) string {
	if near := Nearest(word, known); near != "" {
		return ": did you mean `" + near + "`?"
	}
	return otherwise
}
