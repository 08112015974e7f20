package report

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"coupefeu/inventory"
)

// Campus is the sites that share one fate.
type Campus struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"` // what the names of its sites have in common, without a number; else its id
	Sites       []string  `json:"sites"`
	Coordinates []float64 `json:"coordinates"` // the middle of its sites: latitude, longitude in degrees; null where none has any
	Services    int       `json:"services"`    // with an instance there
	Backups     int       `json:"backups"`
}

// CampusLink joins two campuses of the map: the links are those of the minimum spanning tree by distance.
type CampusLink struct {
	From       string  `json:"from"`
	To         string  `json:"to"`
	Kilometres float64 `json:"km"`
}

// describeCampuses lists the campuses by id.
func describeCampuses(inv *inventory.Inventory) []Campus {
	byID, names := map[string]*Campus{}, campusNames(inv)
	for i := range inv.Sites {
		s := &inv.Sites[i]
		c := byID[s.Campus]
		if c == nil {
			c = &Campus{ID: s.Campus}
			byID[s.Campus] = c
		}
		c.Sites = append(c.Sites, s.ID)
	}
	out := make([]Campus, 0, len(byID))
	for id, c := range byID {
		c.Name = names[id]
		c.Coordinates = middle(inv, id)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Campus) int { return cmp.Compare(a.ID, b.ID) })
	hosted(inv, out)
	return out
}

// hosted counts what stands on each campus: a service once, however many instances it has there.
func hosted(inv *inventory.Inventory, list []Campus) {
	place := make(map[string]int, len(list))
	for i := range list {
		place[list[i].ID] = i
	}
	for i := range inv.Services {
		s := &inv.Services[i]
		here := map[int]bool{}
		for j := range s.Instances {
			here[place[inv.Sites[s.Instances[j].Site.Index].Campus]] = true
		}
		for campus := range here {
			list[campus].Services++
		}
		for j := range s.Backups {
			list[place[inv.Sites[s.Backups[j].Site.Index].Campus]].Backups++
		}
	}
}

// campusNames gives each campus, by its id, a name that people read.
func campusNames(inv *inventory.Inventory) map[string]string {
	names := map[string][]string{}
	for i := range inv.Sites {
		names[inv.Sites[i].Campus] = append(names[inv.Sites[i].Campus], inv.Sites[i].Name)
	}
	out := make(map[string]string, len(names))
	for id := range names {
		out[id] = commonName(id, names[id])
	}
	return out
}

// commonName is the words that all names begin with, less a number at the end: "Strasbourg 2" and "Strasbourg 3"
// stand on "Strasbourg".
func commonName(id string, names []string) string {
	words := strings.Fields(names[0])
	for _, name := range names[1:] {
		n := 0
		for other := strings.Fields(name); n < min(len(words), len(other)) && words[n] == other[n]; n++ {
		}
		words = words[:n]
	}
	for len(words) > 1 && strings.IndexFunc(words[len(words)-1], func(r rune) bool { return !unicode.IsDigit(r) }) < 0 {
		words = words[:len(words)-1]
	}
	if len(words) > 0 {
		return strings.Join(words, " ")
	}
	first, size := utf8.DecodeRuneInString(id)
	return string(unicode.ToUpper(first)) + id[size:]
}

// middle is the mean of the coordinates of a campus's sites, which stand close together.
func middle(inv *inventory.Inventory, campus string) []float64 {
	var latitude, longitude, count float64
	for i := range inv.Sites {
		if s := &inv.Sites[i]; s.Campus == campus && s.Coordinates.Given {
			latitude += s.Coordinates.Value.Latitude
			longitude += s.Coordinates.Value.Longitude
			count++
		}
	}
	if count == 0 {
		return nil
	}
	return []float64{latitude / count, longitude / count}
}

// linkCampuses joins the campuses that have coordinates by the shortest lines that connect them all (Prim's
// algorithm). Of equal distances the one of the first campuses by id counts.
func linkCampuses(list []Campus) []CampusLink {
	var placed []Campus
	for i := range list {
		if list[i].Coordinates != nil {
			placed = append(placed, list[i])
		}
	}
	links := []CampusLink{}
	if len(placed) == 0 {
		return links
	}
	nearest := make([]int, len(placed)) // in the tree, of each campus outside it
	distance := make([]float64, len(placed))
	for i := range placed {
		distance[i] = between(&placed[0], &placed[i])
	}
	joined := make([]bool, len(placed))
	joined[0] = true
	for range len(placed) - 1 {
		next := -1
		for i := range placed {
			if !joined[i] && (next < 0 || distance[i] < distance[next]) {
				next = i
			}
		}
		joined[next] = true
		links = append(links, CampusLink{From: placed[nearest[next]].ID, To: placed[next].ID, Kilometres: distance[next]})
		for i := range placed {
			if d := between(&placed[next], &placed[i]); !joined[i] && d < distance[i] {
				nearest[i], distance[i] = next, d
			}
		}
	}
	return links
}

// between is the distance of two campuses that have coordinates, in km.
func between(a, b *Campus) float64 {
	return inventory.Distance(inventory.Coordinates{Latitude: a.Coordinates[0], Longitude: a.Coordinates[1]},
		inventory.Coordinates{Latitude: b.Coordinates[0], Longitude: b.Coordinates[1]})
}
