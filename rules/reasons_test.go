package rules

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestReasons holds what every row of the tables gives as its reason's facts and as provenance against a file.
func TestReasons(t *testing.T) {
	var out strings.Builder
	for _, rows := range tables {
		for _, r := range rows {
			for _, f := range Evaluate(tableInput(t, r)).Findings {
				if f.Service == "s" {
					fmt.Fprintf(&out, "%s (%s): %s\n  because %s%s\n", r.rule, r.name, f.Status, f.Reason.Key, factsText(f.Reason.Facts))
					fmt.Fprintf(&out, "  from%s\n", provenanceText(f.Provenance))
				}
			}
		}
	}
	golden(t, "testdata/reasons.want", out.String())
}

func factsText(f *Facts) string {
	if f == nil {
		return ""
	}
	var out strings.Builder
	value := reflect.ValueOf(*f)
	for i := range value.NumField() {
		if field := value.Field(i); !field.IsZero() {
			shown := field.Interface()
			if at, ok := shown.(time.Time); ok {
				shown = at.UTC().Format(time.RFC3339Nano)
			}
			fmt.Fprintf(&out, " %s=%v", value.Type().Field(i).Name, shown)
		}
	}
	return out.String()
}

func provenanceText(list []Provenance) string {
	var out strings.Builder
	for _, p := range list {
		if p.File != "" {
			fmt.Fprintf(&out, " %s:%d", p.File, p.Line)
		} else {
			fmt.Fprintf(&out, " %s#%s@%s", p.Source, p.Point, p.Time.UTC().Format(time.RFC3339Nano))
		}
	}
	return out.String()
}

// TestAnyNumberOfCores compares what one core and what many make of the same input, to the last provenance.
func TestAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, folder := range files(t, "testdata/examples/*") {
		in := openCase(t, folder)
		runtime.GOMAXPROCS(1)
		one := Evaluate(in)
		runtime.GOMAXPROCS(8)
		if many := Evaluate(in); !reflect.DeepEqual(one, many) {
			t.Errorf("%s: the result depends on the number of cores", folder)
		}
	}
}
