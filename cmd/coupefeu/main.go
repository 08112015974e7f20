// Command coupefeu tells whether an organisation's services would survive the loss of a site. See README.md.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
