package pdf

import (
	"fmt"
	"net/url"
	"strings"
)

// destination is the name that a link inside the document leads to; "" for others.
func destination(to string) string {
	name, inside := strings.CutPrefix(to, "#")
	if !inside {
		return ""
	}
	return name
}

// external says whether a link leads out of the document, to an address of a kind that starts no program.
func external(to string) bool {
	address, err := url.Parse(to)
	if err != nil {
		return false
	}
	switch address.Scheme {
	case "http", "https":
		return address.Host != ""
	case "mailto":
		return address.Opaque != ""
	}
	return false
}

// address is an external link in ASCII, as the format demands: every other byte is escaped (RFC 3986, 2.1).
func address(to string) string {
	var ascii strings.Builder
	for _, b := range []byte(to) {
		if b <= ' ' || b > '~' {
			fmt.Fprintf(&ascii, "%%%02X", b)
			continue
		}
		ascii.WriteByte(b)
	}
	return ascii.String()
}
