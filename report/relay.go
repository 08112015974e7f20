package report

import (
	"bufio"
	"io"
	"runtime"
)

// entriesAtOnce is how many entries of a long list one goroutine puts into text before it is passed on: enough to pay
// for the hand-over, few enough to stay in a processor's cache until they are written.
const entriesAtOnce = 1024

// relay writes JSON of which long lists are most. Their entries are put into text by as many goroutines as there are
// processors, ahead of what is being written, and written in order.
type relay struct {
	*bufio.Writer // errors stick to it and come out at its Flush
	runs          []run
}

// run is some entries of a list in a row, as text. Its room is used again for the next.
type run struct {
	text []byte
	err  error
	done chan struct{}
}

func newRelay(w io.Writer) *relay {
	r := &relay{Writer: bufio.NewWriterSize(w, 1<<16), runs: make([]run, runtime.GOMAXPROCS(0)+1)} // one is being written
	for i := range r.runs {
		r.runs[i].done = make(chan struct{}, 1)
	}
	return r
}

// writeList writes a list of n entries, which ends with end and a bracket. Entries do not begin with their comma.
func (r *relay) writeList(n int, end string, appendEntry func(b []byte, i int) ([]byte, error)) error {
	if n == 0 {
		r.WriteString("[]")
		return nil
	}
	var failed error
	r.WriteString("[")
	ahead := len(r.runs) * entriesAtOnce
	for start := 0; start < n+ahead; start += entriesAtOnce {
		next := &r.runs[start/entriesAtOnce%len(r.runs)]
		if before := start - ahead; before >= 0 && before < n {
			<-next.done
			r.Write(next.text)
			if failed == nil {
				failed = next.err
			}
		}
		if start < n {
			go next.fill(start, min(start+entriesAtOnce, n), appendEntry)
		}
	}
	r.WriteString(end + "]")
	return failed
}

// fill puts the entries of a list from one up to another into text.
func (r *run) fill(from, to int, appendEntry func(b []byte, i int) ([]byte, error)) {
	r.text, r.err = r.text[:0], nil
	for i := from; i < to && r.err == nil; i++ {
		if i > 0 {
			r.text = append(r.text, ',')
		}
		r.text, r.err = appendEntry(r.text, i)
	}
	r.done <- struct{}{}
}
