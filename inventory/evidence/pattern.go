package evidence

import "coupefeu/inventory/source"

// matches tells whether text is as pattern says. A * stands for any characters, none and / included; nothing else
// is special.
func matches(pattern, text string) bool { return source.Wildcard{Any: '*'}.Matches(pattern, text) }

// matchesAny tells whether one of the texts is as pattern says.
func matchesAny(pattern string, texts []string) bool {
	for _, t := range texts {
		if matches(pattern, t) {
			return true
		}
	}
	return false
}
