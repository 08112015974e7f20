package source

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
// case or to the choice between - and _ (the optimal string alignment distance). It gives up at limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit || len(b) > longestWord {
		return limit
	}
	var rows [3][longestWord + 1]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := range len(a) {
		row, last, before := &rows[(i+1)%3], &rows[i%3], &rows[(i+2)%3]
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+unlike(a[i], b[j]))
			if i > 0 && j > 0 && unlike(a[i], b[j-1]) == 0 && unlike(a[i-1], b[j]) == 0 {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least >= limit {
			return limit
		}
	}
	return rows[len(a)%3][len(b)]
}

// longestWord is the length in bytes of the longest word that is ever suggested.
const longestWord = 64

// unlike is the cost of one letter for another: 0 or 1.
func unlike(a, b byte) int {
	if folded[a] == folded[b] {
		return 0
	}
	return 1
}

// folded maps letters to lower case, and - to _.
var folded = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
	}
	for c := byte('A'); c <= 'Z'; c++ {
		table[c] = c + 'a' - 'A'
	}
	table['-'] = '_'
	return table
}()

// didYouMean returns ": did you mean `x`?" for the nearest known word, or otherwise where none is near.
func didYouMean(word string, known []string, otherwise string) string {
	if near := Nearest(word, known); near != "" {
		return ": did you mean `" + near + "`?"
	}
	return otherwise
}
