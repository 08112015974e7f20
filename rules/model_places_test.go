package rules

import "math"

// confirmed: a placement confirmed on or before t.
func (m model) confirmed(at object) bool {
	switch location := at["location"].(type) {
	case string:
		return m.exists(objects(m.inventory["attestations"])[0]["confirmed_on"])
	case object:
		return m.exists(location["confirmed_on"])
	}
	return false
}

// placed is the basis of what rests on placements; of none at all it is declared.
func (m model) placed(all []object) string {
	for _, at := range all {
		if !m.confirmed(at) {
			return "declared"
		}
	}
	if len(all) == 0 {
		return "declared"
	}
	return "documented"
}

func (m model) offsite(s object, set []object, confirmed bool) figure {
	n, instances := 0.0, objects(s["instances"])
	for _, b := range set {
		away := true
		for _, instance := range instances {
			away = away && m.campus(instance["site"]) != m.campus(b["site"])
		}
		if away && (!confirmed || m.confirmed(b)) {
			n++
		}
	}
	basis := lesser(m.placed(instances), m.placed(set))
	return fixed(n, basis)
}

// km is the great-circle distance by the angle between two vectors; negative where it is not known.
func (m model) km(a, b any) float64 {
	if a == b {
		return 0
	}
	if !given(m.site(a), "coordinates") || !given(m.site(b), "coordinates") {
		return -1
	}
	x, y := m.vector(a), m.vector(b)
	cross := [3]float64{x[1]*y[2] - x[2]*y[1], x[2]*y[0] - x[0]*y[2], x[0]*y[1] - x[1]*y[0]}
	length := math.Sqrt(cross[0]*cross[0] + cross[1]*cross[1] + cross[2]*cross[2])
	return 6371.0088 * math.Atan2(length, x[0]*y[0]+x[1]*y[1]+x[2]*y[2])
}

func (m model) vector(site any) [3]float64 {
	at := m.site(site)["coordinates"].([]any)
	lat, lon := at[0].(float64)*math.Pi/180, at[1].(float64)*math.Pi/180
	return [3]float64{math.Cos(lat) * math.Cos(lon), math.Cos(lat) * math.Sin(lon), math.Sin(lat)}
}

func (m model) farthest(s object, set []object) figure {
	instances := objects(s["instances"])
	if len(set) == 0 || len(instances) == 0 {
		return nobody
	}
	out := figure{lo: 0, hi: 0, basis: lesser(m.placed(instances), m.placed(set))}
	for _, b := range set {
		lo, hi := infinity, infinity
		for _, instance := range instances {
			if d := m.km(b["site"], instance["site"]); d < 0 {
				lo = 0
			} else {
				hi = math.Min(hi, d)
			}
		}
		out.lo, out.hi = math.Max(out.lo, math.Min(lo, hi)), math.Max(out.hi, hi)
	}
	return out
}

func (m model) spread(instances []object) figure {
	if len(instances) == 0 {
		return nobody
	}
	out := fixed(0, m.placed(instances))
	for _, a := range instances {
		for _, b := range instances {
			if d := m.km(a["site"], b["site"]); d < 0 {
				out.hi = infinity
			} else {
				out.lo, out.hi = math.Max(out.lo, d), math.Max(out.hi, d)
			}
		}
	}
	return out
}
