package workbook

import (
	"slices"
)

// serviceMarks are key columns that hold several ids each, for the reconciliation: whom the service serves, where it
// runs, and which figures of decisions count it. Whoever serves everybody names nobody.
func serviceMarks(b *book) []column[serviceRow] {
	effects, work := b.decisionsOf().byService, map[string]bool{}
	for i := range b.Highlights.Work {
		work[b.Highlights.Work[i].Service] = true
	}
	key := func(key string, width float64, of func(*serviceRow) string) column[serviceRow] {
		return column[serviceRow]{head{key: key, width: width, folded: true}, func(r *serviceRow) cell { return text(of(r)) }}
	}
	return []column[serviceRow]{
		key("members.all", 11, func(r *serviceRow) string { return answers[r.ServesAll] }),
		key("members.id", 20, func(r *serviceRow) string { return joined(r.MemberIDs) }),
		key("owner.key", 14, func(r *serviceRow) string { return b.ownerKey(r.Owner) }),
		key("sites.id", 14, func(r *serviceRow) string { return joined(r.Sites) }),
		key("campuses.id", 14, func(r *serviceRow) string { return joined(b.campusesOf(r.Sites)) }),
		key("effects", 18, func(r *serviceRow) string { return effects[r.ID] }),
		key("work", 8, func(r *serviceRow) string { return answers[work[r.ID]] }),
	}
}

// campusesOf are the campuses of sites, each once.
func (b *book) campusesOf(sites []string) []string {
	var out []string
	for _, id := range sites {
		if campus := b.campusAt(id); campus != "" && !slices.Contains(out, campus) {
			out = append(out, campus)
		}
	}
	return out
}
