package workbook

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"coupefeu/inventory/sample"
	"coupefeu/report"
)

// object is a part of an inventory.
type object = map[string]any

// wilderness makes an inventory wilder: what is given may be missing, and what is missing given.
type wilderness struct {
	*rand.Rand
	services []string
}

// wild is the assessment of a made-up inventory in which anything may be missing, under a rule for each metric and every
// kind of scenario.
func wild(t testing.TB, seed uint64) *report.Assessment {
	t.Helper()
	folder := fstest.MapFS{}
	err := sample.Generate(60, seed, func(name string, data []byte) error {
		folder[name] = &fstest.MapFile{Data: bytes.Clone(data)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &wilderness{Rand: rand.New(rand.NewPCG(seed, 7))}
	for _, name := range []string{"organisation.json", "services-00001.json"} {
		var whole object
		if err := json.Unmarshal(folder[name].Data, &whole); err != nil {
			t.Fatal(err)
		}
		w.unsettle(whole)
		data, err := json.MarshalIndent(whole, "", " ") // so that things stand on lines of their own
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: data}
	}
	jobs := "evidence/jobs-00001.csv"
	folder[jobs] = &fstest.MapFile{Data: []byte(w.runs(string(folder[jobs].Data)))}
	return assessedBy(t, folder, wildPack(t))
}

// wildPack is the pack of the recipes with every kind of scenario.
func wildPack(t testing.TB) []byte {
	t.Helper()
	text := string(packOfRecipes(t))
	for from, to := range map[string]string{
		"{each: [campus], pairs: true}": "{each: [site, campus, campus_outage, region, provider, shared_fate], outage_duration: 10h, also: [{id: ransomware, kind: ransomware}]}",
		"scenarios: [campus,pair]":      "scenarios: [campus, campus_outage, ransomware]",
	} {
		if !strings.Contains(text, from) {
			t.Fatalf("the pack does not have %q", from)
		}
		text = strings.ReplaceAll(text, from, to)
	}
	return []byte(text)
}

// runs lets some of a tool's runs fail, and some be a tenth of their size.
func (w *wilderness) runs(table string) string {
	lines := strings.Split(table, "\n")
	for i := range lines {
		fields := strings.Split(lines[i], ",")
		if i == 0 || len(fields) < 5 {
			continue
		}
		if w.once(30) {
			fields[3] = "failed"
		}
		if w.once(8) {
			fields[4] = fields[4][:max(0, len(fields[4])-1)]
		}
		lines[i] = strings.Join(fields, ",")
	}
	return strings.Join(lines, "\n")
}

// once is true once in so many times.
func (w *wilderness) once(in int) bool { return w.IntN(in) == 0 }

// drop leaves keys out, each once in so many times.
func (w *wilderness) drop(o object, in int, keys ...string) {
	for _, key := range keys {
		if w.once(in) {
			delete(o, key)
		}
	}
}

func list(o object, key string) []object {
	items, _ := o[key].([]any)
	out := make([]object, len(items))
	for i := range items {
		out[i] = items[i].(object)
	}
	return out
}

// one is one of some words.
func (w *wilderness) one(words ...string) string { return words[w.IntN(len(words))] }

func (w *wilderness) site() string {
	return w.one("s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s09")
}

func (w *wilderness) unsettle(whole object) {
	for _, site := range list(whole, "sites") {
		w.drop(site, 4, "coordinates")
	}
	backups := map[string][]string{}
	for _, s := range list(whole, "services") {
		w.service(s)
		for _, b := range list(s, "backups") {
			backups[s["id"].(string)] = append(backups[s["id"].(string)], b["id"].(string))
		}
		w.services = append(w.services, s["id"].(string))
	}
	for _, test := range list(whole, "restore_tests") {
		w.drop(test, 5, "duration", "data_loss", "document", "depth")
		if w.once(4) {
			test["outcome"] = w.one("passed", "failed", "partial")
		}
		if w.once(4) {
			test["depth"] = w.one("file", "database", "application", "site")
		}
		if ids := backups[test["service"].(string)]; len(ids) > 0 && w.once(3) {
			test["backup"] = w.one(ids...)
		}
	}
}

func (w *wilderness) service(s object) {
	w.drop(s, 6, "owner", "description", "members", "rto", "rpo", "changed", "depends_on")
	w.drop(s, 15, "instances", "backups")
	if w.once(10) {
		s["stateful"] = false
	}
	if w.once(4) {
		s["rebuild_time"] = w.one("1h", "7h")
	}
	if w.once(4) {
		s["min_active"] = 2
	}
	if w.once(4) {
		s["changed"] = w.one("2026-01-15", "2026-08-20", "2026-11-01")
	}
	if len(w.services) > 0 && w.once(5) {
		s["stores_data_in"] = []string{w.one(w.services...)}
	}
	for _, i := range list(s, "instances") {
		w.drop(i, 4, "failover_time", "replication_lag", "location")
	}
	if instances, some := s["instances"].([]any); some && w.once(3) {
		s["instances"] = slices.Concat(instances, []any{object{"site": w.site(), "role": w.one("active", "standby")}})
	}
	for _, b := range list(s, "backups") {
		w.backup(b)
	}
}

func (w *wilderness) backup(b object) {
	w.drop(b, 6, "every", "retention", "thinned_after", "immutable", "encrypted", "evidence", "last_success", "location", "media")
	for _, x := range []struct {
		key   string
		value any
	}{{"encrypted", false}, {"immutable", false}, {"offline", true}, {"media", "tape"}, {"data", "files"}} {
		if w.once(5) {
			b[x.key] = x.value
		}
	}
	if w.once(5) {
		b["site"] = w.site()
	}
}
