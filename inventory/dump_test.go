package inventory_test

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"coupefeu/inventory"
	"coupefeu/inventory/source"
)

// dump writes an inventory for comparison: whatever is given, with its place, and nothing else.
func dump(inv *inventory.Inventory) string {
	var out strings.Builder
	write(&out, "", reflect.ValueOf(*inv))
	return out.String()
}

func write(out *strings.Builder, name string, v reflect.Value) {
	text, plain := brief(v)
	switch {
	case text == "" && plain || v.IsZero() || isOptional(v) && !v.Field(1).Bool():
	case plain:
		fmt.Fprintf(out, "%s: %s\n", name, text)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			write(out, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	case isOptional(v):
		write(out, name, v.Field(0))
		fmt.Fprintf(out, "%s: given, key on line %d\n", name, v.Field(2).Int())
	default:
		for i := range v.NumField() {
			write(out, strings.TrimPrefix(name+"."+v.Type().Field(i).Name, "."), v.Field(i))
		}
	}
}

func isOptional(v reflect.Value) bool {
	return v.Kind() == reflect.Struct && strings.HasPrefix(v.Type().Name(), "Optional[")
}

// brief writes values that are told in a word; false where a value has parts.
func brief(v reflect.Value) (text string, plain bool) {
	switch x := v.Interface().(type) {
	case source.Place:
		return fmt.Sprintf("%s:%d:%d", x.File, x.Line, x.Column), true
	case source.Moment:
		return fmt.Sprintf("%s day=%t", x.Time.Format(time.RFC3339), x.Day), true
	case source.File:
		return fmt.Sprintf("%s, %d bytes, %s, data kept: %t", x.Name, x.Bytes, x.SHA256[:8], x.Data != nil), true
	case *time.Location:
		return x.String(), true
	case *inventory.RestoreTest:
		return x.Date.Time.Format(time.DateOnly), true
	case inventory.Reference:
		return fmt.Sprintf("%s -> %d, at %d:%d", x.ID, x.Index, x.Line, x.Column), x.ID != ""
	case fmt.Stringer:
		return x.String(), true
	}
	if k := v.Kind(); k == reflect.Slice || k == reflect.Struct {
		return "", false
	}
	return fmt.Sprintf("%#v", v.Interface()), true
}
