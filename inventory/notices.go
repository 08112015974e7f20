package inventory

import (
	"fmt"
	"slices"
	"strings"

	"coupefeu/inventory/graph"
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
// of the services.
func (inv *Inventory) circles() [][]int32 {
	needs := graph.New(len(inv.Services), func(i int, into []int32) []int32 {
		for _, references := range [][]Reference{inv.Services[i].DependsOn, inv.Services[i].StoresDataIn} {
			for j := range references {
				into = append(into, references[j].Index)
			}
		}
		return into
	})
	var found [][]int32
	components := needs.Components()
	for c := range components.Count() {
		if circle := components.Members(c); len(circle) > 1 {
			slices.Sort(circle)
			found = append(found, circle)
		}
	}
	slices.SortFunc(found, func(a, b []int32) int { return int(a[0] - b[0]) })
	return found
}
