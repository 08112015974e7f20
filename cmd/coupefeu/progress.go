package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// progress shows on a terminal what is being done, once that has lasted over a second. Its zero value shows nothing.
type progress struct {
	mutex sync.Mutex
	step  string
	stop  chan struct{}
	done  chan struct{}
}

// newProgress starts to watch. finish must be called before anything else is written to w.
func newProgress(s streams, quiet bool) *progress {
	p := &progress{}
	if !s.progress || quiet {
		return p
	}
	p.stop, p.done = make(chan struct{}), make(chan struct{})
	go p.watch(s.err)
	return p
}

func (p *progress) watch(w io.Writer) {
	defer close(p.done)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	shown := false
	for {
		select {
		case <-p.stop:
			if shown {
				fmt.Fprint(w, "\r\x1b[K")
			}
			return
		case <-ticker.C:
			p.mutex.Lock()
			fmt.Fprintf(w, "\r\x1b[K%s …", p.step)
			p.mutex.Unlock()
			shown = true
		}
	}
}

// at names the step that begins.
func (p *progress) at(step string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.step = step
}

// finish ends the watch and clears its line. It may be called twice.
func (p *progress) finish() {
	if p.stop == nil {
		return
	}
	close(p.stop)
	<-p.done
	p.stop = nil
}
