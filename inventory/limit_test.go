package inventory

import (
	"slices"
	"testing"
)

// TestTooManyServices holds the limit against one service counted many times, which costs no memory.
func TestTooManyServices(t *testing.T) {
	all := slices.Repeat([]*Service{new(Service)}, maxServices+1)
	l := &linker{inv: new(Inventory)}
	if l.tooMany(all[:maxServices]) {
		t.Errorf("%d services are refused", maxServices)
	}
	if !l.tooMany(all) {
		t.Fatalf("%d services are let through", len(all))
	}
	const want = "the inventory has 2000001 services, more than the 2000000 that it may have: assess parts of it apart"
	if got := l.found[0].Message; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
