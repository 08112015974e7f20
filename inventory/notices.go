package inventory

import (
	"fmt"
	"slices"
	"strings"
)

// The codes of the notices. The dated ones depend on what is known at as-of.
const (
	noticeCycle      = "dependency-cycle"
	noticeNoInstance = "no-instance"
	noticeNoMember   = "member-kind-unknown"
	noticeStateful   = "stateful-or-not"
	noticeBackupGone = "restore-test-backup-gone"
)

// isDated tells whether a notice depends on what is known at as-of.
func isDated(n Notice) bool { return n.Code == noticeStateful || n.Code == noticeBackupGone }

// standingNotices returns what the reader should know at any as-of.
func (inv *Inventory) standingNotices() []Notice {
	notices := inv.cycleNotices()
	for i := range inv.Services {
		if s := &inv.Services[i]; len(s.Instances) == 0 {
			notices = append(notices, Notice{
				Code: noticeNoInstance, Args: []string{s.ID}, At: s.Place,
				Text: fmt.Sprintf("The service %s has no instance, so it stands nowhere.", s.ID),
			})
		}
	}
	return append(notices, inv.kindNotices()...)
}

// kindNotices names each kind that services ask for and no member has.
func (inv *Inventory) kindNotices() []Notice {
	known := make(map[string]bool)
	for i := range inv.Members {
		known[inv.Members[i].Kind.Value] = true
	}
	var notices []Notice
	for i := range inv.Services {
		for _, kind := range inv.Services[i].Members.Value.Kinds {
			if known[kind] {
				continue
			}
			known[kind] = true
			notices = append(notices, Notice{
				Code: noticeNoMember, Args: []string{kind, inv.Services[i].ID}, At: inv.Services[i].Place,
				Text: fmt.Sprintf("The service %s serves members of the kind %q, but no member is of it.", inv.Services[i].ID, kind),
			})
		}
	}
	return notices
}

// datedNotices returns what the reader should know of the inventory as it is known at as-of.
func (inv *Inventory) datedNotices() []Notice {
	var notices []Notice
	for i := range inv.Services {
		s := &inv.Services[i]
		if s.HoldsData() && len(s.StoresDataIn) > 0 && len(s.Backups) == 0 {
			notices = append(notices, Notice{
				Code: noticeStateful, Args: []string{s.ID}, At: s.Place,
				Text: fmt.Sprintf("The service %s stores data in other services and has no backup: if it holds no data of its own, say stateful: false; if it does, it needs a backup.", s.ID),
			})
		}
	}
	for i := range inv.RestoreTests {
		t := &inv.RestoreTests[i]
		if t.Service.Index >= 0 && t.Backup.Given && t.Backup.Value.Index < 0 {
			notices = append(notices, Notice{
				Code: noticeBackupGone, Args: []string{t.Service.ID, t.Backup.Value.ID, t.Date.Time.Format("2006-01-02")}, At: t.Place,
				Text: fmt.Sprintf("The restore test of %s on %s names the backup %s, which is gone: it speaks for no data set.",
					t.Service.ID, t.Date.Time.Format("2006-01-02"), t.Backup.Value.ID),
			})
		}
	}
	return notices
}

// cycleNotices names the services of each circle of dependencies. Circles are allowed: directories and single sign-on
// need each other.
func (inv *Inventory) cycleNotices() []Notice {
	var notices []Notice
	for _, circle := range inv.circles() {
		ids := make([]string, len(circle))
		for i, at := range circle {
			ids[i] = inv.Services[at].ID
		}
		notices = append(notices, Notice{
			Code: noticeCycle, Args: ids, At: inv.Services[circle[0]].Place,
			Text: "These services depend on each other in a circle: " + someOf(ids) + ".",
		})
	}
	return notices
}

// someOf lists ids, of very many only the first.
func someOf(ids []string) string {
	const most = 20
	if len(ids) <= most {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:most], ", "), len(ids)-most)
}

// circles returns the sets of services that depend on each other, each set and the sets among themselves in the order
// of the services. They are the strongly connected components of more than one service, found by Tarjan's algorithm
// with a stack of its own, since chains of dependencies can be as long as the inventory.
func (inv *Inventory) circles() [][]int32 {
	c := &circler{services: inv.Services, number: make([]int32, len(inv.Services)), low: make([]int32, len(inv.Services))}
	for i := range inv.Services {
		if c.number[i] == 0 {
			c.walk(int32(i))
		}
	}
	slices.SortFunc(c.found, func(a, b []int32) int { return int(a[0] - b[0]) })
	return c.found
}

// circler is Tarjan's algorithm under way.
type circler struct {
	services []Service
	number   []int32 // in the order of arrival, from 1; 0: not met yet; finished: in a component already
	low      []int32 // the least number that can be reached
	count    int32
	open     []int32 // met, and not in a component yet
	path     []step
	found    [][]int32
}

const finished = int32(1<<31 - 1)

// step is a service on the way down, and which of its dependencies comes next.
type step struct{ at, next int32 }

// walk goes down from a service as far as there are dependencies that it has not met.
func (c *circler) walk(from int32) {
	c.enter(from)
	for len(c.path) > 0 {
		top := &c.path[len(c.path)-1]
		to := c.dependency(top.at, top.next)
		if to < 0 {
			c.leave(top.at)
			continue
		}
		top.next++
		if c.number[to] == 0 {
			c.enter(to)
		} else if c.number[to] != finished {
			c.low[top.at] = min(c.low[top.at], c.number[to])
		}
	}
}

// dependency returns what a service depends on or stores its data in, one after the other, -1 at the end.
func (c *circler) dependency(at, n int32) int32 {
	s := &c.services[at]
	if int(n) < len(s.DependsOn) {
		return s.DependsOn[n].Index
	}
	if n -= int32(len(s.DependsOn)); int(n) < len(s.StoresDataIn) {
		return s.StoresDataIn[n].Index
	}
	return -1
}

// enter meets a service for the first time.
func (c *circler) enter(at int32) {
	c.count++
	c.number[at], c.low[at] = c.count, c.count
	c.open = append(c.open, at)
	c.path = append(c.path, step{at: at})
}

// leave goes back up from a service; if nothing above it can be reached from it, its component is complete.
func (c *circler) leave(at int32) {
	c.path = c.path[:len(c.path)-1]
	if len(c.path) > 0 {
		above := c.path[len(c.path)-1].at
		c.low[above] = min(c.low[above], c.low[at])
	}
	if c.low[at] != c.number[at] {
		return
	}
	first := len(c.open) - 1
	for c.open[first] != at {
		first--
	}
	if len(c.open)-first > 1 {
		circle := slices.Clone(c.open[first:])
		slices.Sort(circle)
		c.found = append(c.found, circle)
	}
	for _, member := range c.open[first:] {
		c.number[member] = finished
	}
	c.open = c.open[:first]
}
