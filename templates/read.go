package templates

import (
	"fmt"
	"strconv"

	"coupefeu/inventory/source"
)

// readTexts reads a locale file into its texts by dotted key. The items of a list are numbered from 1.
func readTexts(name string, data []byte) (map[string]message, error) {
	documents, found := source.Parse(&source.File{Name: name, Shown: name, Data: data})
	if err := found.Err(); err != nil {
		return nil, err
	}
	if len(documents) != 1 {
		return nil, fmt.Errorf("%s: expected one document, not %d", name, len(documents))
	}
	texts := make(map[string]message)
	collect(texts, "", documents[0])
	return texts, nil
}

// collect adds the texts below a node. A mapping of nothing but zero, one and other is one text in several forms.
func collect(texts map[string]message, key string, node *source.Node) {
	switch node.Kind {
	case source.Mapping:
		if text, several := forms(node); several {
			texts[key] = text
			return
		}
		for name, value := range node.Pairs {
			collect(texts, join(key, name.Text), value)
		}
	case source.List:
		for i := range node.Children {
			collect(texts, join(key, strconv.Itoa(i+1)), &node.Children[i])
		}
	default:
		texts[key] = message{plain: node.Text}
	}
}

// forms reads a text that has one form for each kind of number.
func forms(node *source.Node) (message, bool) {
	var text message
	for name, value := range node.Pairs {
		switch name.Text {
		case "zero":
			text.zero = value.Text
		case "one":
			text.one = value.Text
		case "other":
			text.other = value.Text
		default:
			return message{}, false
		}
	}
	return text, text.other != ""
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}
