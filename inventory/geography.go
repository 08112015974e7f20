package inventory

import "math"

// earthRadius is that of the sphere with the Earth's mean radius (IUGG), in kilometres.
const earthRadius = 6371.0088

// Distance returns the great-circle distance between two places in kilometres, by the haversine formula.
func Distance(a, b Coordinates) float64 {
	const degree = math.Pi / 180
	north, east := (b.Latitude-a.Latitude)*degree/2, (b.Longitude-a.Longitude)*degree/2
	h := math.Pow(math.Sin(north), 2) +
		math.Cos(a.Latitude*degree)*math.Cos(b.Latitude*degree)*math.Pow(math.Sin(east), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(h, 1)))
}
