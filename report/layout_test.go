package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

// everything has a field of every plain kind.
type everything struct {
	Text    string      `json:"text"`
	Truth   bool        `json:"truth"`
	Small   int         `json:"small"`
	Middle  int32       `json:"middle"`
	Large   int64       `json:"large"`
	Real    float64     `json:"real"`
	Moment  time.Time   `json:"moment"`
	Perhaps *float64    `json:"perhaps"`
	When    *time.Time  `json:"when"`
	Words   []string    `json:"words"`
	Inner   inner       `json:"inner"`
	Some    []inner     `json:"some"`
	Other   *inner      `json:"other"`
	Deep    [][]float64 `json:"deep"`
}

type inner struct {
	Name  string  `json:"a name"`
	Count *int    `json:"count"`
	Ratio float64 `json:"ratio"`
}

// written is a value as a layout writes it, and as encoding/json does.
func written(t *testing.T, value any) (got, want []byte, failed, refused error) {
	t.Helper()
	v := reflect.ValueOf(value).Elem()
	l, plain := layoutOf(v.Type(), "\n    ")
	if !plain {
		t.Fatalf("%s is not plain", v.Type())
	}
	got, failed = l.append(nil, v)
	want, refused = indented(value, "    ")
	return got, want, failed, refused
}

// TestLayoutWritesAsEncodingJSONDoes fills values at random, with what is at the edges more often than not.
func TestLayoutWritesAsEncodingJSONDoes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var value everything
		fillAtRandom(random, reflect.ValueOf(&value).Elem())
		got, want, failed, refused := written(t, &value)
		if failed != nil || refused != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v, %v:\n%s\nwant\n%s", failed, refused, got, want)
		}
	}
}

var (
	edgeTexts = []string{"", "paie", "é ✓ ’", `"\`, "\b\f\n\r\t\x00\x1f\x7f", "a\u2028b", "\u2029", "<b>&", "\xff", "\U0001f600", "�"}
	edgeReals = []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1 << 53, -(1 << 53), 1<<53 + 2, 1e15, 1e20, 1e21, 1e300, 1e-6, 9e-7, -1e-9, 1.5e-8, math.MaxFloat64, math.SmallestNonzeroFloat64}
	edgeTimes = []time.Time{{}, time.Unix(0, 0).UTC(), time.Date(2026, 9, 30, 0, 0, 0, 5000, time.FixedZone("", 7200)), time.Date(9999, 12, 31, 23, 59, 59, 1, time.UTC)}
	edgeWhole = []int64{0, 1, -1, math.MaxInt32, math.MinInt32, 86400}
)

func fillAtRandom(r *rand.Rand, v reflect.Value) {
	if _, moment := v.Interface().(time.Time); moment {
		v.Set(reflect.ValueOf(edgeTimes[r.IntN(len(edgeTimes))]))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(edgeTexts[r.IntN(len(edgeTexts))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Float64:
		v.SetFloat(edgeReals[r.IntN(len(edgeReals))])
	case reflect.Struct:
		for i := range v.NumField() {
			fillAtRandom(r, v.Field(i))
		}
	case reflect.Pointer:
		if r.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fillAtRandom(r, v.Elem())
		}
	case reflect.Slice:
		if n := r.IntN(4) - 1; n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fillAtRandom(r, v.Index(i))
			}
		}
	default:
		v.SetInt(edgeWhole[r.IntN(len(edgeWhole))])
	}
}

// TestLayoutRefusesWhatEncodingJSONRefuses has values that JSON has no form for.
func TestLayoutRefusesWhatEncodingJSONRefuses(t *testing.T) {
	infinite, late := math.Inf(-1), time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, value := range map[string]everything{
		"not a number": {Real: math.NaN()}, "infinite": {Perhaps: &infinite}, "a year of five digits": {When: &late},
		"deep down": {Some: []inner{{}, {Ratio: math.Inf(1)}}}, "in a list": {Deep: [][]float64{{1}, {math.Inf(1)}}},
	} {
		if _, _, failed, refused := written(t, &value); failed == nil || refused == nil {
			t.Errorf("%s: %v, where encoding/json says %v", name, failed, refused)
		}
	}
}

// TestTypesThatAreNotPlain are those whose form encoding/json takes from elsewhere, or leaves something out of.
func TestTypesThatAreNotPlain(t *testing.T) {
	for _, value := range []any{
		map[string]int{}, []byte{}, [2]int{}, json.RawMessage{}, Scenario{}, struct{}{}, errors.New, uint(1), new(any),
		struct{ Checks }{}, struct{ Untagged int }{}, struct {
			Left int `json:"left,omitempty"`
		}{}, struct {
			Skipped int `json:"-"`
		}{}, struct {
			Below map[string]int `json:"below"`
		}{}, []Scenario{},
	} {
		if _, plain := layoutOf(reflect.TypeOf(value), "\n"); plain {
			t.Errorf("%T is taken for plain", value)
		}
	}
}

// TestTheLongListsArePlain keeps those fast that grow with the inventory.
func TestTheLongListsArePlain(t *testing.T) {
	for _, list := range []any{[]Service{}, []Backup{}, []RestoreTest{}} {
		if _, plain := layoutOf(reflect.TypeOf(list), "\n"); !plain {
			t.Errorf("%T is not plain", list)
		}
	}
}

// refusing is a list whose only entry, of many, has no form in JSON.
type refusing struct {
	Entries []inner `json:"entries"`
}

func TestWriteObjectSaysWhichListCannotBeWritten(t *testing.T) {
	value := refusing{Entries: make([]inner, 9*entriesAtOnce)}
	value.Entries[5*entriesAtOnce+7].Ratio = math.NaN()
	err := writeObject(io.Discard, reflect.ValueOf(&value).Elem(), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "writing entries: ") {
		t.Errorf("%v, want an error that names the list", err)
	}
}
