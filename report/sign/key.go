package sign

import (
	"bytes"
	"encoding/pem"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// The hints of KeyError.
const (
	hintKinds = "make one with ssh-keygen -t ed25519"
	// hintElsewhere is for keys that cannot leave where they are.
	hintElsewhere = "write the report without --sign, then sign it: ssh-keygen -Y sign -n " + Namespace + " -f KEY OUT/PERIOD/SHA256SUMS"
	hintPublic    = "the private key usually stands beside it, without .pub; if only an agent or a security key holds it, " + hintElsewhere
	hintWrite     = "let ssh-keygen write it anew, with the same passphrase or another: ssh-keygen -p -Z aes256-ctr -f KEY"
)

// What is wrong with most files that are given for a key.
var (
	notKey   = &KeyError{Reason: "this is no SSH private key, or only a part of one", Hint: hintKinds}
	public   = &KeyError{Reason: "this is a public key; signing needs the private one", Hint: hintPublic}
	damaged  = &KeyError{Reason: "the key is damaged, or of a kind that is not supported", Hint: hintKinds}
	outdated = &KeyError{Reason: "DSA keys are no longer safe, and OpenSSH has dropped them", Hint: hintKinds}
)

// foreign are files that people take for private keys of SSH, by how they begin or by the type in their first line.
var foreign = []struct {
	begin, kind string
	err         *KeyError
}{
	{begin: "PuTTY-User-Key-File-", err: &KeyError{Reason: "this is a key of PuTTY", Hint: "turn it into one of OpenSSH: puttygen KEY -O private-openssh -o NEW"}},
	{begin: "---- BEGIN SSH2 PUBLIC KEY", err: public},
	{kind: "PUBLIC KEY", err: public},
	{kind: "RSA PUBLIC KEY", err: public},
	{kind: "DSA PRIVATE KEY", err: outdated},
	{kind: "ENCRYPTED PRIVATE KEY", err: &KeyError{Reason: "the key is encrypted in the way of PKCS #8, which is not read here", Hint: hintWrite}},
}

// refuse says in plain words what is wrong with a key file, as far as that shows without its passphrase.
func refuse(file []byte) error {
	block, _ := pem.Decode(file)
	for _, f := range foreign {
		if f.begin != "" && bytes.HasPrefix(file, []byte(f.begin)) || block != nil && block.Type == f.kind {
			return f.err
		}
	}
	if block == nil {
		// The commonest mistake of all: the .pub file, which has the same name but for its ending.
		if _, _, _, _, err := ssh.ParseAuthorizedKey(file); err == nil {
			return public
		}
		return notKey
	}
	if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
		return notKey
	}
	if block.Type == "OPENSSH PRIVATE KEY" {
		return refuseOpenSSH(block.Bytes)
	}
	return nil
}

// kindDSA is the name of DSA keys. The library's own is marked as deprecated, since nobody should use one.
const kindDSA = "ssh-dss"

// openSSHMagic begins a private key of OpenSSH (its PROTOCOL.key).
const openSSHMagic = "openssh-key-v1\x00"

// refuseOpenSSH reads the part of a private key that is never encrypted: how the rest is, and the public half. The
// library only says that it does not know a key or a cipher, and not which.
func refuseOpenSSH(key []byte) error {
	var outside struct {
		Cipher, KDF, Options string
		Keys                 uint32
		Public               []byte
		Rest                 []byte `ssh:"rest"`
	}
	var half struct {
		Kind string
		Rest []byte `ssh:"rest"`
	}
	inside, ours := bytes.CutPrefix(key, []byte(openSSHMagic))
	if !ours || ssh.Unmarshal(inside, &outside) != nil || ssh.Unmarshal(outside.Public, &half) != nil {
		return damaged
	}
	switch {
	case strings.HasPrefix(half.Kind, "sk-"):
		return &KeyError{Reason: "this key stays in a security key", Hint: hintElsewhere}
	case half.Kind == kindDSA:
		return outdated
	}
	// Asking for a passphrase comes later, so that nobody types one in vain.
	if !slices.Contains([]string{"none", "aes256-ctr", "aes256-cbc"}, outside.Cipher) {
		return &KeyError{Reason: "the key is encrypted with " + outside.Cipher + ", which is not read here", Hint: hintWrite}
	}
	return nil
}
